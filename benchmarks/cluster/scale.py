"""How many sessions one worker carries on one core, and two workers on two, by trying.

Whoever sends runs on these cores too: beside one worker on the core that it leaves free, beside
two workers on theirs. So two workers pay for their senders and one does not.
"""

import asyncio
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.capacity.step import MAX_MISSING_SHARE, MAX_P95_MS
from benchmarks.cluster.sites import running_pinned
from benchmarks.crowd.crowd import Crowd
from benchmarks.crowd.publisher import write_clip
from benchmarks.percentiles import percentiles
from benchmarks.sender.profile import ANALYSIS_H264
from tests.cluster_live.site import KEY

ROUNDS = 2
FIRST = 14
"""Sessions a worker to begin with: well below what one carries."""
STAY_S = 600
SETTLE_S = 4.0
MEASURE_S = 12.0
MAX_FAILED = 2
"""Steps in a row that fail before a search ends: one may be the machine's doing."""
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
    """Return the sessions that one worker and two workers carry, searched in turn."""
    rounds = [{workers: await _search(workers) for workers in (1, 2)} for _ in range(ROUNDS)]
    carried = [{w: _carried(steps) for w, steps in each.items()} for each in rounds]
    return {
        "max_p95_ms": MAX_P95_MS,
        "max_missing_share": MAX_MISSING_SHARE,
        "one_worker_sessions": [each[1] for each in carried],
        "two_workers_sessions": [each[2] for each in carried],
        "two_serve_times_one": round(sum(e[2] for e in carried) / sum(e[1] for e in carried), 2),
        "steps": [{w: [asdict(s) for s in steps] for w, steps in e.items()} for e in rounds],
    }


def _carried(steps: list[Step]) -> int:
    return max((step.sessions for step in steps if step.passed), default=0)


async def _search(workers: int) -> list[Step]:
    """Let ever more people come, until the servers fail them."""
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="emochat-scale-") as name:
        folder = Path(name)
        clip = write_clip(ANALYSIS_H264, folder)
        async with running_pinned(folder, workers) as site:
            async with Crowd(site.url, KEY, clip, folder, STAY_S) as crowd:
                sessions = FIRST * workers
                while not _is_over(steps):
                    steps.append(await _step(crowd, sessions))
                    sessions += workers
    return steps


def _is_over(steps: list[Step]) -> bool:
    return len(steps) >= MAX_FAILED and not any(step.passed for step in steps[-MAX_FAILED:])


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
    missing_share = max(0.0, 1 - len(labels) / (sessions * MEASURE_S))
    passed = total_ms["p95"] < MAX_P95_MS and missing_share <= MAX_MISSING_SHARE
    step = Step(sessions, total_ms, round(missing_share, 4), len(labels) / MEASURE_S, passed)
    print("scale", step, crowd.failures[-2:], flush=True)
    return step
