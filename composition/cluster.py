"""This server among others, or alone: who is let in, and where sessions are kept."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from api.serving import Drain
from cluster.door import Door
from cluster.drain import drained
from cluster.jobs import Work
from cluster.loop_lag import DelayWindow
from cluster.membership import Membership
from cluster.parts import ClusterParts, parts_alone, parts_over_redis
from cluster.parts import run_cluster as run_parts
from cluster.quotas import QuotaRules, Quotas
from cluster.sessions import Sessions
from cluster.snapshots import Json, Snapshot
from cluster.workers import WorkerLoad
from config import Config
from webrtc.analyzers import SessionObserver
from webrtc.belated import belated_report
from webrtc.recording import QUEUE
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices

DEFAULT_WORKER_ID = "w1"

LAG_QUANTILE = 0.9
"""A single pause makes one beat late. Of a hundred or fewer that is the p99, and would close the
door of a loop that is on time otherwise."""

WAIT_QUANTILE = 0.95
"""As capacity is judged by (docs/performance.md): one frame in twenty may wait for longer."""

MIN_WAITS = 10
"""Frames in the last seconds; the waits of fewer tell of single frames, not of the load."""


class LoadGauge:
    """Knows how busy this process is.

    Attributes:
        lag: of the event loop.
        waits: of frames for a thread that reads them.
        registry: whose sessions count; None before there is one.
    """

    def __init__(self, max_sessions: int) -> None:
        self._max_sessions = max_sessions
        self.lag = DelayWindow()
        self.waits = DelayWindow(min_count=MIN_WAITS)
        self.registry: SessionRegistry | None = None

    def load(self) -> WorkerLoad:
        registry = self.registry
        if registry is None:
            return WorkerLoad(0, self._max_sessions)
        now_s = time.monotonic()
        return WorkerLoad(
            sessions=registry.count,
            max_sessions=self._max_sessions,
            loop_lag_ms=self.lag.quantile_ms(LAG_QUANTILE, now_s),
            inference_wait_ms=self.waits.quantile_ms(WAIT_QUANTILE, now_s),
            decode_backlog=registry.frames_waiting,
            draining=registry.is_draining,
        )

    def on_lag(self, lag_s: float) -> None:
        self.lag.add(time.monotonic(), lag_s)


class WaitObserver:
    """Tells the gauge how long frames wait, and passes everything on.

    Args:
        gauge: is told.
        observer: gets everything.
    """

    def __init__(self, gauge: LoadGauge, observer: SessionObserver) -> None:
        self._gauge = gauge
        self._observer = observer

    def on_session_started(self) -> None:
        self._observer.on_session_started()

    def on_session_resumed(self) -> None:
        self._observer.on_session_resumed()

    def on_session_ended(self, reason: str, lasted_s: float, dropped: Mapping[str, int]) -> None:
        self._observer.on_session_ended(reason, lasted_s, dropped)

    def on_label(self, stages_s: Mapping[str, float], *, has_reading: bool) -> None:
        # Without a reading it may be a camera that stands still, whose last frame is old.
        if has_reading:
            self._gauge.waits.add(time.monotonic(), stages_s[QUEUE])
        self._observer.on_label(stages_s, has_reading=has_reading)

    def on_voice_reading(self, source: str) -> None:
        self._observer.on_voice_reading(source)


@dataclass(frozen=True, slots=True)
class Cluster:
    """What makes a process a worker, be it the only one."""

    parts: ClusterParts
    gauge: LoadGauge
    membership: Membership
    quotas: Quotas
    door: Door
    keeper: Sessions

    async def end_sessions(self, registry: SessionRegistry) -> None:
        """End what runs: elsewhere it goes on, alone it ends with its report."""
        await registry.close(hand_over=self.membership.has_company)


def load_cluster(config: Config) -> Cluster:
    url, name = config.redis_url, config.worker_id
    if url is None:
        parts = parts_alone(name)
    else:
        name = name or DEFAULT_WORKER_ID
        parts = parts_over_redis(url, name)
    gauge = LoadGauge(config.max_sessions)
    address = f"{config.host}:{config.port}"
    membership = Membership(parts.roster, name or DEFAULT_WORKER_ID, address, gauge.load)
    quotas = Quotas(_rules(config), parts.places, parts.rates)
    return Cluster(
        parts=parts,
        gauge=gauge,
        membership=membership,
        quotas=quotas,
        door=Door(membership, quotas, config.trusted_proxies),
        keeper=Sessions(parts.directory, name),
    )


def drainer(registry: SessionRegistry, timeout_s: float) -> Drain:
    """Make what takes no more sessions and lets those that run finish."""

    async def drain(hurry: asyncio.Event) -> None:
        registry.begin_draining()
        await drained(lambda: registry.count, timeout_s, hurry)

    return drain


def _rules(config: Config) -> QuotaRules:
    return QuotaRules(
        key_sessions=config.key_sessions,
        address_sessions=config.address_sessions,
        key_offers_per_minute=config.key_offers,
        address_offers_per_minute=config.address_offers,
    )


def belated_work(services: SessionServices) -> Work:
    """Make what makes the report of a session that nobody concluded."""

    async def work(session_id: str, snapshot: Snapshot) -> Json:
        return await belated_report(services, session_id, snapshot.head, snapshot.entries)

    return work


async def run_cluster(
    cluster: Cluster,
    services: SessionServices,
    on_report: Callable[[str], None],
    app: web.Application,
) -> AsyncIterator[None]:
    work = belated_work(services)
    async with run_parts(cluster.parts, cluster.membership, cluster.quotas, work, on_report):
        yield
