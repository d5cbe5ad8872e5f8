"""Counts and times HTTP requests."""

import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from telemetry.metrics import Metrics

_SignalHandler = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN_ROUTE = "(none)"
_TO_COUNT = web.RequestKey("to_count", bool)
"""Set where an answer has yet to be prepared; a file is 304, 206, 404 or 416 only then."""


def request_metrics(metrics: Metrics) -> Middleware:
    """Make the outermost middleware, which times every request; see prepared_answers.

    A route is told by its pattern: a path can hold a session's secret, and its values have no
    bound.
    """

    @web.middleware
    async def count_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        started_s = time.perf_counter()
        status: str | None = "cancelled"
        try:
            response = await handler(request)
            status = str(response.status) if response.prepared else None
            return response
        except web.HTTPException as answer:
            status = str(answer.status)
            raise
        except Exception:
            status = "500"
            raise
        finally:
            seconds = time.perf_counter() - started_s
            metrics.request_seconds.labels(route_pattern(request)).observe(seconds)
            if status is None:
                request[_TO_COUNT] = True
            else:
                _count(metrics, request, status)

    return count_request


def prepared_answers(metrics: Metrics) -> _SignalHandler:
    """Make the handler of on_response_prepare that counts the answers the middleware let pass."""

    async def count_prepared(request: web.Request, response: web.StreamResponse) -> None:
        if request.get(_TO_COUNT):
            request[_TO_COUNT] = False
            _count(metrics, request, str(response.status))

    return count_prepared


def route_pattern(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else UNKNOWN_ROUTE


def _count(metrics: Metrics, request: web.Request, status: str) -> None:
    metrics.requests.labels(_method(request), route_pattern(request), status).inc()


def _method(request: web.Request) -> str:
    return request.method if request.method in METHODS else "other"
