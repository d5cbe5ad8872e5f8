"""A person's mood over a session: where it is heading, and whether someone should be told.

Pure: times are arguments, in seconds of the session clock. The idea and the names are those of
document 002; analysis/tracker_constants.py has the numbers.
"""

from bisect import insort
from dataclasses import dataclass
from operator import attrgetter

from analysis.tracker_constants import (
    CALM_AFTER_S,
    ESCALATE_AFTER_S,
    MAX_READINGS_A_SOURCE,
    WINDOW_S,
)
from analysis.tracker_readings import MoodReading, Source
from analysis.tracker_trend import Finding, Trend, counts, find_trend


@dataclass(frozen=True, slots=True)
class TrendState:
    """Where a mood is heading.

    Attributes:
        trend: where it is heading.
        escalate: it has been negative for long, and not calm for long since.
        since_s: since when the trend holds; of PERSISTENT_NEGATIVE since the readings that it
            was first found in.
        sources: whose readings it rests on, in the order of Source.
        time_s: when it was found.
    """

    trend: Trend
    escalate: bool
    since_s: float
    sources: tuple[Source, ...]
    time_s: float


class EmotionTracker:
    """Follows one person's mood over all sources.

    Readings may come late and out of order: a text is read after the voice that spoke it. Those
    that are not sure enough count as nothing, as if they had not come.
    """

    def __init__(self) -> None:
        self._readings: dict[Source, list[MoodReading]] = {source: [] for source in Source}
        self._escalation = _Escalation()
        self._state = TrendState(Trend.INSUFFICIENT_DATA, False, 0.0, (), 0.0)

    @property
    def state(self) -> TrendState:
        return self._state

    def add(self, reading: MoodReading) -> TrendState:
        """Take a reading in and return where the mood is heading now."""
        if counts(reading):
            own = self._readings[reading.source]
            insort(own, reading, key=attrgetter("time_s"))
            del own[:-MAX_READINGS_A_SOURCE]
        return self.advance(reading.time_s)

    def advance(self, time_s: float) -> TrendState:
        """Let time pass without a reading; a time before the latest one changes nothing."""
        now_s = max(time_s, self._state.time_s)
        self._forget(now_s - WINDOW_S)
        found = find_trend(self._readings, now_s, self._state.trend)
        since_s = self._since_s(found, now_s)
        escalate = self._escalation.update(found, since_s)
        self._state = TrendState(found.trend, escalate, since_s, found.sources, now_s)
        return self._state

    def _forget(self, before_s: float) -> None:
        for own in self._readings.values():
            while own and own[0].time_s < before_s:
                del own[0]

    def _since_s(self, found: Finding, now_s: float) -> float:
        if found.trend is self._state.trend:
            return self._state.since_s
        if found.trend is Trend.PERSISTENT_NEGATIVE and found.negative_since_s is not None:
            return found.negative_since_s
        return now_s


class _Escalation:
    """Rises once the negative evidence has lasted, falls after a longer calm.

    Both are measured by what was read: silence proves neither.
    """

    def __init__(self) -> None:
        self._is_raised = False
        self._calm_since_s: float | None = None

    def update(self, found: Finding, since_s: float) -> bool:
        if found.latest_s is None or found.trend is Trend.INSUFFICIENT_DATA:
            self._calm_since_s = None
        elif found.trend is Trend.PERSISTENT_NEGATIVE:
            self._calm_since_s = None
            self._is_raised |= found.latest_s - since_s >= ESCALATE_AFTER_S
        elif self._calm_since_s is None:
            self._calm_since_s = found.latest_s
        elif found.latest_s - self._calm_since_s >= CALM_AFTER_S:
            self._is_raised = False
        return self._is_raised
