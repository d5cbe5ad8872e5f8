"""A text as the tables of words expect it."""

import re
import unicodedata

from text.combining import without_towers

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
    folded = without_towers(text).translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def sentences(text: str) -> list[str]:
    """Split at sentence ends; no part is blank."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
