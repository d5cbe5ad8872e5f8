"""Metrics, traces and the watchdog, and their lives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.typedefs import Middleware

from config import Config
from telemetry.metrics import CONTENT_TYPE, Metrics
from telemetry.requests import request_metrics
from telemetry.watchdog import Watchdog

if TYPE_CHECKING:
    from telemetry.traces import Traces


def metrics_route(metrics: Metrics) -> web.RouteDef:
    async def handle_metrics(request: web.Request) -> web.Response:
        # A thread's work: the processor's and the memory's figures are read from files.
        body = await asyncio.to_thread(metrics.exposition)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    return web.get("/metrics", handle_metrics)


def load_traces(config: Config) -> "Traces | None":
    """Import a large library that few servers need, where there is a URL to send to."""
    if config.otlp_url is None:
        return None
    from telemetry.traces import Traces, otlp_exporter

    return Traces(otlp_exporter(config.otlp_url), config.worker_id)


def observing_middlewares(metrics: Metrics, traces: "Traces | None") -> list[Middleware]:
    """Make the outermost middlewares."""
    if traces is None:
        return [request_metrics(metrics)]
    from telemetry.traces import request_traces

    return [request_metrics(metrics), request_traces(traces.tracer)]


async def run_traces(traces: "Traces", app: web.Application) -> AsyncIterator[None]:
    yield
    await asyncio.to_thread(traces.close)


def told_to(*listeners: Callable[[float], None]) -> Callable[[float], None]:
    """Make what passes a figure on to all."""

    def tell(value: float) -> None:
        for listener in listeners:
            listener(value)

    return tell


async def run_watchdog(watchdog: Watchdog, app: web.Application) -> AsyncIterator[None]:
    watchdog.start()
    yield
    await watchdog.close()
