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

from benchmarks.cluster.sites import running_pinned, worker_pids
from benchmarks.crowd.crowd import Crowd
from benchmarks.crowd.probe import Probe
from benchmarks.crowd.publisher import write_clip
from benchmarks.percentiles import percentiles
from benchmarks.sender.clip import encode_clip
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
    sessions = max(2, round(SHARE * capacity))
    with tempfile.TemporaryDirectory(prefix="emochat-steady-") as name:
        folder = Path(name)
        clip = await asyncio.to_thread(write_clip, ANALYSIS_H264, folder)
        async with running_pinned(folder, 1) as site, _http() as http:
            process = psutil.Process(worker_pids(site, 1)[0])
            probe_clip = await asyncio.to_thread(encode_clip, ANALYSIS_H264)
            async with Crowd(site.url, KEY, clip, folder, STAY_S) as crowd:

                async def measured(seconds: float) -> Period:
                    probe = Probe(http, site.url, probe_clip, STAY_S)
                    return await _measured(probe, crowd, process, seconds)

                await measured(WARM_UP_S)
                idle = await measured(IDLE_S)
                await crowd.grow_to(sessions - 1)
                await asyncio.sleep(WARM_UP_S)
                cpu_s, began_s = _cpu_s(process), time.monotonic()
                steady = await measured(STEADY_S)
                cpu = (_cpu_s(process) - cpu_s) / (time.monotonic() - began_s)
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


async def _measured(probe: Probe, crowd: Crowd, process: psutil.Process, seconds: float) -> Period:
    began_s = time.monotonic()
    rss_mb: list[float] = []

    async def watch() -> None:
        while True:
            rss_mb.append(process.memory_info().rss / 2**20)
            await asyncio.sleep(RSS_PERIOD_S)

    watching = asyncio.create_task(watch())
    try:
        await probe.run(seconds)
    finally:
        watching.cancel()
    told_ms = [label.total_ms for label in crowd.between(began_s, time.monotonic())]
    return Period(
        percentiles(probe.frame_to_label_ms), percentiles(told_ms) if told_ms else None, rss_mb
    )


def _http() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"})


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
