"""Runs a load: all sessions join, play one after the other, are measured and leave."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import aiohttp
import numpy as np

from benchmarks.sender.clip import Clip, encode_clip, encode_jpegs
from benchmarks.sender.lag import LagMonitor
from benchmarks.sender.predict import PredictSession, predict_bodies
from benchmarks.sender.profile import Load, Profile
from benchmarks.sender.record import LoadFigures, SessionRecord
from benchmarks.sender.whip import WhipSession

JOINS_AT_A_TIME = 4
HTTP_TIMEOUT_S = 30
CONSENT_LEAD_S = 0.5
GRACE_S = 1.0
"""For labels of the last frames; later ones count as missing."""


class SenderSession(Protocol):
    """What a load needs of a session of either way."""

    record: SessionRecord

    @property
    def frames_sent(self) -> int: ...

    async def join(self) -> None: ...

    def consent(self) -> None: ...

    def play(self) -> None: ...

    async def leave(self) -> None: ...


class LoadRunner:
    """Runs loads one at a time and keeps what it encoded for the next one."""

    def __init__(self) -> None:
        self._clips: dict[Profile, Clip] = {}
        self._bodies: dict[Profile, Sequence[bytes]] = {}

    async def run(
        self, load: Load, on_begin: Callable[[], None], on_end: Callable[[], None]
    ) -> LoadFigures:
        """Run a load.

        Args:
            load: what to run.
            on_begin: called when the measured time begins.
            on_end: called when it ends.

        Raises:
            RuntimeError, TimeoutError, aiohttp.ClientError: a session could not join.
        """
        async with self._http() as http, _monitored() as lag:
            sessions = await self._build(load, http)
            try:
                await _join(sessions)
                await _play_staggered(sessions)
                await asyncio.sleep(load.settle_s)
                begin = _Mark(lag, sessions)
                on_begin()
                await asyncio.sleep(load.measure_s)
                on_end()
                spent = begin.until_now(load)
                await asyncio.sleep(GRACE_S)
            finally:
                await asyncio.gather(*(s.leave() for s in sessions), return_exceptions=True)
        return _figures(load, sessions, spent)

    @asynccontextmanager
    async def _http(self) -> AsyncIterator[aiohttp.ClientSession]:
        timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
            yield http

    async def _build(self, load: Load, http: aiohttp.ClientSession) -> list[SenderSession]:
        if load.way == "predict":
            if load.profile not in self._bodies:
                jpegs = await asyncio.to_thread(encode_jpegs, load.profile)
                self._bodies[load.profile] = predict_bodies(jpegs)
            bodies = self._bodies[load.profile]
            return [PredictSession(http, load.url, bodies) for _ in range(load.sessions)]
        if load.profile not in self._clips:
            self._clips[load.profile] = await asyncio.to_thread(encode_clip, load.profile)
        clip = self._clips[load.profile]
        return [WhipSession(http, load.url, clip) for _ in range(load.sessions)]


class _Mark:
    """What the sender had spent when the measured time began."""

    def __init__(self, lag: LagMonitor, sessions: Sequence[SenderSession]) -> None:
        lag.take_ms()
        self._lag = lag
        self._sessions = sessions
        self._cpu_s, self._now_s = time.process_time(), time.monotonic()
        self._frames = sum(session.frames_sent for session in sessions)

    def until_now(self, load: Load) -> tuple[float, float, float]:
        """Return loop lag p95 in ms, CPU as share of a core, and the share of frames sent."""
        elapsed_s = time.monotonic() - self._now_s
        cpu = (time.process_time() - self._cpu_s) / elapsed_s
        frames = sum(session.frames_sent for session in self._sessions) - self._frames
        fps = load.profile.fps if load.way == "whip" else 1
        share = frames / (fps * elapsed_s * load.sessions)
        return float(np.percentile(self._lag.take_ms(), 95)), cpu, share


async def _join(sessions: Sequence[SenderSession]) -> None:
    free = asyncio.Semaphore(JOINS_AT_A_TIME)

    async def join(session: SenderSession) -> None:
        async with free:
            await session.join()

    await asyncio.gather(*(join(session) for session in sessions))


async def _play_staggered(sessions: Sequence[SenderSession]) -> None:
    """Start the sessions evenly over a second, so that their labels are due evenly too."""
    for session in sessions:
        session.consent()
    await asyncio.sleep(CONSENT_LEAD_S)
    started_s = time.monotonic()
    for number, session in enumerate(sessions):
        due_s = started_s + number / len(sessions)
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        session.play()


@asynccontextmanager
async def _monitored() -> AsyncIterator[LagMonitor]:
    lag = LagMonitor()
    task = asyncio.create_task(lag.run())
    try:
        yield lag
    finally:
        task.cancel()


def _figures(
    load: Load, sessions: Sequence[SenderSession], spent: tuple[float, float, float]
) -> LoadFigures:
    lag_ms, cpu, frames_share = spent
    # The first session's media time is a second ahead of the last one's.
    from_s, to_s = load.settle_s + 1, load.settle_s + load.measure_s
    latencies_s = [x for s in sessions for x in s.record.latencies_s(from_s, to_s)]
    return LoadFigures(
        sessions=load.sessions,
        label_ms=[round(latency_s * 1000, 2) for latency_s in latencies_s],
        labels_expected=load.sessions * (to_s - from_s),
        labels_unknown=sum(s.record.labels_unknown for s in sessions),
        frames_share=round(frames_share, 3),
        loop_lag_p95_ms=round(lag_ms, 2),
        sender_cpu=round(cpu, 4),
    )
