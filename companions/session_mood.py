"""One session's mood: tracker and scenario together, and what both came to.

Pure: the readings bring the time.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.tracker import EmotionTracker, TrendState
from analysis.tracker_readings import MoodReading, Source
from analysis.tracker_trend import Trend, counts
from scenarios.engine import Advice, ScenarioEngine
from scenarios.scenario import Scenario

MAX_TOLD = 50
"""Changes and advices that the report holds, the latest; it has to fit into one message."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a reading, or time alone, brought.

    Attributes:
        change: the tracker's state, if trend or escalation are others than before.
        advice: what the scenario says now, if it says something.
        is_escalated: the escalation has just risen.
    """

    change: TrendState | None
    advice: Advice | None
    is_escalated: bool


class SessionMood:
    """Follows one session.

    Args:
        scenario: whose advice is given; None: only the trend is followed.
        language: of the advice, "es" or "en".
    """

    def __init__(self, scenario: Scenario | None, language: str) -> None:
        self._tracker = EmotionTracker()
        self._engine = None if scenario is None else ScenarioEngine(scenario, language)
        self._changes: list[TrendState] = []
        self._advice: list[Advice] = []
        self._readings: dict[Source, Counter[str]] = {source: Counter() for source in Source}
        self._last_trend = Trend.INSUFFICIENT_DATA
        self.escalations = 0

    @property
    def state(self) -> TrendState:
        return self._tracker.state

    @property
    def last_trend(self) -> Trend:
        """The latest trend for which there was data."""
        return self._last_trend

    @property
    def readings(self) -> Mapping[str, Mapping[str, int]]:
        """How often each source that spoke named each mood."""
        return {source.value: dict(own) for source, own in self._readings.items() if own}

    def notice(self) -> Advice | None:
        """Return what the person has to know before, if there is a scenario."""
        return None if self._engine is None else self._tell(self._engine.notice())

    def hear(self, reading: MoodReading) -> Step:
        """Take a reading in."""
        if counts(reading):
            self._readings[reading.source][reading.mood.value] += 1
        before = self._tracker.state
        return self._step(before, self._tracker.add(reading), reading)

    def advance(self, time_s: float) -> Step:
        """Let time pass without a reading."""
        before = self._tracker.state
        return self._step(before, self._tracker.advance(time_s), None)

    def report(self) -> dict[str, Any]:
        """Return the fields `trend` and `advice` of the `report` message."""
        return {
            "trend": {
                **trend_fields(self.state),
                "escalations": self.escalations,
                "changes": [trend_fields(change) for change in self._changes],
            },
            "advice": [advice_fields(advice) for advice in self._advice],
        }

    def _step(self, before: TrendState, state: TrendState, reading: MoodReading | None) -> Step:
        if state.trend is not Trend.INSUFFICIENT_DATA:
            self._last_trend = state.trend
        is_escalated = state.escalate and not before.escalate
        self.escalations += is_escalated
        has_changed = (state.trend, state.escalate) != (before.trend, before.escalate)
        if has_changed:
            self._changes = [*self._changes, state][-MAX_TOLD:]
        advice = None if self._engine is None else self._engine.update(state, reading)
        if advice is not None:
            self._tell(advice)
        return Step(state if has_changed else None, advice, is_escalated)

    def _tell(self, advice: Advice) -> Advice:
        self._advice = [*self._advice, advice][-MAX_TOLD:]
        return advice


def trend_fields(state: TrendState) -> dict[str, Any]:
    """Return the fields of a `trend` message."""
    return {
        "trend": state.trend.value,
        "escalate": state.escalate,
        "since_s": round(state.since_s, 3),
        "sources": [source.value for source in state.sources],
        "time_s": round(state.time_s, 3),
    }


def advice_fields(advice: Advice) -> dict[str, Any]:
    """Return the fields of an `advice` message."""
    return {
        "scenario": advice.scenario,
        "code": advice.code,
        "text": advice.text,
        "time_s": round(advice.time_s, 3),
    }
