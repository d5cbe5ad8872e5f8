"""Whether two workers on two cores serve 1.8 times the sessions of one worker on one, by trying.

Both sites run all the time and take turns, since a virtual machine's cores are not equally fast
from one minute to the next: each pair of steps lies within a minute. Whoever sends runs on these
cores too: beside one worker on the core that it leaves free, beside two workers on theirs. So two
workers pay for their senders and one does not.
"""

import asyncio
import math
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.capacity.step import MAX_MISSING_SHARE, MAX_P95_MS
from benchmarks.cluster.sites import confined, pin_workers, running
from benchmarks.crowd.cores import all_cores
from benchmarks.crowd.crowd import Crowd
from benchmarks.crowd.publisher import write_clip
from benchmarks.percentiles import percentiles
from benchmarks.sender.profile import ANALYSIS_H264
from benchmarks.sender.record import missing_share
from tests.cluster_live.site import KEY, Site

TIMES = 1.8
SHARE = 0.8
"""Of what one worker carries: at its limit the senders would take from two what they need."""

PAIRS = 4
MAX_PAIRS = 8
FIRST = 12
STRIDE = 3
STAY_S = 600
SETTLE_S = 4.0
MEASURE_S = 10.0
JOIN_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Step:
    """So many sessions for some seconds.

    Attributes:
        total_ms: arrival of a frame to its label's publication.
        missing_share: labels that did not come, of one a second and session.
        passed: as in the scenario `capacity`, by what the server tells of itself.
    """

    sessions: int
    total_ms: dict[str, float | int]
    missing_share: float
    labels_per_s: float
    passed: bool


async def measure_scale() -> dict[str, Any]:
    """Return what one worker carries, and pairs of that with TIMES as much on two workers."""
    cores = all_cores()
    with tempfile.TemporaryDirectory(prefix="emochat-scale-") as name:
        folder = Path(name)
        clip = await asyncio.to_thread(write_clip, ANALYSIS_H264, folder)
        async with running(folder / "one", 1) as one, running(folder / "two", 2) as two:
            pin_workers(one, 1)
            pin_workers(two, 2)
            with confined(cores[1:]):
                found = await _search(one, clip)
            carried = max((step.sessions for step in found if step.passed), default=FIRST)
            pairs = await _pairs(one, two, clip, round(SHARE * carried), cores)
    return {"one_worker_sessions": carried} | _told(found, pairs)


def _told(found: list[Step], pairs: list[tuple[Step, Step]]) -> dict[str, Any]:
    """Return the results; only pairs whose one worker carried its sessions compare anything."""
    compared = [(one, two) for one, two in pairs if one.passed]
    told: dict[str, Any] = {
        "max_p95_ms": MAX_P95_MS,
        "max_missing_share": MAX_MISSING_SHARE,
        "pairs_tried": len(pairs),
        "one_passed": len(compared),
        "two_passed": sum(two.passed for _, two in compared),
        "search": [asdict(step) for step in found],
        "pairs": [[asdict(step) for step in pair] for pair in pairs],
    }
    if compared:
        told |= {
            "compared_sessions": [
                min(one.sessions for one, _ in compared),
                min(two.sessions for _, two in compared),
            ],
            "labels_two_to_one": round(
                median(two.labels_per_s / one.labels_per_s for one, two in compared), 2
            ),
            "p95_two_to_one": round(
                median(two.total_ms["p95"] / one.total_ms["p95"] for one, two in compared), 2
            ),
        }
    return told


async def _search(site: Site, clip: Path) -> list[Step]:
    """Let ever more people come, a few at a time, until the server fails them."""
    steps: list[Step] = []
    async with _crowd(site, clip) as crowd:
        while not steps or steps[-1].passed:
            steps.append(await _step(crowd, FIRST + STRIDE * len(steps)))
    return steps


async def _pairs(
    one: Site, two: Site, clip: Path, carried: int, cores: list[int]
) -> list[tuple[Step, Step]]:
    """Compare until one worker has carried its sessions PAIRS times.

    It gets fewer after each time that it has not: they come within seconds now, and the machine
    may have become slower.
    """
    pairs: list[tuple[Step, Step]] = []
    while sum(alone.passed for alone, _ in pairs) < PAIRS and len(pairs) < MAX_PAIRS:
        pairs.append(await _pair(one, two, clip, carried, cores))
        if not pairs[-1][0].passed:
            carried = max(STRIDE, carried - STRIDE)
    return pairs


async def _pair(
    one: Site, two: Site, clip: Path, sessions: int, cores: list[int]
) -> tuple[Step, Step]:
    with confined(cores[1:]):
        async with _crowd(one, clip) as crowd:
            alone = await _step(crowd, sessions)
    async with _crowd(two, clip) as crowd:
        return alone, await _step(crowd, math.ceil(TIMES * sessions))


def _crowd(site: Site, clip: Path) -> Crowd:
    return Crowd(site.url, KEY, clip, clip.parent, STAY_S, join_spacing_s=(0.05, 0.35))


async def _step(crowd: Crowd, sessions: int) -> Step:
    await crowd.grow_to(sessions)
    # Who is refused is missing in the labels.
    with suppress(TimeoutError):
        await crowd.until(lambda: crowd.places.total() >= sessions, JOIN_TIMEOUT_S)
    await asyncio.sleep(SETTLE_S)
    began_s = time.monotonic()
    await asyncio.sleep(MEASURE_S)
    labels = crowd.between(began_s, began_s + MEASURE_S)
    total_ms = percentiles([label.total_ms for label in labels])
    missing = missing_share(len(labels), sessions * MEASURE_S)
    passed = total_ms["p95"] < MAX_P95_MS and missing <= MAX_MISSING_SHARE
    step = Step(sessions, total_ms, round(missing, 4), len(labels) / MEASURE_S, passed)
    print("scale", step, crowd.failures[-2:], flush=True)
    return step
