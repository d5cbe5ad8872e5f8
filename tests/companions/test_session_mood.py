import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from analysis.tracker_readings import MoodReading, Source
from analysis.tracker_trend import Trend
from companions.session_mood import MAX_TOLD, SessionMood, Step
from scenarios.loader import load_scenarios
from scenarios.scenario import Scenario
from tests.scenarios.moods import face, reading


def scenario(name: str) -> Scenario:
    return load_scenarios([name])[name]


def follow(mood: SessionMood, readings: Iterable[MoodReading]) -> list[Step]:
    return [mood.hear(each) for each in readings]


def test_only_changes_of_trend_or_escalation_are_told() -> None:
    steps = follow(SessionMood(None, "en"), face("sad", range(30)))
    told = [step.change for step in steps if step.change is not None]
    assert [(state.trend.value, state.escalate, state.time_s) for state in told] == [
        ("persistent_negative", False, 10),
        ("persistent_negative", True, 15),
    ]


def test_an_escalation_rises_once() -> None:
    mood = SessionMood(None, "en")
    steps = follow(mood, face("sad", range(30)))
    assert sum(step.is_escalated for step in steps) == mood.escalations == 1
    assert steps[15].is_escalated


def test_time_alone_can_change_the_trend() -> None:
    mood = SessionMood(None, "en")
    follow(mood, face("happy", range(12)))
    step = mood.advance(100.0)
    assert step.change is not None
    assert step.change.trend is Trend.INSUFFICIENT_DATA


def test_the_last_trend_for_which_there_was_data_is_remembered() -> None:
    mood = SessionMood(None, "en")
    assert mood.last_trend == "insufficient_data"
    follow(mood, face("sad", range(12)))
    mood.advance(100.0)
    assert mood.state.trend == "insufficient_data"
    assert mood.last_trend == "persistent_negative"


def test_readings_that_count_are_counted_by_source_and_mood() -> None:
    mood = SessionMood(None, "en")
    unsure = reading("angry", 5.0, confidence=0.1)
    follow(mood, [*face("sad", range(3)), reading("happy", 4.0, Source.WORDS), unsure])
    assert mood.readings == {"face": {"sad": 3}, "words": {"happy": 1}}


def test_without_a_scenario_there_is_neither_notice_nor_advice() -> None:
    mood = SessionMood(None, "en")
    assert mood.notice() is None
    assert not any(step.advice for step in follow(mood, face("sad", range(40))))


def test_the_report_tells_trend_changes_and_advice() -> None:
    mood = SessionMood(scenario("wellness"), "es")
    mood.notice()
    follow(mood, face("sad", range(22)))
    report = mood.report()
    assert report["trend"] == {
        "trend": "persistent_negative",
        "escalate": True,
        "since_s": 0.0,
        "sources": ["face"],
        "time_s": 21.0,
        "escalations": 1,
        "changes": [
            {
                "trend": "persistent_negative",
                "escalate": escalate,
                "since_s": 0.0,
                "sources": ["face"],
                "time_s": time_s,
            }
            for escalate, time_s in ((False, 10.0), (True, 15.0))
        ],
    }
    assert [each["code"] for each in report["advice"]] == ["notice", "suggest_consultation"]


def test_the_report_of_the_longest_session_stays_small() -> None:
    """With timeline and voice it has to fit into one message of 256 KiB."""
    mood = SessionMood(scenario("education"), "es")
    moods = ["anxious", "happy"]
    follow(mood, [r for n in range(12) for r in face(moods[n % 2], range(n * 50, n * 50 + 50))])
    report: dict[str, Any] = mood.report()
    assert max(len(report["advice"]), len(report["trend"]["changes"])) <= MAX_TOLD
    assert all(a["time_s"] <= b["time_s"] for a, b in pairwise(report["advice"]))
    assert len(json.dumps(report)) < 32 * 1024
