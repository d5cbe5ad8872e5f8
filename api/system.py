"""What operators and curious users ask of the server itself."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from analysis.model_card import CARD_LANGUAGES, ModelCard
from api.errors import ApiError
from problem import NOTHING, Problem
from store.contexts import ContextStore
from store.errors import StoreUnavailableError
from vision.model_file import MODELS_DIR
from webrtc.registry import SessionRegistry


def system_routes(
    registry: SessionRegistry,
    store: ContextStore,
    model_metadata: Mapping[str, Any],
    beside: Mapping[str, Any] = NOTHING,
) -> list[web.RouteDef]:
    """Make the routes of liveness, readiness and the models' cards.

    Args:
        registry: tells whether there is room.
        store: tells whether the memory of conversations can be reached.
        model_metadata: the face models' `face.json`; the card's words lie beside it.
        beside: what `GET /model` tells beside the face models, as ModelCards says.
    """
    card = ModelCard.of(model_metadata, MODELS_DIR)

    async def handle_healthz(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def handle_readyz(request: web.Request) -> web.Response:
        if not registry.has_room:
            raise Problem(503, "Not ready", "no session can be taken", registry.retry_headers)
        try:
            await store.check()
        except StoreUnavailableError as error:
            detail = "the memory of conversations is out of reach"
            raise Problem(503, "Not ready", detail, registry.retry_headers) from error
        return web.json_response({"status": "ready", "sessions": registry.count})

    async def handle_model(request: web.Request) -> web.Response:
        language = request.query.get("language", CARD_LANGUAGES[0])
        if language not in CARD_LANGUAGES:
            raise ApiError(400, f"language must be one of {', '.join(CARD_LANGUAGES)}")
        return web.json_response({**card.fields(language), **beside})

    return [
        web.get("/healthz", handle_healthz),
        web.get("/readyz", handle_readyz),
        web.get("/model", handle_model),
    ]
