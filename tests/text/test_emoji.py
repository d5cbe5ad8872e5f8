import pytest

from text.emoji import emoji_in_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("great \U0001f602", "great  face with tears of joy "),
        ("I\u2764\ufe0fyou", "I red heart you"),
        ("\U0001f621\U0001f621", " enraged face  enraged face "),
        ("\U0001f44d\U0001f3fd", " thumbs up sign "),
        ("\U0001f937\U0001f3fb\u200d\u2640\ufe0f", " shrug "),
    ],
)
def test_emoji_become_their_names(text: str, words: str) -> None:
    assert emoji_in_words(text) == words


@pytest.mark.parametrize(
    "text", ["", "no emoji: a\u00f1o \u20ac5 \u201cyes\u201d :-)", "\u4f60\u597d"]
)
def test_other_signs_stay(text: str) -> None:
    assert emoji_in_words(text) == text


def test_words_stay_as_they_are() -> None:
    once = emoji_in_words("so \U0001f62d")
    assert emoji_in_words(once) == once
