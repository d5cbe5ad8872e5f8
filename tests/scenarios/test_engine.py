from typing import Any

import pytest

from analysis.labels import EnergyLevel
from analysis.tracker import TrendState
from analysis.tracker_readings import MoodReading, Source
from analysis.tracker_trend import Trend
from scenarios.engine import MAX_READINGS, ScenarioEngine
from scenarios.scenario import Scenario
from tests.scenarios.moods import codes, face, reading, run, voice

BOTH = {"es": "sí", "en": "yes"}


def rule(code: str, *, cooldown_s: float = 0.0, repeats: bool = False, **when: Any) -> Any:
    return {
        "code": code,
        "cooldown_s": cooldown_s,
        "repeats": repeats,
        "text": BOTH,
        "when": when,
    }


def scenario(*rules: Any) -> Scenario:
    return Scenario.model_validate(
        {
            "name": "test",
            "restricted": False,
            "webhook": False,
            "notice": {"person": BOTH, "operator": BOTH},
            "rules": rules,
        }
    )


def at(time_s: float, trend: Trend = Trend.STABLE, *, escalate: bool = False) -> TrendState:
    return TrendState(trend, escalate, 0.0, (), time_s)


def times_s(engine: ScenarioEngine, states: list[TrendState]) -> list[float]:
    return [state.time_s for state in states if engine.update(state) is not None]


def seconds(count: int, trend: Trend = Trend.STABLE, start_s: int = 0) -> list[TrendState]:
    return [at(float(second), trend) for second in range(start_s, start_s + count)]


STABLE: dict[str, Any] = {"trend": ["stable"]}


def test_an_advice_comes_once_while_its_conditions_hold() -> None:
    engine = ScenarioEngine(scenario(rule("a", **STABLE)), "en")
    assert times_s(engine, seconds(100)) == [0]


def test_it_comes_again_after_they_have_ceased() -> None:
    engine = ScenarioEngine(scenario(rule("a", **STABLE)), "en")
    states = [*seconds(5), *seconds(5, Trend.IMPROVING, 5), *seconds(5, start_s=10)]
    assert times_s(engine, states) == [0, 10]


def test_but_not_before_its_cooldown_is_over() -> None:
    engine = ScenarioEngine(scenario(rule("a", cooldown_s=12, **STABLE)), "en")
    states = [*seconds(5), *seconds(5, Trend.IMPROVING, 5), *seconds(5, start_s=10)]
    assert times_s(engine, states) == [0, 12]


def test_one_that_repeats_comes_again_after_each_cooldown() -> None:
    engine = ScenarioEngine(scenario(rule("a", cooldown_s=10, repeats=True, **STABLE)), "en")
    assert times_s(engine, seconds(25)) == [0, 10, 20]


def test_conditions_have_to_hold_without_a_break() -> None:
    engine = ScenarioEngine(scenario(rule("a", hold_s=3, **STABLE)), "en")
    states = [*seconds(3), at(3, Trend.IMPROVING), *seconds(6, start_s=4)]
    assert times_s(engine, states) == [7]


def test_the_first_rule_that_is_due_speaks_and_the_next_waits() -> None:
    both = scenario(rule("a", **STABLE), rule("b", escalate=False))
    engine = ScenarioEngine(both, "en")
    said = [engine.update(state) for state in seconds(3)]
    assert [each and each.code for each in said] == ["a", "b", None]


def test_escalation_is_a_condition() -> None:
    engine = ScenarioEngine(scenario(rule("a", escalate=True)), "en")
    assert engine.update(at(1.0)) is None
    assert engine.update(at(2.0, escalate=True)) is not None


def test_the_advice_is_in_the_sessions_language() -> None:
    one = scenario(rule("a", **STABLE))
    texts = {}
    for language in ("es", "en"):
        advice = ScenarioEngine(one, language).update(at(1.5))
        assert advice is not None
        assert (advice.scenario, advice.code, advice.time_s) == ("test", "a", 1.5)
        texts[language] = advice.text
    assert texts == BOTH


def test_the_notice_is_an_advice_before_all_others() -> None:
    notice = ScenarioEngine(scenario(rule("a", **STABLE)), "es").notice()
    assert (notice.code, notice.text, notice.time_s) == ("notice", "sí", 0.0)


HALF_SAD = {"moods": ["sad"], "over_s": 10, "readings": 4, "at_least": 0.5}


@pytest.mark.parametrize(
    ("readings", "is_said"),
    [
        (face("sad", range(4)), True),
        (face("sad", range(3)), False),
        (face("sad", (0, 1)) + face("happy", (2, 3)), True),
        (face("sad", (0,)) + face("happy", (1, 2, 3)), False),
        ([reading("sad", float(t), confidence=0.2) for t in range(9)], False),
        (face("sad", (0, 1, 2, 20)), False),
    ],
)
def test_a_share_looks_at_sure_readings_of_its_stretch(
    readings: list[MoodReading], is_said: bool
) -> None:
    assert bool(run(scenario(rule("a", shares=[HALF_SAD])), readings)) is is_said


def test_a_share_weighs_sources_and_not_readings() -> None:
    three_of_each = face("neutral", range(9)) + [
        reading("sad", float(t), Source.WORDS) for t in (1, 4, 7)
    ]
    share = {**HALF_SAD, "readings": 12}
    assert codes(run(scenario(rule("a", shares=[share])), three_of_each)) == ["a"]
    assert codes(run(scenario(rule("a", shares=[share])), face("neutral", range(12)))) == []


def test_a_share_can_ask_for_a_source_and_for_the_energy_of_the_voice() -> None:
    flat = {"energy": ["low"], "sources": ["voice"], "over_s": 10, "readings": 3, "at_least": 0.6}
    one = scenario(rule("a", shares=[flat]))
    assert codes(run(one, voice("neutral", EnergyLevel.LOW, range(5)))) == ["a"]
    assert codes(run(one, voice("neutral", EnergyLevel.HIGH, range(5)))) == []
    assert codes(run(one, face("neutral", range(5)))) == []


def test_a_share_can_set_a_limit() -> None:
    calm = {"moods": ["angry"], "over_s": 10, "readings": 3, "at_most": 0.2}
    one = scenario(rule("a", shares=[calm]))
    assert codes(run(one, face("happy", range(5)))) == ["a"]
    assert codes(run(one, face("angry", range(5)))) == []


def test_what_an_engine_keeps_is_bounded() -> None:
    engine = ScenarioEngine(scenario(rule("a", **STABLE)), "en")
    for number in range(2 * MAX_READINGS):
        engine.update(at(number / 1000), reading("sad", number / 1000))
    assert len(engine._readings) <= MAX_READINGS
    engine.update(at(1000.0))
    assert engine._readings == []
