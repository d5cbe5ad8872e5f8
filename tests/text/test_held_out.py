"""How many of the texts of held_out.py are read as a person reads them."""

from tests.text.held_out import TEXTS, Labelled
from tests.text.models import reading_of
from text.categories import IntensityLevel, Language
from text.reading import TextReading

NEUTRAL_VALENCE = 0.30
"""A text that is neither pleasant nor unpleasant stays within this of 0."""


def is_category_right(labelled: Labelled, reading: TextReading) -> bool:
    shows_none = reading.intensity_level is IntensityLevel.MINIMAL
    if labelled.category is None:
        return shows_none
    return reading.category is labelled.category and not shows_none


def is_sign_right(labelled: Labelled, reading: TextReading) -> bool:
    if labelled.sign:
        return reading.valence * labelled.sign > 0
    return labelled.sign is None or abs(reading.valence) < NEUTRAL_VALENCE


def wrong(language: Language) -> tuple[set[str], set[str]]:
    """The texts whose category and whose valence's sign are read wrong, by their first words."""
    readings = [(labelled, reading_of(labelled.text, language)) for labelled in TEXTS[language]]
    return (
        {labelled.text[:FIRST] for labelled, r in readings if not is_category_right(labelled, r)},
        {labelled.text[:FIRST] for labelled, r in readings if not is_sign_right(labelled, r)},
    )


FIRST = 30

KNOWN_WRONG_ENGLISH = {
    "Are you kidding me? Three week",
    "Guess who just got accepted in",
    "I don't love you anymore.",
    "I scroll through her photos ev",
    "I'm not happy with how this tu",
    "No way!! They cancelled the sh",
    "Nobody at this company can giv",
    "Thanks for nothing, you ruined",
    "The car behind us has been fol",
    "There's nothing I wouldn't do ",
    "They knew about the leak and c",
    "We spent the afternoon at the ",
    "When I moved here I knew nobod",
    "Would you look at that, it fit",
    "You mean the world to me, I ho",
    "ugh, my laptop froze again and",
}
WRONG_SIGN_ENGLISH = {
    "I scroll through her photos ev",
    "Thanks for nothing, you ruined",
    "There's nothing I wouldn't do ",
    "We spent the afternoon at the ",
    "When I moved here I knew nobod",
}
KNOWN_WRONG_SPANISH = {
    "El coche de atrás lleva kilóme",
    "El tumor era benigno, qué aliv",
    "Estoy harta de que lleguen tar",
    "La presentación salió redonda.",
    "Lo intenté con todas mis fuerz",
    "Me mudé aquí por él y ahora no",
    "No estoy nada contento con el ",
    "Nunca pensé que lo vería pedir",
    "Por mi niña haría lo que fuera",
    "Somos cinco en mi familia.",
    "no está nada mal, me ha gustad",
    "¿Cómo sabes mi nombre?",
}
WRONG_SIGN_SPANISH = {
    "El coche de atrás lleva kilóme",
    "El tumor era benigno, qué aliv",
    "La presentación salió redonda.",
    "Por mi niña haría lo que fuera",
    "Somos cinco en mi familia.",
}


def test_english_texts_are_read_as_a_person_reads_them_but_for_sixteen_in_eighty() -> None:
    categories, signs = wrong("en")
    assert categories <= KNOWN_WRONG_ENGLISH
    assert signs <= WRONG_SIGN_ENGLISH


def test_spanish_texts_are_read_as_a_person_reads_them_but_for_twelve_in_forty_five() -> None:
    categories, signs = wrong("es")
    assert categories <= KNOWN_WRONG_SPANISH
    assert signs <= WRONG_SIGN_SPANISH
