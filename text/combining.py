"""Combining marks: accents taken off, and towers of them ("Zalgo") cut before normalisation."""

import unicodedata

MAX_MARKS = 30
"""Of one letter: as many as text may have that is safe to process in streams (UAX #15, 13)."""


def without_accents(text: str) -> str:
    """Take accents off, and undo look-alike characters (NFKD)."""
    decomposed = unicodedata.normalize("NFKD", without_towers(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def without_towers(text: str) -> str:
    """Drop the combining marks of a letter beyond MAX_MARKS.

    unicodedata.normalize takes the square of their number: 0.1 s for ten thousand.
    """
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
