"""What a server process answers by HTTP, and what every request and answer passes through."""

from aiohttp import web
from aiohttp.typedefs import Middleware

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
from api.slow_clients import slow_client_middleware
from api.system import system_routes
from api.text_contexts import CONTEXT_OPERATIONS, Contexts
from api.v1 import CONVERSATION_OPERATIONS, ConversationAnalysis
from api.v1_sessions import SESSION_OPERATIONS, ConversationSessions
from api.v2 import STATELESS_OPERATIONS, StatelessAnalysis
from composition.parts import Parts
from composition.telemetry import metrics_route, observing_middlewares
from composition.texts import cards
from config import Config
from telemetry.requests import prepared_answers
from webrtc.signaling import Signaling, add_cors_headers
from webrtc.turn import TurnServers

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


def middlewares(config: Config, parts: Parts, generated_key: str | None) -> list[Middleware]:
    """Make what every request passes through, the outermost first."""
    return [
        *observing_middlewares(parts.metrics, parts.traces),
        error_middleware,
        slow_client_middleware(),
        # Without keys only loopback is served, to the pages of this machine.
        *([] if config.api_keys else [refuse_foreign_pages]),
        key_middleware(KeyRing(config.api_keys, generated_key)),
    ]


def add_routes(app: web.Application, config: Config, parts: Parts) -> None:
    """Add the page, the sessions, the REST APIs and what tells of the server itself."""
    app.add_routes(page_routes())
    app.add_routes(_signaling(config, parts).routes())
    _add_face_routes(app, config, parts)
    _add_text_routes(app, parts)
    _add_system_routes(app, config, parts)


def add_headers(app: web.Application, parts: Parts) -> None:
    """Have headers set on every answer, in this order, and its status counted first."""
    app.on_response_prepare.extend(
        (
            prepared_answers(parts.metrics),
            add_cors_headers,
            add_security_headers,
            add_docs_policy,
            add_request_id,
            parts.texts.rate_limits.add_headers,
        )
    )


def _signaling(config: Config, parts: Parts) -> Signaling:
    turn = TurnServers(config.turn_urls, config.turn_secret) if config.turn_secret else None
    cluster = parts.cluster
    return Signaling(
        parts.registry,
        parts.services.start_rules,
        session_owner,
        turn,
        cluster.keeper,
        cluster.door,
    )


def _add_face_routes(app: web.Application, config: Config, parts: Parts) -> None:
    app.add_routes(predict_routes(parts.readers.pictures))
    app.add_routes(analyze_session_routes(parts.readers.writer, config.language))


def _add_text_routes(app: web.Application, parts: Parts) -> None:
    handlers = (
        ConversationAnalysis,
        ConversationSessions,
        StatelessAnalysis,
        Contexts,
        DailyReports,
    )
    for operations in handlers:
        app.add_routes(operations(parts.texts).routes())


def _add_system_routes(app: web.Application, config: Config, parts: Parts) -> None:
    offer = {**parts.talks.offer(), "keeps_text": config.keep_text}
    beside = {"text": cards(parts.encoders), **offer}
    metadata = parts.readers.metadata
    app.add_routes(system_routes(parts.registry, parts.texts.store, metadata, beside))
    app.add_routes([metrics_route(parts.metrics)])
    app.add_routes([openapi_route(OPERATIONS, keys_are_set=bool(config.api_keys))])
    app.add_routes(docs_routes())
