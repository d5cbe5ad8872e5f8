"""How one speaker's emotions move over a conversation, for the /v2 contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from text.conversation.baseline import Baseline, baseline_of
from text.conversation.felt import felt
from text.conversation.finding import Finding
from text.conversation.growth import Growth, growth_of
from text.conversation.order import of_role
from text.conversation.patterns import patterns_of
from text.conversation.shifts import Shift, breakthroughs_of, setbacks_of
from text.conversation.trend import Trend, trend_of
from text.conversation.turn import Turn


@dataclass(frozen=True, slots=True)
class Change:
    """A shift and the message that it came with."""

    turn: Turn
    shift: Shift


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What the messages of one role tell together.

    Attributes:
        trend: where valence is heading.
        baseline: where the speaker usually is, or None with too few messages.
        breakthroughs: sudden gains of valence, in order.
        setbacks: sudden losses of valence, in order.
        growth: how the way with emotions changed, or None with too few messages.
        patterns: regularities that chance does not explain, the surest first.
    """

    trend: Trend
    baseline: Baseline | None
    breakthroughs: tuple[Change, ...]
    setbacks: tuple[Change, ...]
    growth: Growth | None
    patterns: tuple[Finding, ...]


def trajectory(turns: Sequence[Turn], role: str) -> Trajectory:
    """Describe the messages of one role.

    Args:
        turns: of any roles, in any order; the newest MAX_TURNS of the role count.
        role: whose.
    """
    own = of_role(turns, role)
    feelings = [felt(turn) for turn in own]
    valences = [feeling.valence for feeling in feelings]
    return Trajectory(
        trend=trend_of(valences),
        baseline=baseline_of(feelings),
        breakthroughs=_changes(own, breakthroughs_of(valences)),
        setbacks=_changes(own, setbacks_of(valences)),
        growth=growth_of(feelings),
        patterns=tuple(patterns_of(feelings)),
    )


def _changes(turns: Sequence[Turn], shifts: Sequence[Shift]) -> tuple[Change, ...]:
    return tuple(Change(turns[shift.index], shift) for shift in shifts)
