"""Sudden and lasting changes of valence: breakthroughs and setbacks.

The criteria are those of sudden gains (Tang & DeRubeis 1999): large by itself, large for the
distance that was left, and stable over the messages before and after. Valence takes the place
of the symptom score, the distance to the best valence that of its severity.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy import stats

from text.conversation.constants import (
    SHIFT_ALPHA,
    SHIFT_MESSAGES,
    SHIFT_MIN_BEFORE,
    SHIFT_RISE,
    SHIFT_SHARE,
)

Standing = Literal["candidate", "confirmed"]

_CRITICAL_T = {
    freedom: float(stats.t.ppf(1 - SHIFT_ALPHA / 2, freedom))
    for freedom in range(1, 2 * SHIFT_MESSAGES - 1)
}
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Shift:
    """A step of valence between two successive messages of one speaker.

    Attributes:
        index: of the first message after the step.
        change: valence of that message less that of the message before it.
        mean_before: mean valence of up to SHIFT_MESSAGES messages before.
        mean_after: the same after.
        standing: "candidate" until SHIFT_MESSAGES messages lie after it; then "confirmed", or
            it is dropped.
    """

    index: int
    change: float
    mean_before: float
    mean_after: float
    standing: Standing


def breakthroughs_of(valences: Sequence[float]) -> list[Shift]:
    """Sudden gains, in order; where several overlap, the largest."""
    steps = (_step(valences, index) for index in range(SHIFT_MIN_BEFORE, len(valences)))
    return _without_overlap([shift for shift in steps if shift is not None])


def setbacks_of(valences: Sequence[float]) -> list[Shift]:
    """Sudden losses: gains of the mirrored valences."""
    return [_mirrored(shift) for shift in breakthroughs_of([-value for value in valences])]


def latest_shift(valences: Sequence[float]) -> int | None:
    """Index of the last message before the latest shift, or None if there is no shift."""
    shifts = (*breakthroughs_of(valences), *setbacks_of(valences))
    return max((shift.index - 1 for shift in shifts), default=None)


def _step(valences: Sequence[float], index: int) -> Shift | None:
    """The gain that ends at this index, if it is one."""
    change = valences[index] - valences[index - 1]
    if change + _ROUNDING < max(SHIFT_RISE, SHIFT_SHARE * (1 - valences[index - 1])):
        return None
    before = valences[max(0, index - SHIFT_MESSAGES) : index]
    after = valences[index : index + SHIFT_MESSAGES]
    standing = _standing(before, after)
    if standing is None:
        return None
    return Shift(index, change, statistics.fmean(before), statistics.fmean(after), standing)


def _standing(before: Sequence[float], after: Sequence[float]) -> Standing | None:
    if len(after) < SHIFT_MESSAGES:
        return "candidate" if min(after) > max(before) else None
    freedom = len(before) + len(after) - 2
    pooled = (_squares(before) + _squares(after)) / freedom
    error = math.sqrt(pooled * (1 / len(before) + 1 / len(after)))
    gain = statistics.fmean(after) - statistics.fmean(before)
    return "confirmed" if gain > _CRITICAL_T[freedom] * error else None


def _squares(values: Sequence[float]) -> float:
    mean = statistics.fmean(values)
    return sum((value - mean) ** 2 for value in values)


def _without_overlap(shifts: Sequence[Shift]) -> list[Shift]:
    kept: list[Shift] = []
    for shift in sorted(shifts, key=lambda shift: (-shift.change, shift.index)):
        if all(abs(shift.index - other.index) >= SHIFT_MESSAGES for other in kept):
            kept.append(shift)
    return sorted(kept, key=lambda shift: shift.index)


def _mirrored(shift: Shift) -> Shift:
    return Shift(shift.index, -shift.change, -shift.mean_before, -shift.mean_after, shift.standing)
