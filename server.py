"""Starts EmoChat: reads the settings, builds the rooms, wires them and serves."""

import gc
import logging
import os
import sys
from collections.abc import AsyncIterator
from functools import partial

import uvloop
from aiohttp import web

from analysis.classifier import ModelMismatchError, load_metadata
from analysis.face_pool import FacePool
from analysis.face_reader import FaceReader
from analysis.gemini_loader import load_gemini
from analysis.writer import SessionWriter
from analysis.writing import LanguageModel
from api.analyze_session import analyze_session_routes
from api.auth import key_middleware
from api.errors import error_middleware
from api.page import add_security_headers, page_routes
from api.predict import predict_routes
from api.serving import AddressError, serve
from api.system import system_routes
from config import Config, ConfigError, load_config
from vision.face_network import FaceNetworkError
from vision.model_file import MODELS_DIR, ModelFileError, checked_model_path
from webrtc.receive.network import Network, UdpPorts, choose_addresses
from webrtc.receive.self_test import UnsupportedLibraryError, check_libraries
from webrtc.registry import SessionRegistry
from webrtc.session import SessionServices
from webrtc.signaling import Signaling, add_cors_headers

# At INFO they write every candidate pair, and so the addresses of people's devices.
LIBRARIES_THAT_LOG_ADDRESSES = ("aioice", "aiortc")

START_ERRORS = (
    AddressError,
    ConfigError,
    FaceNetworkError,
    ModelFileError,
    ModelMismatchError,
    UnsupportedLibraryError,
)
"""What whoever starts the server can mend; each says in one line what is wrong."""

MAX_BODY_BYTES = 10 * 1024 * 1024


def build_app(config: Config) -> web.Application:
    """Build the application; its models are loaded when it starts up.

    Raises:
        ConfigError: a setting does not fit this machine.
        ModelFileError, ModelMismatchError: a model is missing or does not fit.
    """
    metadata = load_metadata(MODELS_DIR)
    build_reader = partial(
        FaceReader.load,
        checked_model_path(config.face_landmarker),
        MODELS_DIR,
        use_network=config.face_network,
    )
    pool = FacePool(
        build_reader,
        workers=config.face_workers,
        max_waiting=config.max_sessions + config.face_workers,
        model={"name": metadata["name"], "version": metadata["trained_on"]},
    )
    gemini = load_gemini(
        config.gemini_api_key, model=config.gemini_model, base_url=config.gemini_base_url
    )
    writer = SessionWriter(gemini)
    services = SessionServices(
        analyzer=pool,
        writer=writer,
        local_writer=SessionWriter(None),
        network=_network(config),
        default_language=config.language,
    )
    registry = SessionRegistry(services, config.max_sessions)

    app = web.Application(
        client_max_size=MAX_BODY_BYTES,
        middlewares=[error_middleware(), key_middleware(config.api_keys)],
    )
    app.add_routes(page_routes())
    app.add_routes(Signaling(registry, config.language).routes())
    app.add_routes(predict_routes(pool))
    app.add_routes(analyze_session_routes(writer, config.language))
    app.add_routes(system_routes(registry, metadata))
    app.on_response_prepare.append(add_cors_headers)
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(partial(_run_rooms, pool, gemini))
    app.on_shutdown.append(partial(_end_sessions, registry))
    return app


def _network(config: Config) -> Network:
    try:
        addresses = choose_addresses(config.interfaces, include_loopback=config.is_loopback)
    except ValueError as error:
        raise ConfigError(f"EMOCHAT_INTERFACES: {error}") from error
    ports = UdpPorts(*config.udp_ports) if config.udp_ports is not None else None
    return Network(addresses, config.announced_address, ports)


async def _run_rooms(
    pool: FacePool, gemini: LanguageModel | None, app: web.Application
) -> AsyncIterator[None]:
    await pool.start()
    yield
    if gemini is not None:
        await gemini.aclose()
    await pool.close()


async def _keep_from_collector(app: web.Application) -> AsyncIterator[None]:
    """Spare the garbage collector what was loaded at start: it stays, and is large.

    Going through it takes tens of milliseconds each time, while frames wait.
    """
    gc.collect()
    gc.freeze()
    yield


async def _end_sessions(registry: SessionRegistry, app: web.Application) -> None:
    await registry.close()


def main() -> None:
    try:
        config = load_config(sys.argv[1:], os.environ)
        logging.basicConfig(
            level=config.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        for library in LIBRARIES_THAT_LOG_ADDRESSES:
            logging.getLogger(library).setLevel(logging.WARNING)
        check_libraries()
        app = build_app(config)
        app.cleanup_ctx.append(_keep_from_collector)
        uvloop.run(serve(app, config.host, config.port))
    except START_ERRORS as error:
        sys.exit(f"emochat: {error}")


if __name__ == "__main__":
    main()
