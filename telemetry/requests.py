"""Counts and times HTTP requests."""

import time

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from telemetry.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN_ROUTE = "(none)"


def request_metrics(metrics: Metrics) -> Middleware:
    """Make the outermost middleware: it sees every answer as it leaves.

    A route is told by its pattern: a path can hold a session's secret, and its values have no
    bound.
    """

    @web.middleware
    async def count_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        started_s = time.perf_counter()
        status = "cancelled"
        try:
            response = await handler(request)
            status = str(response.status)
            return response
        except web.HTTPException as answer:
            status = str(answer.status)
            raise
        except Exception:
            status = "500"
            raise
        finally:
            route = route_pattern(request)
            metrics.requests.labels(_method(request), route, status).inc()
            metrics.request_seconds.labels(route).observe(time.perf_counter() - started_s)

    return count_request


def route_pattern(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else UNKNOWN_ROUTE


def _method(request: web.Request) -> str:
    return request.method if request.method in METHODS else "other"
