"""The text APIs and a session's companion on one reader and one memory."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpClient

from companions.talk import TalkParts, TalkRoom
from tests.api.text_app import Client, TextApp, make_text_app
from tests.companions.spoken import Clock, WordEncoder


@pytest.fixture
async def encoder() -> AsyncIterator[WordEncoder]:
    encoder = WordEncoder()
    yield encoder
    encoder.gate.set()


@pytest.fixture
def text_app(encoder: WordEncoder, tmp_path: Path) -> TextApp:
    return make_text_app({"en": encoder, "es": encoder}, tmp_path)


@pytest.fixture
async def client(
    text_app: TextApp, encoder: WordEncoder, aiohttp_client: AiohttpClient
) -> AsyncIterator[Client]:
    client: Client = await aiohttp_client(text_app.app)
    encoder.texts.clear()
    yield client
    encoder.gate.set()


@pytest.fixture
def clock(text_app: TextApp) -> Clock:
    return Clock(text_app.clock.at)


@pytest.fixture
def room(client: Client, text_app: TextApp, clock: Clock) -> TalkRoom:
    return TalkRoom(TalkParts(text_app.services.reader, text_app.services.store, clock))
