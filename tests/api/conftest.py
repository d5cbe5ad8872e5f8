"""The text models, loaded once for all tests of the APIs."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpClient

from tests.api.text_app import Client, TextApp, make_text_app
from text.categories import LANGUAGES, Language
from text.encoder import TextEncoder
from vision.model_file import MODELS_DIR


@pytest.fixture(scope="session")
def encoders() -> Mapping[Language, TextEncoder]:
    return {name: TextEncoder.load(MODELS_DIR, f"text_{name}", 1) for name in LANGUAGES}


@pytest.fixture
def text_app(encoders: Mapping[Language, TextEncoder], tmp_path: Path) -> TextApp:
    return make_text_app(encoders, tmp_path)


@pytest.fixture
async def text_client(text_app: TextApp, aiohttp_client: AiohttpClient) -> Client:
    return await aiohttp_client(text_app.app)
