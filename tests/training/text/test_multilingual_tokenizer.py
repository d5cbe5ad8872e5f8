import pytest

from training.text.multilingual_tokenizer import (
    LATER_EMOJI,
    SPECIALS,
    UNKNOWN_ID,
    pieces_in,
    single_pieces,
    tokenizer_of,
)

PIECES = (
    *SPECIALS,
    "▁",
    "▁hola",
    "▁que",
    "▁qué",
    "o",
    "l",
    "a",
    "h",
    "😂",
    "❤",
    "ि",
    "中",
    "٣",
    "7",
    "¡",
)
TOKENIZER = tokenizer_of(PIECES, [0.0] * 4 + [-float(i) for i in range(2, len(PIECES) - 2)])


def _pieces(text: str) -> list[str]:
    return [PIECES[index] for index in TOKENIZER.encode(text).ids]


def test_a_text_is_set_between_marks() -> None:
    assert _pieces("hola") == ["<s>", "▁hola", "</s>"]


def test_an_empty_text_has_the_marks_alone() -> None:
    assert _pieces("") == ["<s>", "</s>"]


@pytest.mark.parametrize("text", ["  hola\n", "\thola", "hola\u00a0", "hola\r\n"])
def test_spaces_around_do_not_matter(text: str) -> None:
    assert _pieces(text) == _pieces("hola")


def test_letters_made_of_two_code_points_are_one() -> None:
    assert _pieces("que\u0301") == _pieces("qué") == ["<s>", "▁qué", "</s>"]


@pytest.mark.parametrize("text", ["❤\ufe0f", "❤🏽", "❤\u200d"])
def test_what_only_changes_a_picture_is_left_out(text: str) -> None:
    assert _pieces(text)[-2:] == ["❤", "</s>"]
    assert PIECES[UNKNOWN_ID] not in _pieces(text)


def test_unknown_characters_are_named_so() -> None:
    assert PIECES[UNKNOWN_ID] in _pieces("hola Ж")


def test_pieces_are_kept_that_occur_often_enough() -> None:
    ids = pieces_in(TOKENIZER, ["hola hola", "qué"], 2)
    assert ids == {PIECES.index("▁hola")}


def test_single_latin_letters_digits_marks_and_pictures_are_kept() -> None:
    kept = {PIECES[index] for index in single_pieces(PIECES)}
    assert kept == {*SPECIALS, "▁", "o", "l", "a", "h", "😂", "❤", "7", "¡"}


def test_later_emoji_are_none_that_the_normaliser_takes_apart() -> None:
    normalizer = TOKENIZER.normalizer
    assert normalizer is not None
    for emoji in LATER_EMOJI:
        assert normalizer.normalize_str(emoji) == emoji.replace("\u200d", "")
