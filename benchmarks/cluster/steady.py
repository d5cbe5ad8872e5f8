"""Ten minutes at four fifths of what one worker carries, against one session alone."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import psutil

from benchmarks.cluster.sites import confined, cpu_s, pin_workers, running, worker_pids
from benchmarks.crowd.cores import all_cores
from benchmarks.crowd.crowd import Crowd
from benchmarks.crowd.probe import Probe
from benchmarks.crowd.publisher import write_clip
from benchmarks.percentiles import percentiles
from benchmarks.sender.clip import Clip, encode_clip
from benchmarks.sender.profile import ANALYSIS_H264
from tests.cluster_live.site import KEY

SHARE = 0.8
"""Of the sessions that the part `scale` found."""

STAY_S = 60
"""Each session; then another one begins in its place."""

WARM_UP_S = 10.0
IDLE_S = 120.0
STEADY_S = 600.0
RSS_PERIOD_S = 5.0
RSS_SETTLED_S = 120.0
"""From here on the memory should be flat: every thread and every buffer was there once."""


@dataclass(frozen=True, slots=True)
class Period:
    """What was measured over some minutes."""

    frame_to_label_ms: dict[str, float | int]
    server_total_ms: dict[str, float | int] | None
    rss_mb: list[float]


async def measure_steady(capacity: int) -> dict[str, Any]:
    """Return how late labels are and how much memory is held, idle and under load.

    Args:
        capacity: sessions that one worker carries on one core.
    """
    with tempfile.TemporaryDirectory(prefix="emochat-steady-") as name:
        folder = Path(name)
        clip = await asyncio.to_thread(write_clip, ANALYSIS_H264, folder)
        async with running(folder / "site", 1) as site, _http() as http:
            pin_workers(site, 1)
            process = psutil.Process(worker_pids(site, 1)[0])
            probe_clip = await asyncio.to_thread(encode_clip, ANALYSIS_H264)
            with confined(all_cores()[1:]):
                async with Crowd(site.url, KEY, clip, folder, STAY_S) as crowd:
                    probes = _Probes(http, site.url, probe_clip, crowd, process)
                    return await _compared(probes, crowd, process, capacity)


async def _compared(
    probes: "_Probes", crowd: Crowd, process: psutil.Process, capacity: int
) -> dict[str, Any]:
    sessions = max(2, round(SHARE * capacity))
    await probes.measured(WARM_UP_S)
    idle = await probes.measured(IDLE_S)
    await crowd.grow_to(sessions - 1)
    await asyncio.sleep(WARM_UP_S)
    before_s, began_s = cpu_s([process]), time.monotonic()
    steady = await probes.measured(STEADY_S)
    cpu = (cpu_s([process]) - before_s) / (time.monotonic() - began_s)
    return {
        "capacity": capacity,
        "sessions": sessions,
        "server_cpu": round(cpu, 3),
        "idle": idle.frame_to_label_ms,
        "steady": steady.frame_to_label_ms,
        "p95_to_idle": _ratio(steady, idle, "p95"),
        "p50_to_idle": _ratio(steady, idle, "p50"),
        "server_total_ms": steady.server_total_ms,
        "sessions_completed": crowd.completed,
        "failures": len(crowd.failures),
        "last_failures": crowd.failures[-3:],
        **_memory(steady.rss_mb),
    }


def _ratio(loaded: Period, idle: Period, name: str) -> float:
    return round(loaded.frame_to_label_ms[name] / idle.frame_to_label_ms[name], 2)


def _memory(rss_mb: list[float]) -> dict[str, Any]:
    settled = rss_mb[round(RSS_SETTLED_S / RSS_PERIOD_S) :]
    minutes = np.arange(len(settled)) * RSS_PERIOD_S / 60
    slope, _ = np.polyfit(minutes, settled, 1)
    return {
        "rss_mb": [round(mb) for mb in rss_mb],
        "rss_settled_mb": [round(min(settled)), round(max(settled))],
        "rss_mb_a_minute": round(float(slope), 2),
    }


@dataclass(frozen=True, slots=True)
class _Probes:
    """Measures with one probe at a time."""

    http: aiohttp.ClientSession
    url: str
    clip: Clip
    crowd: Crowd
    process: psutil.Process

    async def measured(self, seconds: float) -> Period:
        probe = Probe(self.http, self.url, self.clip, STAY_S)
        began_s = time.monotonic()
        rss_mb: list[float] = []
        watching = asyncio.create_task(self._watch(rss_mb))
        try:
            await probe.run(seconds)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        told_ms = [label.total_ms for label in self.crowd.between(began_s, time.monotonic())]
        told = percentiles(told_ms) if told_ms else None
        return Period(percentiles(probe.frame_to_label_ms), told, rss_mb)

    async def _watch(self, rss_mb: list[float]) -> None:
        while True:
            rss_mb.append(self.process.memory_info().rss / 2**20)
            await asyncio.sleep(RSS_PERIOD_S)


def _http() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"})
