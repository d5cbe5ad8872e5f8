"""What the steps of a case say together. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from benchmarks.capacity.cases import Case
from benchmarks.capacity.step import MAX_MISSING_SHARE, Step

COMFORTABLE_SESSIONS = 8
"""Where CPU a session is read: enough to average over, far from saturation."""

EndedBy = Literal["server", "sender", "limit", "plan"]


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The figures of one case.

    Attributes:
        sessions_a_core: the largest number that passed; None if it was not searched.
        ended_by: what ended the search: the server failed, the senders could not send
            more, no larger number was tried, or a quick run's plan.
        cpu_a_session: share of a core, at COMFORTABLE_SESSIONS or the nearest below.
        cpu_ms_a_label: at the same number.
        sender_cpu_a_session: share of a core that one light sender cost.
        rss_mb_a_session: slope over the growing numbers; None with fewer than two.
    """

    sessions_a_core: int | None
    ended_by: EndedBy
    cpu_a_session: float | None
    cpu_ms_a_label: float | None
    sender_cpu_a_session: float | None
    rss_mb_a_session: float | None


def summarise(
    case: Case, steps: Sequence[Step], sessions_a_core: int | None, ended_by: EndedBy
) -> dict[str, Any]:
    """Return a case with its figures and steps, as JSON can hold them."""
    calm = _calm_step(steps)
    summary = CaseSummary(
        sessions_a_core=sessions_a_core,
        ended_by=ended_by,
        cpu_a_session=round(calm.server_cpu / calm.sessions, 4) if calm else None,
        cpu_ms_a_label=calm.cpu_ms_a_label if calm else None,
        sender_cpu_a_session=round(calm.sender_cpu / calm.sessions, 4) if calm else None,
        rss_mb_a_session=_rss_slope(steps),
    )
    return {**asdict(case), **asdict(summary), "steps": [asdict(step) for step in steps]}


def _calm_step(steps: Sequence[Step]) -> Step | None:
    few = [step for step in steps if step.sessions <= COMFORTABLE_SESSIONS]
    passed = [step for step in few if step.verdict == "passed"]
    # Late labels cost as much CPU as timely ones; only missing ones would flatter.
    complete = [step for step in few if step.missing_share <= MAX_MISSING_SHARE]
    return max(passed or complete, key=lambda step: step.sessions, default=None)


def _rss_slope(steps: Sequence[Step]) -> float | None:
    # Memory is seldom given back, so only steps larger than all before them tell.
    growing: list[Step] = []
    for step in steps:
        if step.verdict == "passed" and all(step.sessions > s.sessions for s in growing):
            growing.append(step)
    if len(growing) < 2:
        return None
    slope, _ = np.polyfit([s.sessions for s in growing], [s.rss_mb for s in growing], 1)
    return round(float(slope), 2)
