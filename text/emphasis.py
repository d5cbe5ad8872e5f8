"""How loudly a text is written, which a model that reads plain lower case cannot see."""

import re

from text.cleaning import LETTER_RUN, SHOUTED_LETTERS

WORD = re.compile(r"[^\W\d_]{2,}")


def emphasis_of(text: str) -> float:
    """Share of a text's letters, 0..1, that stand in words in capitals or stretched words."""
    words = WORD.findall(text)
    capitals = sum(len(word) for word in words if word.isupper())
    stretched = sum(len(word) for word in words if not word.isupper() and _is_stretched(word))
    loud = stretched + (capitals if capitals >= SHOUTED_LETTERS else 0)
    return loud / max(1, sum(map(len, words)))


def _is_stretched(word: str) -> bool:
    return bool(LETTER_RUN.search(word)) and len(set(word)) > 1
