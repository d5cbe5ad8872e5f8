"""Readings to run scenarios with."""

from collections.abc import Iterable

from analysis.labels import EnergyLevel
from analysis.tracker import EmotionTracker
from analysis.tracker_readings import Mood, MoodReading, Source
from scenarios.engine import Advice, ScenarioEngine
from scenarios.scenario import Scenario


def reading(
    mood: str,
    time_s: float,
    source: Source = Source.FACE,
    energy: EnergyLevel | None = None,
    confidence: float = 0.9,
) -> MoodReading:
    return MoodReading(source, Mood(mood), confidence, time_s, energy)


def face(mood: str, seconds: Iterable[int]) -> list[MoodReading]:
    return [reading(mood, float(second)) for second in seconds]


def voice(mood: str, energy: EnergyLevel, seconds: Iterable[int]) -> list[MoodReading]:
    return [reading(mood, float(second), Source.VOICE, energy) for second in seconds]


def run(scenario: Scenario, readings: Iterable[MoodReading], language: str = "en") -> list[Advice]:
    """Give a scenario readings in order of time and return all its advice."""
    tracker, engine = EmotionTracker(), ScenarioEngine(scenario, language)
    said = [
        engine.update(tracker.add(each), each)
        for each in sorted(readings, key=lambda each: each.time_s)
    ]
    return [advice for advice in said if advice is not None]


def codes(advice: Iterable[Advice]) -> list[str]:
    return [each.code for each in advice]
