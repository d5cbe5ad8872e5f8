"""What one text says of emotion, in the terms of the /v2 contract."""

from collections.abc import Mapping
from dataclasses import dataclass

from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel, Language


@dataclass(frozen=True, slots=True)
class TextReading:
    """The emotional dimensions of one text.

    Attributes:
        category: the strongest of `raw`.
        raw: strength of each category, 0..1; they do not add up to 1.
        neutral: probability that the text shows no emotion, 0..1.
        intensity: the strength of `category`, 0..1.
        intensity_level: the band of `intensity`.
        valence: -1 (unpleasant) to 1 (pleasant).
        arousal: 0 (calm) to 1 (excited).
        complexity: how many emotions are there at once.
        wonder_index: curiosity, openness and desire for discovery, 0..1.
        discovery_level: the band of `wonder_index`.
        secondary: finer emotions beside the category, the likeliest first, with their
            probability.
        language: the one that the text was read in.
        tokens: what the model read, its special tokens included.
        truncated: whether the end of the text was left out because of its length.
        speaks_of_self_harm: whether the text speaks of hurting or killing oneself.
    """

    category: Category
    raw: Mapping[Category, float]
    neutral: float
    intensity: float
    intensity_level: IntensityLevel
    valence: float
    arousal: float
    complexity: Complexity
    wonder_index: float
    discovery_level: DiscoveryLevel
    secondary: Mapping[str, float]
    language: Language
    tokens: int
    truncated: bool
    speaks_of_self_harm: bool


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text in a language that no model reads.

    Attributes:
        language: what it was taken for, an ISO 639-1 code, or None where even that is
            unclear.
        speaks_of_self_harm: whether English or Spanish words in it speak of hurting or killing
            oneself.
    """

    language: str | None
    speaks_of_self_harm: bool
