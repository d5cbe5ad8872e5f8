"""One server process: its parts are built from the settings, wired and served."""

import gc
from collections.abc import AsyncIterator
from functools import partial

import uvloop
from aiohttp import web

from analysis.model_check import ModelMismatchError
from api.serving import AddressError, serve
from composition.generated_key import tell_key
from composition.lives import add_lives
from composition.parts import load_parts
from composition.routes import add_headers, add_routes, middlewares
from config import Config, StartError
from scenarios.loader import ScenarioError
from store.errors import StoreError
from text.model_file import TextModelError
from vision.face_network import FaceNetworkError
from vision.model_file import ModelFileError
from webrtc.receive.self_test import UnsupportedLibraryError, check_libraries

START_ERRORS = (
    AddressError,
    FaceNetworkError,
    ModelFileError,
    ModelMismatchError,
    ScenarioError,
    StoreError,
    TextModelError,
    UnsupportedLibraryError,
)
"""What is told as a StartError: each says in one line what is wrong."""

MAX_BODY_BYTES = 10 * 1024 * 1024


def run_app(config: Config, generated_key: str | None = None) -> None:
    """Serve until told to end.

    Raises:
        StartError: it cannot start.
    """
    try:
        check_libraries()
        app = build_app(config, generated_key)
        app.cleanup_ctx.append(_keep_from_collector)
        uvloop.run(serve(app, config.host, config.port, partial(tell_key, generated_key)))
    except START_ERRORS as error:
        raise StartError(str(error)) from error


def build_app(config: Config, generated_key: str | None = None) -> web.Application:
    """Build the application; its face models are loaded when it starts up.

    Args:
        config: all settings.
        generated_key: opens the text APIs where the operator has set no keys.

    Raises:
        ConfigError, ModelFileError, TextModelError, ScenarioError: as load_parts.
    """
    parts = load_parts(config)
    app = web.Application(
        client_max_size=MAX_BODY_BYTES,
        middlewares=middlewares(config, parts, generated_key),
    )
    add_routes(app, config, parts)
    add_headers(app, parts)
    add_lives(app, config, parts)
    return app


async def _keep_from_collector(app: web.Application) -> AsyncIterator[None]:
    """Spare the garbage collector what was loaded at start: it stays, and is large.

    Going through it takes tens of milliseconds each time, while frames wait.
    """
    gc.collect()
    gc.freeze()
    yield
