import re
from datetime import UTC, datetime, timedelta

import pytest

from api.text_fields import CONTEXT_ID, NO_CONTROLS, VISIBLE, parse_timestamp

TEN = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-01-15T10:30:00Z", TEN),
        ("2025-01-15t10:30:00z", TEN),
        ("2025-01-15T12:30:00+02:00", TEN),
        ("2025-01-15T12:30:00+0200", TEN),
        ("2025-01-15T10:30:00", TEN),
        ("2025-01-15 10:30", TEN),
        ("2025-01-15T10:30:00.250Z", TEN + timedelta(milliseconds=250)),
        ("2025-01-15T10:30:00.123456789Z", TEN + timedelta(microseconds=123_456)),
    ],
)
def test_an_iso_8601_time_is_read_and_one_without_a_zone_is_utc(text: str, at: datetime) -> None:
    read = parse_timestamp(text)
    assert read == at
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2025-01-15",
        "2025-02-30T10:00:00Z",
        "2025-01-15T25:00:00Z",
        "2025-W03-3T10:00:00Z",
        "0001-01-01T00:00:00+23:00",
        "9999-12-31T23:59:59-23:00",
        "\u0662025-01-15T10:30:00Z",
        1_736_937_000,
        "1736937000",
        True,
    ],
)
def test_what_is_no_time_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a"):
        parse_timestamp(value)


@pytest.mark.parametrize("text", ["a", "?", "😀", " é ", "中", "\u200dx"])
def test_a_text_shows_something(text: str) -> None:
    assert re.search(VISIBLE, text)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0", "\u200b", "\ufeff", "\x00", "\u2028"])
def test_a_text_that_shows_nothing_is_none(text: str) -> None:
    assert not re.search(VISIBLE, text)


@pytest.mark.parametrize("name", ["", "a\nb", "\x00", "a\x7f"])
def test_names_hold_no_control_characters(name: str) -> None:
    assert not re.fullmatch(NO_CONTROLS, name)


@pytest.mark.parametrize("name", [".", "..", "a/b", "a b", "ñ", "x" * 257, "-a"])
def test_what_does_not_fit_a_path_is_no_context_id(name: str) -> None:
    assert not re.fullmatch(CONTEXT_ID, name)


@pytest.mark.parametrize("name", ["example-123", "A_b.c~d:e@f+g=h", "x" * 256])
def test_context_ids_are_letters_digits_and_some_signs(name: str) -> None:
    assert re.fullmatch(CONTEXT_ID, name)
