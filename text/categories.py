"""The vocabulary of emotions in text; every ordered list of labels is here once."""

from enum import StrEnum
from typing import Literal

Language = Literal["en", "es"]

LANGUAGES: tuple[Language, ...] = ("en", "es")
"""The languages that texts can be read in."""


class Category(StrEnum):
    """The six emotions of the /v2 contract, in the order of its `raw` object.

    They are the basic categories of Shaver et al. 1987 and Parrott 2001.
    """

    JOY = "joy"
    LOVE = "love"
    SURPRISE = "surprise"
    SADNESS = "sadness"
    ANGER = "anger"
    FEAR = "fear"


PRESENCES = (*Category, "neutral")
"""What TextScores.presence tells, in its order."""

INTENSITIES = (Category.ANGER, Category.FEAR, Category.JOY, Category.SADNESS, Category.SURPRISE)
"""What TextScores.intensity tells, in its order: the emotions of BRIGHTER's track B, English."""

FINE = (
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
)
"""The 28 labels of GoEmotions (Demszky et al. 2020), in its own order."""


class IntensityLevel(StrEnum):
    """Bands of an intensity, from the weakest."""

    MINIMAL = "minimal"
    SUBTLE = "subtle"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"


class Complexity(StrEnum):
    """How many emotions a text shows at once, from one."""

    SIMPLE = "simple"
    LAYERED = "layered"
    PARADOXICAL = "paradoxical"
    TRANSCENDENT = "transcendent"


class DiscoveryLevel(StrEnum):
    """Bands of a wonder index, from the lowest."""

    ROUTINE = "routine"
    NORMAL = "normal"
    SIGNIFICANT = "significant"
    BREAKTHROUGH = "breakthrough"
    TRANSCENDENT = "transcendent"
