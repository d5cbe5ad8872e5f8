import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.windows import joined_logits, joined_values, windows


def _word_starts(text: str) -> list[int]:
    return [i for i in range(len(text)) if text[i] != " " and (i == 0 or text[i - 1] == " ")]


def test_a_text_that_fits_is_one_window() -> None:
    assert windows("a b c", [0, 2, 4], 3) == [(0, 3)]


def test_an_empty_text_is_one_empty_window() -> None:
    assert windows("", [], 3) == [(0, 0)]


def test_a_long_text_is_cut_at_the_last_sentence_end_that_fits() -> None:
    text = "One two. Three four! Five six seven? Eight"
    assert windows(text, _word_starts(text), 5) == [(0, 4), (4, 8)]


def test_a_line_break_ends_a_sentence() -> None:
    text = "one two\nthree four five"
    assert windows(text, [0, 4, 8, 14, 19], 4) == [(0, 2), (2, 5)]


def test_a_sentence_without_end_is_cut_where_it_is_full() -> None:
    text = "a b c d e f g"
    assert windows(text, _word_starts(text), 3) == [(0, 3), (3, 6), (6, 7)]


@given(
    words=st.lists(st.sampled_from(["a", "b.", "c?", "d\n"]), max_size=60),
    capacity=st.integers(1, 9),
)
def test_windows_hold_every_token_once_in_order(words: list[str], capacity: int) -> None:
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += f"{word} "
    ranges = windows(text, starts, capacity)
    assert [token for a, b in ranges for token in range(a, b)] == list(range(len(words)))
    assert all(b - a <= capacity for a, b in ranges)


def test_joined_logits_lie_halfway_between_mean_and_peak() -> None:
    logits = np.array([[4, -2], [-2, 4]], np.float32)
    joined = joined_logits(logits, np.array([1.0, 2.0]))
    np.testing.assert_allclose(joined, [(0 + 4) / 2, (2 + 4) / 2])


def test_an_absence_is_joined_with_its_lowest_peak() -> None:
    logits = np.array([[1, 5], [1, -5]], np.float32)
    joined = joined_logits(logits, np.array([1.0, 1.0]), absences=[1])
    np.testing.assert_allclose(joined, [1, -2.5])


def test_joining_leaves_the_logits_of_the_windows_as_they_are() -> None:
    logits = np.array([[1, 5], [1, -5]], np.float32)
    joined_logits(logits, np.array([1.0, 1.0]), absences=[1])
    assert logits.tolist() == [[1, 5], [1, -5]]


def test_values_are_weighted_by_tokens() -> None:
    values = np.array([[1.0], [5.0]], np.float32)
    assert joined_values(values, np.array([30.0, 10.0])) == pytest.approx([2.0])
