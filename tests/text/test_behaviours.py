"""What the shipped models and the rules do together with difficult writing."""

import pytest

from tests.text.models import reading_of
from text.categories import Category, IntensityLevel, Language

SPANISH_SLANG = "words of slang that are praise read as nothing or as anger (models/TEXT.md)"
NEWER_SLANG = "the English training texts end in 2019"


@pytest.mark.parametrize(
    ("affirmed", "negated", "language"),
    [
        ("I am happy with this.", "I am not happy with this.", "en"),
        ("I like it.", "I don't like it.", "en"),
        ("This was a good idea.", "This was not a good idea.", "en"),
        ("They were helpful.", "They were not helpful at all.", "en"),
        ("Estoy contento con esto.", "No estoy contento con esto.", "es"),
        ("Me gusta.", "No me gusta nada.", "es"),
        ("Fue una buena idea.", "No fue una buena idea.", "es"),
    ],
)
def test_negation_turns_pleasant_into_unpleasant(
    affirmed: str, negated: str, language: Language
) -> None:
    assert reading_of(affirmed, language).valence > 0 > reading_of(negated, language).valence


@pytest.mark.parametrize("text", ["It wasn't bad.", "not bad at all, I liked it"])
def test_negated_bad_is_not_unpleasant(text: str) -> None:
    assert reading_of(text).valence > -0.1


@pytest.mark.parametrize(
    ("text", "category", "sign", "language"),
    [
        ("😂😂", Category.JOY, 1, "en"),
        ("❤️", Category.LOVE, 1, "en"),
        ("😡", Category.ANGER, -1, "en"),
        ("😢", Category.SADNESS, -1, "en"),
        ("😱", Category.FEAR, -1, "en"),
        ("see you tomorrow ❤️", Category.LOVE, 1, "en"),
        ("my train was cancelled 😭", Category.SADNESS, -1, "en"),
        ("😂😂", Category.JOY, 1, "es"),
        ("nos vemos mañana ❤️", Category.LOVE, 1, "es"),
        ("han cancelado el tren 😡", Category.ANGER, -1, "es"),
        ("se acabó 😢", Category.SADNESS, -1, "es"),
    ],
)
def test_emoji_tell_the_feeling(
    text: str, category: Category, sign: int, language: Language
) -> None:
    reading = reading_of(text, language)
    assert reading.category is category
    assert reading.valence * sign > 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i am so happy today", "en"),
        ("leave me alone", "en"),
        ("estoy muy contento hoy", "es"),
        ("déjame en paz", "es"),
    ],
)
def test_capitals_raise_arousal_and_keep_the_feeling(text: str, language: Language) -> None:
    calm, loud = reading_of(text, language), reading_of(text.upper(), language)
    assert loud.arousal > calm.arousal + 0.02
    assert loud.category is calm.category
    assert loud.valence * calm.valence > 0


@pytest.mark.parametrize(
    ("text", "sign", "language"),
    [
        pytest.param("this slaps", 1, "en", marks=pytest.mark.xfail(reason=NEWER_SLANG)),
        ("lmao that's hilarious", 1, "en"),
        ("wtf is wrong with you", -1, "en"),
        ("that sucks", -1, "en"),
        ("qué guay", 1, "es"),
        pytest.param("mola mogollón", 1, "es", marks=pytest.mark.xfail(reason=SPANISH_SLANG)),
        ("qué mierda", -1, "es"),
    ],
)
def test_slang_is_understood(text: str, sign: int, language: Language) -> None:
    assert reading_of(text, language).valence * sign > 0


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I hate this, it is terrible!", Category.ANGER),
        ("What an AWFUL service", Category.ANGER),
        ("He is a horrible person.", Category.ANGER),
        ("We lost the house and I feel horrible.", Category.SADNESS),
        ("I have a horrible feeling that somebody is in the house.", Category.FEAR),
    ],
)
def test_what_is_called_terrible_need_not_be_feared(text: str, category: Category) -> None:
    assert reading_of(text).category is category


@pytest.mark.parametrize("text", ["", "...", "12345", "ok", "Paris", "The box is on the table."])
def test_texts_without_emotion_are_minimal(text: str) -> None:
    assert reading_of(text).intensity_level is IntensityLevel.MINIMAL


@pytest.mark.parametrize("text", ["La caja está en la mesa.", "vale", "..."])
def test_spanish_texts_without_emotion_are_minimal(text: str) -> None:
    assert reading_of(text, "es").intensity_level is IntensityLevel.MINIMAL


def test_a_stretched_word_is_the_word() -> None:
    plain, stretched = reading_of("I love it"), reading_of("I loooooove it")
    assert stretched.category is plain.category
    assert stretched.valence == pytest.approx(plain.valence, abs=0.05)


def test_odd_apostrophes_do_not_hide_a_negation() -> None:
    plain = reading_of("this isn't good")
    for apostrophe in "\u2019\u00b4\u02bc":
        assert reading_of(f"this isn{apostrophe}t good").raw == plain.raw


def test_entities_and_odd_letters_change_nothing() -> None:
    plain = reading_of("I don't like it & I hate you")
    assert reading_of("I don\u2019t like it &amp; I \uff48\uff41\uff54\uff45 you").raw == plain.raw


SAD = "I miss my old friends and the house feels empty. "


def test_a_text_said_many_times_is_read_as_once() -> None:
    once, often = reading_of(SAD), reading_of(SAD * 60)
    assert often.category is once.category
    assert often.valence == pytest.approx(once.valence, abs=0.15)
    assert often.intensity == pytest.approx(once.intensity, abs=0.15)


def test_a_very_long_text_is_read_and_says_what_was_left_out() -> None:
    reading = reading_of(SAD * 2_000)
    assert reading.truncated
    assert reading.category is Category.SADNESS
    assert not reading_of(SAD).truncated
