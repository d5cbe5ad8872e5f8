"""The examples that the documents and the vendor's pages publish.

Documents 003 and 004, and https://core.kaikostudios.xyz/docs/quickstart (the two marked so).
"""

from dataclasses import dataclass

import pytest

from tests.text.models import reading_of
from text.categories import Category, IntensityLevel

LEVELS = list(IntensityLevel)


@dataclass(frozen=True, slots=True)
class Published:
    text: str
    category: str
    level: str
    valence: float
    arousal: float


EXAMPLES = (
    Published("I'm really excited about this opportunity!", "joy", "high", 0.78, 0.82),
    Published("I don't know how to feel about this", "fear", "subtle", -0.25, 0.40),
    Published("I love this product!", "love", "high", 0.85, 0.72),
    Published("This is frustrating.", "anger", "moderate", -0.60, 0.68),
    Published("I'm worried about the deadline.", "fear", "moderate", -0.45, 0.55),
    # quickstart
    Published("I feel a bit unsure about this", "fear", "subtle", -0.35, 0.45),
    Published("This is amazing! I never expected such great results!", "joy", "high", 0.82, 0.85),
)


@pytest.mark.parametrize("published", EXAMPLES, ids=lambda published: published.text)
def test_published_examples_come_out_as_published(published: Published) -> None:
    reading = reading_of(published.text)
    assert reading.category is Category(published.category)
    levels_off = LEVELS.index(reading.intensity_level) - LEVELS.index(
        IntensityLevel(published.level)
    )
    assert abs(levels_off) <= 1
    assert reading.valence == pytest.approx(published.valence, abs=0.30)
    assert reading.arousal == pytest.approx(published.arousal, abs=0.20)


def test_the_angry_turn_of_the_conversation_is_as_published() -> None:
    reading = reading_of("This is completely unacceptable!")
    assert reading.category is Category.ANGER
    assert LEVELS.index(reading.intensity_level) >= LEVELS.index(IntensityLevel.MODERATE)
    assert reading.valence == pytest.approx(-0.85, abs=0.30)


def test_a_plain_statement_shows_no_emotion() -> None:
    reading = reading_of("The meeting is at 3pm.")
    assert reading.intensity_level is IntensityLevel.MINIMAL
    assert abs(reading.valence) < 0.3
