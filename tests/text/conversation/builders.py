"""Turns made by hand, and the conversation of /v1's example."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel, Language
from text.constants import INTENSITY_LEVELS
from text.conversation.marks import marks_of
from text.conversation.turn import Marks, Turn
from text.dimensions import level_of
from text.reading import TextReading

START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday, midnight."""


def reading(
    category: Category = Category.ANGER,
    intensity: float = 0.6,
    valence: float = -0.5,
    *,
    level: IntensityLevel | None = None,
    raw: Mapping[Category, float] | None = None,
    secondary: Sequence[str] = (),
    language: Language = "en",
    speaks_of_self_harm: bool = False,
) -> TextReading:
    return TextReading(
        category=category,
        raw={**dict.fromkeys(Category, 0.02), category: intensity, **(raw or {})},
        neutral=0.1,
        intensity=intensity,
        intensity_level=level or level_of(intensity, INTENSITY_LEVELS),
        valence=valence,
        arousal=0.5,
        complexity=Complexity.SIMPLE,
        wonder_index=0.2,
        discovery_level=DiscoveryLevel.NORMAL,
        secondary=dict.fromkeys(secondary, 0.5),
        language=language,
        tokens=8,
        truncated=False,
        speaks_of_self_harm=speaks_of_self_harm,
    )


def turn(
    read: TextReading | None = None,
    *,
    role: str = "user",
    after_s: float = 0.0,
    position: int = 0,
    marks: Marks | None = None,
    text: str | None = None,
) -> Turn:
    read = read or reading()
    return Turn(
        role=role,
        at=START + timedelta(seconds=after_s),
        position=position,
        external_id=f"m{position}",
        reading=read,
        marks=marks or (marks_of(text, read.language) if text else Marks()),
        text=text,
    )


def turns_of(valences: Iterable[float], every_s: float = 60.0, role: str = "user") -> list[Turn]:
    """Messages of one role with these valences, one after the other."""
    return [
        turn(
            reading(Category.JOY if value > 0 else Category.SADNESS, valence=value),
            role=role,
            after_s=every_s * index,
            position=index,
        )
        for index, value in enumerate(valences)
    ]


def kaiko() -> list[Turn]:
    """The request of /v1's example; the readings are those of notes taken from a prototype."""
    waiting = reading(Category.SURPRISE, 0.2, -0.15)
    waiting_text = "I have been waiting for 2 hours"
    apology = reading(Category.SADNESS, 0.5, -0.1)
    apology_text = "I apologize for the wait. Let me check on that."
    outburst = reading(
        Category.ANGER, 0.754, -0.69, secondary=("disgust", "indignation", "frustration")
    )
    outburst_text = "This is completely unacceptable!"
    return [
        turn(waiting, text=waiting_text),
        turn(apology, role="assistant", after_s=60, position=1, text=apology_text),
        turn(outburst, after_s=900, position=2, text=outburst_text),
    ]
