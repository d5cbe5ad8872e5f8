import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conversation.builders import reading
from tests.text.conversation.strategies import patient
from text.categories import Category
from text.conversation.constants import MAX_CLAUSES, MAX_QUOTE_CHARS, MAX_QUOTES
from text.conversation.quotes import clauses, occlusion_variants, quoted_triggers
from text.reading import TextReading

TEXT = "We had lunch at noon, but the waiter threw my plate on the floor because he was late."
PARTS = [
    "We had lunch at noon,",
    "but the waiter threw my plate on the floor",
    "because he was late.",
]


def test_clauses_end_at_punctuation_and_conjunctions() -> None:
    assert clauses(TEXT) == PARTS


def test_spanish_clauses() -> None:
    assert clauses("Comimos bien, pero el camarero me gritó porque llegué tarde") == [
        "Comimos bien,",
        "pero el camarero me gritó",
        "porque llegué tarde",
    ]


def test_a_single_word_is_no_clause() -> None:
    assert clauses("Well, I lost my keys and cried.") == ["Well, I lost my keys", "and cried."]
    assert clauses("No.") == ["No."]


def test_a_line_end_ends_a_clause() -> None:
    assert clauses("I lost my keys\nshe found them") == ["I lost my keys", "she found them"]


@pytest.mark.parametrize("filler", [" ", " (", ". ", "\n "])
def test_the_time_to_split_does_not_grow_with_the_square_of_a_text(filler: str) -> None:
    """In the square of its length, such a text would take hours."""
    text = f"at first {filler * 200_000}at last"
    assert " ".join(" ".join(clauses(text)).split()).startswith("at first")


def test_variants_leave_each_clause_out() -> None:
    assert occlusion_variants(TEXT) == [
        f"{PARTS[1]} {PARTS[2]}",
        f"{PARTS[0]} {PARTS[2]}",
        f"{PARTS[0]} {PARTS[1]}",
    ]


@pytest.mark.parametrize("text", ["", "   ", "I am so angry"])
def test_one_clause_has_no_variants(text: str) -> None:
    assert occlusion_variants(text) == []
    assert quoted_triggers(text, reading(), []) == ()


def _without(*strengths: float) -> list[TextReading | None]:
    return [reading(Category.FEAR, 0.1, raw={Category.ANGER: each}) for each in strengths]


def test_the_clause_that_carries_the_emotion_is_quoted() -> None:
    quotes = quoted_triggers(TEXT, reading(Category.ANGER, 0.8), _without(0.79, 0.2, 0.6))
    assert quotes == ("but the waiter threw my plate on the floor", "because he was late.")


def test_a_clause_that_carries_little_is_not_quoted() -> None:
    assert quoted_triggers(TEXT, reading(Category.ANGER, 0.8), _without(0.75, 0.75, 0.75)) == ()


def test_an_unread_variant_is_passed_over() -> None:
    variants: list[TextReading | None] = [None, *_without(0.2, 0.79)]
    quotes = quoted_triggers(TEXT, reading(Category.ANGER, 0.8), variants)
    assert quotes == ("but the waiter threw my plate on the floor",)


def test_readings_must_match_the_variants() -> None:
    with pytest.raises(ValueError, match="2 readings for 3 clauses"):
        quoted_triggers(TEXT, reading(), _without(0.1, 0.1))


@patient
@given(st.text(max_size=300) | st.lists(st.sampled_from(["I am", ",", "and", "."])).map(" ".join))
def test_clauses_of_any_text_keep_its_words(text: str) -> None:
    parts = clauses(text)
    assert len(parts) <= MAX_CLAUSES
    assert " ".join(parts).split() == text.split()
    readings: list[TextReading | None] = [*_without(*[0.0] * len(occlusion_variants(text)))]
    quotes = quoted_triggers(text, reading(), readings)
    assert len(quotes) <= MAX_QUOTES
    assert all(len(quote) <= MAX_QUOTE_CHARS for quote in quotes)
