"""When the parts of a server process start and end."""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import TypeAlias

from aiohttp import web

from api.serving import DRAIN
from cluster.jobs import REPORT_OUTCOMES
from composition.cluster import Cluster, drainer, run_cluster
from composition.counting import outcomes
from composition.parts import Parts
from composition.readers import run_faces, run_gemini, run_voices
from composition.talks import run_talks
from composition.telemetry import run_traces, run_watchdog, told_to
from composition.texts import run_texts
from config import Config
from telemetry.watchdog import Watchdog
from webrtc.registry import SessionRegistry

Life: TypeAlias = Callable[[web.Application], AsyncIterator[None]]
"""Starts a part, yields while it runs, and ends it."""


def add_lives(app: web.Application, config: Config, parts: Parts) -> None:
    """Have the parts started in their order, and once sessions have ended, ended in reverse."""
    app.cleanup_ctx.extend(_lives(config, parts))
    app[DRAIN] = drainer(parts.registry, config.drain_s)
    app.on_shutdown.append(partial(_end_sessions, parts.cluster, parts.registry))


def _lives(config: Config, parts: Parts) -> Iterator[Life]:
    readers, metrics = parts.readers, parts.metrics
    if parts.traces is not None:
        yield partial(run_traces, parts.traces)
    if readers.gemini is not None:
        yield partial(run_gemini, readers.gemini)
    yield partial(run_faces, readers.faces)
    if readers.voices is not None:
        yield partial(run_voices, readers.voices)
    yield partial(run_texts, parts.texts)
    yield partial(run_talks, parts.talks)
    on_report = outcomes(metrics.belated_reports, REPORT_OUTCOMES)
    yield partial(run_cluster, parts.cluster, parts.services, on_report)
    # The last to start: from then on systemd is told that the server is ready.
    on_lag = told_to(metrics.loop_lag_seconds.observe, parts.cluster.gauge.on_lag)
    yield partial(run_watchdog, Watchdog(on_lag, notify_address=config.notify_socket))


async def _end_sessions(cluster: Cluster, registry: SessionRegistry, app: web.Application) -> None:
    await cluster.end_sessions(registry)
