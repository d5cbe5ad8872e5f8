"""A text as the tables of words expect it."""

import re

from text.combining import without_accents

_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''")
_MARK = r"[.!?;\n\u2026]"
# From the first of several marks only, lest the steps grow with the square of their number.
_SENTENCE_END = re.compile(rf"(?<!{_MARK}){_MARK}+(?=\s|$)|\n")


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives that begin and end at the ends of words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def plain(text: str) -> str:
    """Return the text in lower case, without accents, with straight apostrophes.

    Many people write Spanish without its accents, so the tables do too.
    """
    return without_accents(text.translate(_APOSTROPHES).casefold())


def sentences(text: str) -> list[str]:
    """Split at sentence ends; no part is blank."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
