"""Ten minutes at four fifths of what one worker carries, against one session alone.

On a shared machine other machines take part of the worker's core, more when it is busy. So labels
are told twice: all of them, and those of windows in which next to nothing was taken.
"""

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
from benchmarks.steal import StealWatch, Window, in_quiet_windows
from tests.cluster_live.site import KEY

SHARE = 0.8
"""Of the sessions that the part `scale` found."""

STAY_S = 60
"""Each session; then another one begins in its place."""

WARM_UP_S = 10.0
WINDOW_S = 5.0
IDLE_S = 120.0
STEADY_S = 600.0
RSS_SETTLED_S = 120.0
"""From here on the memory should be flat: every thread and every buffer was there once."""


@dataclass(frozen=True, slots=True)
class Period:
    """What was measured over some minutes."""

    frame_to_label_ms: list[tuple[float, float]]
    server_total_ms: list[tuple[float, float]]
    windows: list[Window]
    rss_mb: list[float]

    def told(self) -> dict[str, Any]:
        """Return what goes into the results."""
        shares = [window.stolen_share for window in self.windows]
        return {
            "frame_to_label_ms": _percentiles([ms for _, ms in self.frame_to_label_ms]),
            "frame_to_label_ms_quiet": _percentiles(self.quiet_ms()),
            "server_total_ms": _percentiles([ms for _, ms in self.server_total_ms]),
            "server_total_ms_quiet": _percentiles(
                in_quiet_windows(self.server_total_ms, self.windows)
            ),
            "stolen_share": round(float(np.mean(shares)), 4),
            "quiet_windows": [sum(window.is_quiet for window in self.windows), len(self.windows)],
        }

    def quiet_ms(self) -> list[float]:
        return in_quiet_windows(self.frame_to_label_ms, self.windows)


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
        "idle": idle.told(),
        "steady": steady.told(),
        **_to_idle(steady, idle),
        "sessions_completed": crowd.completed,
        "failures": len(crowd.failures),
        "last_failures": crowd.failures[-3:],
        **_memory(steady.rss_mb),
    }


def _to_idle(steady: Period, idle: Period) -> dict[str, float]:
    """Return p50 and p95 of the load by those of one session, of all labels and of quiet ones."""
    both = (steady, idle)
    pairs = {
        "to_idle": [[ms for _, ms in each.frame_to_label_ms] for each in both],
        "to_idle_quiet": [each.quiet_ms() for each in both],
    }
    return {
        f"{percentile}_{name}": round(
            percentiles(loaded)[percentile] / percentiles(alone)[percentile], 2
        )
        for name, (loaded, alone) in pairs.items()
        for percentile in ("p50", "p95")
        if loaded and alone
    }


def _percentiles(values_ms: list[float]) -> dict[str, float | int] | None:
    return percentiles(values_ms) if values_ms else None


def _memory(rss_mb: list[float]) -> dict[str, Any]:
    settled = rss_mb[round(RSS_SETTLED_S / WINDOW_S) :]
    minutes = np.arange(len(settled)) * WINDOW_S / 60
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
        stolen = StealWatch(all_cores()[0])
        watching = asyncio.create_task(self._watch(stolen, rss_mb))
        try:
            await probe.run(seconds)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        told = self.crowd.between(began_s, time.monotonic())
        total_ms = [(label.heard_s, label.total_ms) for label in told]
        return Period(probe.frame_to_label_ms, total_ms, stolen.windows, rss_mb)

    async def _watch(self, stolen: StealWatch, rss_mb: list[float]) -> None:
        while True:
            rss_mb.append(self.process.memory_info().rss / 2**20)
            await asyncio.sleep(WINDOW_S)
            stolen.cut()


def _http() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"})
