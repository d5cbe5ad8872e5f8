"""Voices, captions and earlier talks to test with."""

from datetime import UTC, datetime

from analysis.earlier import EarlierTalks
from analysis.labels import EnergyLevel, VoiceReading
from analysis.words import Words


def voice(emotion: str, start_s: float, end_s: float) -> VoiceReading:
    return VoiceReading(emotion, 0.8, EnergyLevel.MEDIUM, start_s, end_s)


def voices(*emotions: str) -> list[VoiceReading]:
    """Make windows of 3 s, one a second."""
    return [voice(emotion, float(s), s + 3.0) for s, emotion in enumerate(emotions)]


def words(
    category: str,
    start_s: float = 0.0,
    end_s: float = 2.0,
    *,
    text: str = "Hola",
    level: str = "moderate",
    valence: float = 0.0,
    self_harm: bool = False,
) -> Words:
    return Words(start_s, end_s, text, category, 0.6, level, valence, self_harm)


def earlier(
    *,
    sittings: int = 3,
    messages: int = 12,
    direction: str | None = "stable",
    valence: float = 0.0,
    growth: str | None = None,
) -> EarlierTalks:
    first_at = datetime(2026, 1, 1, tzinfo=UTC)
    return EarlierTalks(sittings, messages, first_at, direction, valence, growth)
