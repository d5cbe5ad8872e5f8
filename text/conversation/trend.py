"""Where a speaker's valence is heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy import stats

from text.conversation.constants import SHIFT_MESSAGES, TREND_CHANGE, TREND_MESSAGES, TREND_SLOPE
from text.conversation.shifts import latest_shift

Direction = Literal["improving", "stable", "worsening"]


@dataclass(frozen=True, slots=True)
class Trend:
    """Where valence is heading, and how fast.

    Attributes:
        direction: where valence is heading.
        valence_trend: change of valence per message; 0.0 below two messages.
        messages: how many it was taken from.
    """

    direction: Direction
    valence_trend: float
    messages: int


def trend_of(valences: Sequence[float]) -> Trend:
    """The Theil-Sen slope of the last TREND_MESSAGES valences of one speaker.

    Theil-Sen takes a turn at the very end for an outlier, such as relief after five complaints,
    so the window begins with the last message before the latest sudden gain or loss.
    """
    recent = valences[-TREND_MESSAGES - SHIFT_MESSAGES :]
    start = max(len(recent) - TREND_MESSAGES, latest_shift(recent) or 0, 0)
    window = recent[start:]
    if len(window) < 2:
        return Trend("stable", 0.0, len(window))
    slope = float(stats.theilslopes(window).slope)
    return Trend(_direction(slope, len(window)), slope, len(window))


def _direction(slope: float, messages: int) -> Direction:
    if abs(slope) < TREND_SLOPE or abs(slope) * (messages - 1) < TREND_CHANGE:
        return "stable"
    return "improving" if slope > 0 else "worsening"
