"""One text's emotion as the APIs answer it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.text_fields import ApiModel, Share, Valence
from text.categories import (
    LANGUAGES,
    Category,
    Complexity,
    DiscoveryLevel,
    IntensityLevel,
    Language,
)
from text.conversation.recommendation_texts import SAFETY
from text.reading import TextReading, UnreadText


class RawScores(ApiModel):
    """Strength of each category; they do not add up to 1."""

    joy: Share
    love: Share
    surprise: Share
    sadness: Share
    anger: Share
    fear: Share


class Safety(ApiModel):
    """Stands where a text speaks of hurting or killing oneself."""

    self_harm: Literal[True] = True
    recommendations: list[str]


class TextEmotion(ApiModel):
    """The dimensions of one text."""

    text: str | None = None
    category: Category
    intensity: Share
    intensity_level: IntensityLevel | None = None
    valence: Valence
    arousal: Annotated[Share, Field(description="Calm 0 to excited 1.")]
    complexity: Annotated[
        Complexity | None, Field(description="How many emotions are there at once.")
    ] = None
    wonder_index: Annotated[
        Share | None, Field(description="Curiosity, openness, desire to discover.")
    ] = None
    discovery_level: DiscoveryLevel | None = None
    raw: RawScores | None = None
    neutral: Annotated[Share | None, Field(description="Probability that it shows no emotion.")] = (
        None
    )
    secondary: Annotated[
        dict[str, Share] | None, Field(description="Finer emotions, the likeliest first.")
    ] = None
    language: Annotated[Language | None, Field(description="What it was read in.")] = None
    truncated: Annotated[
        bool | None, Field(description="Whether its end was left out because of its length.")
    ] = None
    safety: Safety | None = None


class UnreadEmotion(ApiModel):
    """A text in a language that no model reads: there are no numbers for it."""

    text: str | None = None
    language: Literal["unsupported"] = "unsupported"
    detected_language: Annotated[
        str | None, Field(description="ISO 639-1 code of what it was taken for, if clear.")
    ] = None
    safety: Annotated[
        Safety | None,
        Field(description="There where English or Spanish words in it speak of self-harm."),
    ] = None


class MessageEmotion(TextEmotion):
    """The dimensions of one message, and which one it is."""

    role: str | None = None
    external_id: str | None = None
    timestamp: datetime | None = None


class UnreadMessageEmotion(UnreadEmotion):
    """A message in a language that no model reads; it is not stored."""

    role: str | None = None
    external_id: str | None = None
    timestamp: datetime | None = None


def emotion_fields(reading: TextReading, text: str | None = None) -> dict[str, Any]:
    """Return the fields of an TextEmotion.

    Args:
        reading: of the text.
        text: the words, or None to leave them out.
    """
    return {
        "text": text,
        "category": reading.category,
        "intensity": reading.intensity,
        "intensity_level": reading.intensity_level,
        "valence": reading.valence,
        "arousal": reading.arousal,
        "complexity": reading.complexity,
        "wonder_index": reading.wonder_index,
        "discovery_level": reading.discovery_level,
        "raw": {str(category): strength for category, strength in reading.raw.items()},
        "neutral": reading.neutral,
        "secondary": dict(reading.secondary),
        "language": reading.language,
        "truncated": reading.truncated,
        "safety": _safety(reading.language) if reading.speaks_of_self_harm else None,
    }


def unread_fields(unread: UnreadText, text: str | None = None) -> dict[str, Any]:
    """Return the fields of an UnreadEmotion; as emotion_fields does."""
    return {
        "text": text,
        "detected_language": unread.language,
        "safety": _safety(LANGUAGES[0]) if unread.speaks_of_self_harm else None,
    }


def _safety(language: Language) -> Safety:
    return Safety(recommendations=list(SAFETY[language]))
