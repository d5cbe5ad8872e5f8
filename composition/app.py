"""One server process: the rooms are built from the settings, wired and served."""

import gc
from collections.abc import AsyncIterator
from functools import partial

import uvloop
from aiohttp import web

from analysis.classifier import load_metadata
from analysis.gemini_loader import load_gemini
from analysis.model_check import ModelMismatchError
from analysis.writer import SessionWriter
from api.analyze_session import analyze_session_routes
from api.auth import KeyRing, key_middleware, session_owner
from api.daily_report import DAILY_REPORT_OPERATIONS, DailyReports
from api.docs import add_docs_policy, docs_routes
from api.errors import error_middleware
from api.openapi import openapi_route
from api.openapi_face import FACE_OPERATIONS
from api.openapi_system import SYSTEM_OPERATIONS
from api.openapi_whip import WHIP_OPERATIONS
from api.origins import refuse_foreign_pages
from api.page import add_security_headers, page_routes
from api.predict import predict_routes
from api.request_ids import add_request_id
from api.serving import DRAIN, AddressError, serve
from api.slow_clients import slow_client_middleware
from api.system import system_routes
from api.text_contexts import CONTEXT_OPERATIONS, Contexts
from api.v1 import CONVERSATION_OPERATIONS, ConversationAnalysis
from api.v1_sessions import SESSION_OPERATIONS, ConversationSessions
from api.v2 import STATELESS_OPERATIONS, StatelessAnalysis
from cluster.jobs import REPORT_OUTCOMES
from composition.cluster import Cluster, WaitObserver, drainer, load_cluster, run_cluster
from composition.counting import ANALYSIS, TALK, GeminiOutcomes, outcomes, watch
from composition.generated_key import tell_key
from composition.readers import face_pool, run_faces, run_gemini, run_voices, voice_pool
from composition.talks import REMEMBERED_CONTEXT, load_talks, run_talks
from composition.telemetry import (
    load_traces,
    metrics_route,
    observing_middlewares,
    run_traces,
    run_watchdog,
    told_to,
)
from composition.texts import cards, load_encoders, run_texts, text_services
from config import Config, ConfigError, StartError
from scenarios.loader import ScenarioError
from scenarios.webhook import DELIVERY_OUTCOMES
from store.errors import StoreError
from telemetry.metrics import Metrics
from telemetry.sessions import SessionMetrics
from telemetry.watchdog import Watchdog
from text.model_file import TextModelError
from vision.face_network import FaceNetworkError
from vision.model_file import MODELS_DIR, ModelFileError
from webrtc.receive.network import Network, UdpPorts, choose_addresses
from webrtc.receive.self_test import UnsupportedLibraryError, check_libraries
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices
from webrtc.signaling import Signaling, add_cors_headers
from webrtc.turn import TurnServers

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

OPERATIONS = (
    *CONVERSATION_OPERATIONS,
    *SESSION_OPERATIONS,
    *STATELESS_OPERATIONS,
    *CONTEXT_OPERATIONS,
    *DAILY_REPORT_OPERATIONS,
    *FACE_OPERATIONS,
    *WHIP_OPERATIONS,
    *SYSTEM_OPERATIONS,
)
"""What the OpenAPI document describes."""


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
        ConfigError: a setting does not fit this machine.
        ModelFileError, ModelMismatchError, TextModelError: a model is missing or does not fit.
    """
    metadata = load_metadata(MODELS_DIR)
    metrics, traces = Metrics(), load_traces(config)
    pool, voices = face_pool(config, metadata), voice_pool(config)
    gemini = load_gemini(
        config.gemini_api_key, model=config.gemini_model, base_url=config.gemini_base_url
    )
    writer = SessionWriter(gemini, GeminiOutcomes(metrics, ANALYSIS))
    encoders = load_encoders(config, metrics)
    cluster = load_cluster(config)
    texts = text_services(config, encoders, cluster.parts.rates)
    talks = load_talks(
        config,
        texts,
        GeminiOutcomes(metrics, TALK),
        outcomes(metrics.webhook_deliveries, DELIVERY_OUTCOMES),
    )
    services = SessionServices(
        analyzer=pool,
        writer=writer,
        local_writer=SessionWriter(None),
        network=_network(config),
        default_language=config.language,
        voice_analyzer=voices,
        assistant=talks.assistant,
        companions=talks.rooms,
        scenarios=talks.scenarios,
        context_id=REMEMBERED_CONTEXT,
        observer=WaitObserver(cluster.gauge, SessionMetrics(metrics)),
    )
    keeper, door = cluster.keeper, cluster.door
    registry = SessionRegistry(services, config.max_sessions, keeper, door)
    cluster.gauge.registry = registry
    watch(metrics, registry, pool, cluster.parts.link)
    turn = TurnServers(config.turn_urls, config.turn_secret) if config.turn_secret else None

    app = web.Application(
        client_max_size=MAX_BODY_BYTES,
        middlewares=[
            *observing_middlewares(metrics, traces),
            error_middleware,
            slow_client_middleware(),
            # Without keys only loopback is served, to the pages of this machine.
            *([] if config.api_keys else [refuse_foreign_pages]),
            key_middleware(KeyRing(config.api_keys, generated_key)),
        ],
    )
    app.add_routes(page_routes())
    signaling = Signaling(registry, services.start_rules, session_owner, turn, keeper, door)
    app.add_routes(signaling.routes())
    app.add_routes(predict_routes(pool))
    app.add_routes(analyze_session_routes(writer, config.language))
    app.add_routes(ConversationAnalysis(texts).routes())
    app.add_routes(ConversationSessions(texts).routes())
    app.add_routes(StatelessAnalysis(texts).routes())
    app.add_routes(Contexts(texts).routes())
    app.add_routes(DailyReports(texts).routes())
    beside = {"text": cards(encoders), **talks.offer()}
    app.add_routes(system_routes(registry, texts.store, metadata, beside))
    app.add_routes([metrics_route(metrics)])
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
    if traces is not None:
        app.cleanup_ctx.append(partial(run_traces, traces))
    if gemini is not None:
        app.cleanup_ctx.append(partial(run_gemini, gemini))
    app.cleanup_ctx.append(partial(run_faces, pool))
    if voices is not None:
        app.cleanup_ctx.append(partial(run_voices, voices))
    app.cleanup_ctx.append(partial(run_texts, texts))
    app.cleanup_ctx.append(partial(run_talks, talks))
    app.cleanup_ctx.append(
        partial(run_cluster, cluster, services, outcomes(metrics.belated_reports, REPORT_OUTCOMES))
    )
    # The last to start: from then on systemd is told that the server is ready.
    on_lag = told_to(metrics.loop_lag_seconds.observe, cluster.gauge.on_lag)
    watchdog = Watchdog(on_lag, notify_address=config.notify_socket)
    app.cleanup_ctx.append(partial(run_watchdog, watchdog))
    app[DRAIN] = drainer(registry, config.drain_s)
    app.on_shutdown.append(partial(_end_sessions, cluster, registry))
    return app


def _network(config: Config) -> Network:
    try:
        addresses = choose_addresses(config.interfaces, include_loopback=config.is_loopback)
    except ValueError as error:
        raise ConfigError(f"EMOCHAT_INTERFACES: {error}") from error
    ports = UdpPorts(*config.udp_ports) if config.udp_ports is not None else None
    return Network(addresses, config.announced_address, ports, config.checked_networks)


async def _keep_from_collector(app: web.Application) -> AsyncIterator[None]:
    """Spare the garbage collector what was loaded at start: it stays, and is large.

    Going through it takes tens of milliseconds each time, while frames wait.
    """
    gc.collect()
    gc.freeze()
    yield


async def _end_sessions(cluster: Cluster, registry: SessionRegistry, app: web.Application) -> None:
    await cluster.end_sessions(registry)
