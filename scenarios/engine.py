"""Runs one scenario over one session: readings and trend in, advice out.

Pure: the tracker's state brings the time.
"""

import math
from bisect import insort
from dataclasses import dataclass
from operator import attrgetter

from analysis.tracker import TrendState
from analysis.tracker_constants import WINDOW_S
from analysis.tracker_readings import MoodReading
from analysis.tracker_trend import counts
from scenarios.conditions import holds
from scenarios.scenario import NOTICE, Rule, Scenario

MAX_READINGS = 2_400
"""Kept, the latest: four sources, five readings a second, for WINDOW_S."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a scenario suggests.

    Attributes:
        scenario: its name.
        code: what programs know it by.
        text: what people read, in the session's language.
        time_s: seconds on the session clock.
    """

    scenario: str
    code: str
    text: str
    time_s: float


class ScenarioEngine:
    """Gives at most one advice at a time: that of the first rule that holds and is due.

    Args:
        scenario: whose rules are run.
        language: "es" or "en".
    """

    def __init__(self, scenario: Scenario, language: str) -> None:
        self._scenario = scenario
        self._language = language
        self._readings: list[MoodReading] = []
        self._rules = [_RuleState(rule) for rule in scenario.rules]

    def notice(self) -> Advice:
        """Return what the person has to know before."""
        text = self._scenario.notice.person.in_language(self._language)
        return Advice(self._scenario.name, NOTICE, text, 0.0)

    def update(self, state: TrendState, reading: MoodReading | None = None) -> Advice | None:
        """Take in the tracker's state, and the reading that brought it, if one did."""
        if reading is not None and counts(reading):
            insort(self._readings, reading, key=attrgetter("time_s"))
        self._forget(state.time_s - WINDOW_S)
        spoken: Rule | None = None
        for own in self._rules:
            is_due = own.is_due(holds(own.rule.when, self._readings, state), state.time_s)
            if is_due and spoken is None:
                own.speak(state.time_s)
                spoken = own.rule
        if spoken is None:
            return None
        text = spoken.text.in_language(self._language)
        return Advice(self._scenario.name, spoken.code, text, state.time_s)

    def _forget(self, before_s: float) -> None:
        del self._readings[:-MAX_READINGS]
        while self._readings and self._readings[0].time_s < before_s:
            del self._readings[0]


class _RuleState:
    """Since when a rule holds, and when it spoke last."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._held_since_s: float | None = None
        self._spoke_s = -math.inf
        self._has_spoken = False
        """Since the conditions last began to hold."""

    def is_due(self, holds_now: bool, now_s: float) -> bool:
        if not holds_now:
            self._held_since_s, self._has_spoken = None, False
            return False
        if self._held_since_s is None:
            self._held_since_s = now_s
        if self._has_spoken and not self.rule.repeats:
            return False
        has_held = now_s - self._held_since_s >= self.rule.when.hold_s
        return has_held and now_s - self._spoke_s >= self.rule.cooldown_s

    def speak(self, now_s: float) -> None:
        self._spoke_s, self._has_spoken = now_s, True
