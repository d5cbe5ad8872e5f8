import pytest

from text.emphasis import emphasis_of


@pytest.mark.parametrize("text", ["I am here.", "", "123 !!!", "the USA and me", "I", "OK", "zzz"])
def test_plain_text_has_none(text: str) -> None:
    assert emphasis_of(text) == 0.0


@pytest.mark.parametrize("text", ["STOP", "I HATE THIS", "ODIO ESTO", "YESSS"])
def test_text_in_capitals_has_all(text: str) -> None:
    assert emphasis_of(text) == 1.0


def test_it_is_the_share_of_loud_letters() -> None:
    assert emphasis_of("this is SOOO good") == pytest.approx(4 / 14)
    assert emphasis_of("sooooo tired") == pytest.approx(6 / 11)
    assert emphasis_of("calm " * 100 + "LOUD") < 0.01
