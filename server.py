"""Starts EmoChat: reads the settings, builds the rooms, wires them and serves."""

import gc
import logging
import os
import secrets
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

import uvloop
from aiohttp import web

from analysis.classifier import ModelMismatchError, load_metadata
from analysis.face_pool import FacePool
from analysis.face_reader import FaceReader
from analysis.gemini_loader import load_gemini
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_pool import NewReader, VoicePool
from analysis.voice_reader import VoiceReader
from analysis.writer import SessionWriter
from analysis.writing import LanguageModel
from api.analyze_session import analyze_session_routes
from api.auth import KeyRing, key_middleware
from api.docs import add_docs_policy, docs_routes
from api.errors import error_middleware
from api.openapi import openapi_route
from api.openapi_face import FACE_OPERATIONS
from api.openapi_system import SYSTEM_OPERATIONS
from api.openapi_whip import WHIP_OPERATIONS
from api.page import add_security_headers, page_routes
from api.predict import predict_routes
from api.rate_limits import RateLimits
from api.request_ids import add_request_id
from api.serving import AddressError, serve
from api.system import system_routes
from api.text_contexts import CONTEXT_OPERATIONS, Contexts
from api.text_services import TextServices
from api.v1 import CONVERSATION_OPERATIONS, ConversationAnalysis
from api.v2 import STATELESS_OPERATIONS, StatelessAnalysis
from config import Config, ConfigError, load_config
from store.contexts import ContextStore
from store.databases import DATABASE_NAME, SqliteFile
from store.errors import StoreError
from store.expiry import ExpiryTask
from text.categories import LANGUAGES, Language
from text.encoder import TextEncoder
from text.model_file import TextModelError
from text.reader import TextReader
from vision.face_network import FaceNetworkError
from vision.model_file import MODELS_DIR, ModelFileError, checked_model_path
from voice.activity import SpeechModel
from webrtc.receive.network import Network, UdpPorts, choose_addresses
from webrtc.receive.self_test import UnsupportedLibraryError, check_libraries
from webrtc.registry import SessionRegistry
from webrtc.session import SessionServices
from webrtc.signaling import Signaling, add_cors_headers

# At INFO the first two write every candidate pair, and so the addresses of people's devices;
# the last two every statement.
LIBRARIES_THAT_TELL_TOO_MUCH = ("aioice", "aiortc", "alembic", "sqlalchemy")

START_ERRORS = (
    AddressError,
    ConfigError,
    FaceNetworkError,
    ModelFileError,
    ModelMismatchError,
    StoreError,
    TextModelError,
    UnsupportedLibraryError,
)
"""What whoever starts the server can mend; each says in one line what is wrong."""

MAX_BODY_BYTES = 10 * 1024 * 1024
DEFAULT_TEXT_LANGUAGE: Language = "en"
"""Of texts too short to tell: documents 003 and 004 have English ones."""

GENERATED_KEY_BYTES = 24

OPERATIONS = (
    *CONVERSATION_OPERATIONS,
    *STATELESS_OPERATIONS,
    *CONTEXT_OPERATIONS,
    *FACE_OPERATIONS,
    *WHIP_OPERATIONS,
    *SYSTEM_OPERATIONS,
)
"""What the OpenAPI document describes."""


def build_app(config: Config, generated_key: str | None = None) -> web.Application:
    """Build the application; its face models are loaded when it starts up.

    Args:
        config: all settings.
        generated_key: opens the text APIs where the operator has set no keys.

    Raises:
        ConfigError: a setting does not fit this machine.
        ModelFileError, ModelMismatchError, TextModelError: a model is missing or does not fit.
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
    voices = VoicePool(_load_voice) if config.voice else None
    services = SessionServices(
        analyzer=pool,
        writer=writer,
        local_writer=SessionWriter(None),
        network=_network(config),
        default_language=config.language,
        voice_analyzer=voices,
    )
    registry = SessionRegistry(services, config.max_sessions)

    encoders = {
        language: TextEncoder.load(MODELS_DIR, f"text_{language}", config.text_threads)
        for language in LANGUAGES
    }
    cards = {str(name): encoder.card.model_dump() for name, encoder in encoders.items()}
    texts = _text_services(config, encoders)

    app = web.Application(
        client_max_size=MAX_BODY_BYTES,
        middlewares=[
            error_middleware(),
            key_middleware(KeyRing(config.api_keys, generated_key)),
        ],
    )
    app.add_routes(page_routes())
    app.add_routes(Signaling(registry, config.language).routes())
    app.add_routes(predict_routes(pool))
    app.add_routes(analyze_session_routes(writer, config.language))
    app.add_routes(ConversationAnalysis(texts).routes())
    app.add_routes(StatelessAnalysis(texts).routes())
    app.add_routes(Contexts(texts).routes())
    app.add_routes(system_routes(registry, texts.store, metadata, cards))
    app.add_routes([openapi_route(OPERATIONS, keys_are_set=bool(config.api_keys))])
    app.add_routes(docs_routes())
    app.on_response_prepare.extend(
        (
            add_cors_headers,
            add_security_headers,
            add_docs_policy,
            add_request_id,
            texts.rate_limits.add_headers,
        )
    )
    app.cleanup_ctx.append(partial(_run_rooms, pool, gemini))
    if voices is not None:
        app.cleanup_ctx.append(partial(_run_voices, voices))
    app.cleanup_ctx.append(partial(_run_texts, texts))
    app.on_shutdown.append(partial(_end_sessions, registry))
    return app


def _text_services(config: Config, encoders: Mapping[Language, TextEncoder]) -> TextServices:
    days = config.context_ttl_days
    store = ContextStore(
        config.database_url or SqliteFile(config.data_dir / DATABASE_NAME),
        time_to_live=timedelta(days=days) if days else None,
        keep_text=config.keep_text,
    )
    reader = TextReader(encoders, DEFAULT_TEXT_LANGUAGE, max_batch=config.text_batch)
    return TextServices(reader, store, RateLimits(config.rate_limit), partial(datetime.now, UTC))


def _load_voice() -> NewReader:
    return partial(VoiceReader, VoiceClassifier.load(MODELS_DIR), SpeechModel())


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


async def _run_voices(voices: VoicePool, app: web.Application) -> AsyncIterator[None]:
    try:
        await voices.start()
        yield
    finally:
        await voices.close()


async def _run_texts(texts: TextServices, app: web.Application) -> AsyncIterator[None]:
    expiry = ExpiryTask(texts.store, texts.now)
    try:
        await texts.store.start()
        await texts.reader.start()
        expiry.start()
        yield
    finally:
        await expiry.close()
        await texts.reader.close()
        await texts.store.close()


async def _keep_from_collector(app: web.Application) -> AsyncIterator[None]:
    """Spare the garbage collector what was loaded at start: it stays, and is large.

    Going through it takes tens of milliseconds each time, while frames wait.
    """
    gc.collect()
    gc.freeze()
    yield


async def _end_sessions(registry: SessionRegistry, app: web.Application) -> None:
    await registry.close()


def _tell_key(key: str | None, url: str) -> None:
    """Print the generated key, not log it: a log is kept. A URL's fragment stays in the browser."""
    if key is not None:
        sys.stdout.write(f"key of /v1 and /v2 until the next start: {key}\nopen {url}/#key={key}\n")
        sys.stdout.flush()


def main() -> None:
    try:
        config = load_config(sys.argv[1:], os.environ)
        logging.basicConfig(
            level=config.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        for library in LIBRARIES_THAT_TELL_TOO_MUCH:
            logging.getLogger(library).setLevel(logging.WARNING)
        check_libraries()
        generated_key = None if config.api_keys else secrets.token_urlsafe(GENERATED_KEY_BYTES)
        app = build_app(config, generated_key)
        app.cleanup_ctx.append(_keep_from_collector)
        uvloop.run(serve(app, config.host, config.port, partial(_tell_key, generated_key)))
    except START_ERRORS as error:
        sys.exit(f"emochat: {error}")


if __name__ == "__main__":
    main()
