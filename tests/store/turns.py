"""Turns to store."""

from datetime import UTC, datetime, timedelta

from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel
from text.conversation.turn import Marks, Turn
from text.reading import TextReading

OWNER = "a1" * 32
OTHER_OWNER = "b2" * 32
MARKS = Marks(("extended wait time",), 120.0, False, True)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def reading(valence: float = 0.5) -> TextReading:
    return TextReading(
        category=Category.JOY,
        raw={category: 0.1 * (index + 1) for index, category in enumerate(Category)},
        neutral=0.05,
        intensity=0.9,
        intensity_level=IntensityLevel.HIGH,
        valence=valence,
        arousal=0.6,
        complexity=Complexity.LAYERED,
        wonder_index=0.55,
        discovery_level=DiscoveryLevel.SIGNIFICANT,
        secondary={"pride": 0.4, "admiration": 0.3},
        language="es",
        tokens=7,
        truncated=False,
        speaks_of_self_harm=False,
    )


def turn(
    text: str,
    external_id: str | None = None,
    *,
    role: str = "user",
    minute: float = 0.0,
    valence: float = 0.5,
    marks: Marks = MARKS,
) -> Turn:
    """Make a turn as a caller gives it, `minute` minutes after NOW."""
    at = NOW + timedelta(minutes=minute)
    return Turn(role, at, 0, external_id, reading(valence), marks, text)
