"""The clause of a text that carries its emotion, for texts whose trigger no table knows.

The caller has the variants read; nothing here calls a model.
"""

import re
from collections.abc import Sequence

from text.conversation.constants import (
    MAX_CLAUSES,
    MAX_QUOTE_CHARS,
    MAX_QUOTES,
    QUOTE_MIN_DROP,
)
from text.reading import TextReading

# Each alternative takes one space only: with `\s+` before a look-ahead, ten thousand spaces would
# hold the event loop for seconds.
_BREAK = re.compile(
    r"(?<=[.!?;:,]) |\n| (?=[-\u2013\u2014(])"
    r"| (?=(?:and|but|because|since|when|while|although|though|which"
    r"|y|e|pero|porque|aunque|cuando|mientras|asi que|as\u00ed que|ya que)\s)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_MIN_WORDS = 2


def clauses(text: str) -> list[str]:
    """Split a text at punctuation, line ends and conjunctions.

    Returns:
        At most MAX_CLAUSES parts, in order, neighbours joined where there are more; joined by
        spaces they give the text again, but for white space.
    """
    groups: list[list[str]] = []
    words = _MIN_WORDS
    for part in filter(None, (each.strip() for each in _BREAK.split(_single_spaced(text)))):
        if words >= _MIN_WORDS:
            groups.append([])
            words = 0
        groups[-1].append(part)
        words += len(_WORD.findall(part))
    if len(groups) > 1 and words < _MIN_WORDS:
        groups[-2:] = [[*groups[-2], *groups[-1]]]
    parts = [" ".join(group) for group in groups]
    size = -(-len(parts) // MAX_CLAUSES) or 1
    return [" ".join(parts[start : start + size]) for start in range(0, len(parts), size)]


def occlusion_variants(text: str) -> list[str]:
    """The text without each of its clauses; none where it has but one."""
    parts = clauses(text)
    if len(parts) < 2:
        return []
    return [" ".join(parts[:index] + parts[index + 1 :]) for index in range(len(parts))]


def quoted_triggers(
    text: str, whole: TextReading, variants: Sequence[TextReading | None]
) -> tuple[str, ...]:
    """The clauses without which the text's category is weakest.

    Args:
        text: the text.
        whole: its reading.
        variants: readings of its occlusion_variants, None for one that could not be read.

    Returns:
        At most MAX_QUOTES, the strongest first, each at most MAX_QUOTE_CHARS characters; those
        that carry less than QUOTE_MIN_DROP of the strength are left out.

    Raises:
        ValueError: there are not as many readings as variants.
    """
    parts = clauses(text)
    if len(variants) != (len(parts) if len(parts) > 1 else 0):
        raise ValueError(f"{len(variants)} readings for {len(parts)} clauses")
    drops = [
        (whole.intensity - without.raw[whole.category], part)
        for without, part in zip(variants, parts, strict=False)
        if without is not None
    ]
    telling = sorted((each for each in drops if each[0] >= QUOTE_MIN_DROP), key=lambda e: -e[0])
    return tuple(_shortened(part) for _, part in telling[:MAX_QUOTES])


def _single_spaced(text: str) -> str:
    return _SPACE.sub(lambda space: "\n" if "\n" in space.group() else " ", text)


def _shortened(part: str) -> str:
    bare = part.strip(" ,;:-\u2013\u2014()")
    if len(bare) <= MAX_QUOTE_CHARS:
        return bare
    return bare[: MAX_QUOTE_CHARS - 1].rstrip() + "\u2026"
