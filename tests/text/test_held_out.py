"""How many of the texts of held_out.py are read as a person reads them."""

import pytest

from tests.text.held_out import Labelled, held_out
from tests.text.models import reading_of
from text.categories import IntensityLevel, Language
from text.reading import TextReading

NEUTRAL_VALENCE = 0.30
"""A text that is neither pleasant nor unpleasant stays within this of 0."""

RIGHT = [
    ("en", "first", 35, 39),
    ("en", "later", 34, 37),
    ("en", "apart", 66, 65),
    ("en", "outside", 84, 83),
    ("en", "blind", 89, 90),
    ("es", "first", 17, 20),
    ("es", "later", 18, 21),
    ("es", "apart", 65, 68),
    ("es", "outside", 83, 89),
    ("es", "blind", 84, 86),
]
"""Language, set, and of how many texts at least category and sign are right."""


@pytest.mark.parametrize(("language", "name", "categories", "signs"), RIGHT)
def test_as_many_texts_as_the_card_says_are_read_as_a_person_reads_them(
    language: Language, name: str, categories: int, signs: int
) -> None:
    read = [(each, reading_of(each.text, language)) for each in held_out(language, name)]
    wrong = [each.text for each, reading in read if not is_category_right(each, reading)]
    wrong_sign = [each.text for each, reading in read if not is_sign_right(each, reading)]
    assert len(read) - len(wrong) >= categories, wrong
    assert len(read) - len(wrong_sign) >= signs, wrong_sign


def is_category_right(labelled: Labelled, reading: TextReading) -> bool:
    shows_none = reading.intensity_level is IntensityLevel.MINIMAL
    if labelled.category is None:
        return shows_none
    return reading.category is labelled.category and not shows_none


def is_sign_right(labelled: Labelled, reading: TextReading) -> bool:
    if labelled.sign:
        return reading.valence * labelled.sign > 0
    return labelled.sign is None or abs(reading.valence) < NEUTRAL_VALENCE
