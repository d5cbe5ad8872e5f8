"""What the three scenarios of document 002 do."""

import pytest

from analysis.labels import EnergyLevel
from analysis.tracker_readings import MoodReading
from scenarios.loader import load_scenarios
from scenarios.scenario import Scenario
from tests.scenarios.moods import codes, face, run, voice

LOW, MEDIUM = EnergyLevel.LOW, EnergyLevel.MEDIUM


def shipped(name: str) -> Scenario:
    return load_scenarios([name])[name]


def test_support_goes_on_as_normal_and_escalates_to_a_person() -> None:
    calm, angry = face("neutral", range(20)), face("angry", range(20, 60))
    said = run(shipped("support"), calm + angry)
    assert codes(said) == ["answer", "acknowledge", "transfer_to_person"]
    assert 20 < said[1].time_s < said[2].time_s < 50


def test_support_alone_tells_the_webhook() -> None:
    every = load_scenarios(["education", "support", "wellness"])
    assert [name for name, scenario in every.items() if scenario.webhook] == ["support"]


CONFUSED = face("anxious", range(0, 24, 2)) + face("neutral", range(1, 24, 6))
SURPRISED = face("surprised", range(24))
BORED = voice("neutral", LOW, range(0, 40, 2)) + face("neutral", range(40))
UNDERSTANDING = voice("neutral", MEDIUM, range(0, 30, 2)) + face("happy", range(30))


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        (CONFUSED, "try_another_explanation"),
        (SURPRISED, "try_another_explanation"),
        (BORED, "switch_to_exercise"),
        (UNDERSTANDING, "next_topic"),
        (face("happy", range(30)), "next_topic"),
    ],
)
def test_education_tells_confusion_boredom_and_understanding_apart(
    readings: list[MoodReading], code: str
) -> None:
    assert set(codes(run(shipped("education"), readings))) == {code}


def test_without_a_voice_education_calls_nobody_bored() -> None:
    assert "switch_to_exercise" not in codes(run(shipped("education"), face("neutral", range(60))))


def test_wellness_goes_on_while_all_is_stable() -> None:
    assert codes(run(shipped("wellness"), face("neutral", range(60)))) == ["continue"]


def test_wellness_gives_feedback_when_one_improves() -> None:
    readings = face("sad", range(15)) + face("happy", range(15, 40))
    assert "positive_feedback" in codes(run(shipped("wellness"), readings))


def test_wellness_suggests_a_consultation_only_after_lasting_signs() -> None:
    said = run(shipped("wellness"), face("sad", range(60)))
    assert codes(said) == ["suggest_consultation"]
    assert said[0].time_s == 20
    assert "professional" in said[0].text
    assert codes(run(shipped("wellness"), face("sad", range(15)))) == []
