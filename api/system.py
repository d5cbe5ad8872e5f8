"""What operators and curious users ask of the server itself."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from problem import Problem
from webrtc.registry import SessionRegistry


def system_routes(
    registry: SessionRegistry, model_metadata: Mapping[str, Any]
) -> list[web.RouteDef]:
    """Make the routes of liveness, readiness and the model's metadata."""

    async def handle_healthz(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def handle_readyz(request: web.Request) -> web.Response:
        if not registry.has_room:
            raise Problem(503, "Not ready", "no session can be taken", registry.retry_headers)
        return web.json_response({"status": "ready", "sessions": registry.count})

    async def handle_model(request: web.Request) -> web.Response:
        return web.json_response(dict(model_metadata))

    return [
        web.get("/healthz", handle_healthz),
        web.get("/readyz", handle_readyz),
        web.get("/model", handle_model),
    ]
