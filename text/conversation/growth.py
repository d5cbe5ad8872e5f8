"""Whether a speaker's way with emotions changes over a long history.

Descriptive only: it compares the first third of the messages with the last.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from text.conversation.constants import GROWTH_MIN_MESSAGES, GROWTH_Z
from text.conversation.dips import Dip, dips_of
from text.conversation.felt import NEUTRAL, Felt
from text.conversation.growth_measures import (
    Estimate,
    emodiversity,
    granularity,
    inertia,
    instability,
    recovery,
    z_of,
)

GrowthDirection = Literal["growing", "stable", "declining"]

MEASURES: tuple[tuple[str, int], ...] = (
    ("inertia", -1),
    ("instability", -1),
    ("recovery", -1),
    ("granularity", 1),
    ("emodiversity", 1),
)
"""What is measured, and the sign of a change for the better."""


@dataclass(frozen=True, slots=True)
class MeasureGrowth:
    """One measure in both thirds.

    Attributes:
        early: the measure in the first third.
        late: the measure in the last third.
        z: the change for the better in standard errors.
    """

    early: float
    late: float
    z: float


@dataclass(frozen=True, slots=True)
class Growth:
    """How the last third differs from the first.

    Attributes:
        direction: "stable" while the mean z is within chance.
        score: the mean z, cut to 0..1.
        messages: how many the whole history has.
        measures: by name; what a third is too short or too even for is left out.
    """

    direction: GrowthDirection
    score: float
    messages: int
    measures: dict[str, MeasureGrowth]


def growth_of(feelings: Sequence[Felt]) -> Growth | None:
    """Compare the thirds of one speaker's history.

    Returns:
        None below GROWTH_MIN_MESSAGES messages, or where nothing can be compared.
    """
    if len(feelings) < GROWTH_MIN_MESSAGES:
        return None
    measures = _measures(feelings)
    if not measures:
        return None
    mean_z = statistics.fmean(measure.z for measure in measures.values())
    return Growth(_direction(mean_z), min(max(mean_z, 0.0), 1.0), len(feelings), measures)


def _direction(mean_z: float) -> GrowthDirection:
    if abs(mean_z) < GROWTH_Z:
        return "stable"
    return "growing" if mean_z > 0 else "declining"


def _measures(feelings: Sequence[Felt]) -> dict[str, MeasureGrowth]:
    third = len(feelings) // 3
    dips = dips_of([feeling.valence for feeling in feelings])
    last = len(feelings) - third
    early = _estimates(feelings[:third], [dip for dip in dips if dip.start < third])
    late = _estimates(feelings[last:], [dip for dip in dips if dip.start >= last])
    result: dict[str, MeasureGrowth] = {}
    for name, better in MEASURES:
        first, second = early[name], late[name]
        if first is not None and second is not None:
            z = better * z_of(first, second)
            result[name] = MeasureGrowth(first.value, second.value, z)
    return result


def _estimates(feelings: Sequence[Felt], dips: Sequence[Dip]) -> dict[str, Estimate | None]:
    valences = [feeling.valence for feeling in feelings]
    shown = [feeling.emotion for feeling in feelings if feeling.emotion != NEUTRAL]
    return {
        "inertia": inertia(valences),
        "instability": instability(valences),
        "recovery": recovery(dips),
        "granularity": granularity([feeling.turn.reading.raw for feeling in feelings]),
        "emodiversity": emodiversity(shown),
    }
