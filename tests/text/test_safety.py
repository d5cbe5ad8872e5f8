import time
from pathlib import Path

import pytest

from text.safety import speaks_of_self_harm

FOLDER = Path(__file__).with_name("safety")


def lines(kind: str) -> list[str]:
    """Return the English and Spanish texts that speak of self-harm, or sound like it every day."""
    files = (FOLDER / f"{language}_{kind}.txt" for language in ("en", "es"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("text", lines("speaks"))
def test_speech_of_self_harm_is_heard(text: str) -> None:
    assert speaks_of_self_harm(text)


@pytest.mark.parametrize("text", ["", *lines("everyday")])
def test_figures_of_speech_and_accidents_are_no_alarm(text: str) -> None:
    assert not speaks_of_self_harm(text)


def test_it_is_heard_within_a_longer_text_and_beside_a_figure_of_speech() -> None:
    text = "My job is killing me and the traffic too. Honestly, " + "it goes on. " * 200
    assert not speaks_of_self_harm(text)
    assert speaks_of_self_harm(text + "I want to kill myself.")
    assert speaks_of_self_harm("me muero de risa, pero de noche quiero morir")


def test_spelling_that_hides_the_words_is_heard() -> None:
    assert speaks_of_self_harm("i want to k\u200bill   myself")
    assert speaks_of_self_harm("ＫＩＬＬ ＭＹＳＥＬＦ")
    assert speaks_of_self_harm("I want to\ndie")
    assert speaks_of_self_harm("ｋｉｅｒｏ ＭＡＴＡＲＭＥ")
    assert speaks_of_self_harm("i want to dieeee")
    assert speaks_of_self_harm("m3 quiero m0rir")


@pytest.mark.parametrize(
    "unit",
    ["a", "1a", "a ", "kms ", "want to ", "take all the ", "nadie me ", "no quiero ", "si me "],
)
def test_ten_thousand_equal_letters_or_words_are_read_at_once(unit: str) -> None:
    start = time.process_time()
    speaks_of_self_harm(unit * 10_000)
    assert time.process_time() - start < 1
