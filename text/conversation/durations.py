"""Lengths of time in English and Spanish words."""

import re
from dataclasses import dataclass

_NUMBER_WORDS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "uno"), 1.0),
    **dict.fromkeys(("two", "dos", "couple of", "couple", "par de"), 2.0),
    **dict.fromkeys(("three", "tres", "few", "several", "varias", "varios", "unas", "unos"), 3.0),
    **dict.fromkeys(("four", "cuatro"), 4.0),
    **dict.fromkeys(("five", "cinco"), 5.0),
    **dict.fromkeys(("six", "seis"), 6.0),
    **dict.fromkeys(("seven", "siete"), 7.0),
    **dict.fromkeys(("eight", "ocho"), 8.0),
    **dict.fromkeys(("nine", "nueve"), 9.0),
    **dict.fromkeys(("ten", "diez"), 10.0),
    **dict.fromkeys(("twelve", "doce"), 12.0),
    **dict.fromkeys(("fifteen", "quince"), 15.0),
    **dict.fromkeys(("twenty", "veinte"), 20.0),
    **dict.fromkeys(("thirty", "treinta"), 30.0),
    **dict.fromkeys(("forty", "cuarenta"), 40.0),
    **dict.fromkeys(("half an", "half a", "half", "media", "medio"), 0.5),
    **dict.fromkeys(("quarter of an", "un cuarto de"), 0.25),
    **dict.fromkeys(("three quarters of an", "tres cuartos de"), 0.75),
}
"""Vague words count as the least they say: several and few as three."""

_UNIT_MIN = {
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10_080.0,
    "month": 43_200.0,
    "year": 525_600.0,
}

_UNIT_PATTERNS = {
    "minute": r"min(?:uto|ute)?s?",
    "hour": r"(?:hours?|horas?|hrs?|h)",
    "day": r"(?:days?|dias?)",
    "week": r"(?:weeks?|wks?|semanas?)",
    "month": r"(?:months?|mes(?:es)?)",
    "year": r"(?:years?|yrs?|anos?)",
}

_UNITS = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNIT_PATTERNS.items())
_WORDS = "|".join(sorted(map(re.escape, _NUMBER_WORDS), key=len, reverse=True))

_DURATION = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>\d{{1,4}}(?:[.,]\d{{1,2}})?)|(?:a )?(?P<words>{_WORDS}))"
    r"(?P<half> and a half| y media)?"
    rf"[\s-]*(?:{_UNITS})\b"
    r"(?P<half_after> and a half| y medi[ao])?"
)
_PLURAL = re.compile(r"\b(?:for|since|tras|por|llevo|hace|desde hace)\s+(?P<unit>[a-z]+s)\b")
_JOINT = re.compile(r"\s*(?:,|and|y)?\s*")

_PLURAL_UNITS = {
    **dict.fromkeys(("minutes", "minutos"), "minute"),
    **dict.fromkeys(("hours", "horas"), "hour"),
    **dict.fromkeys(("days", "dias"), "day"),
    **dict.fromkeys(("weeks", "semanas"), "week"),
    **dict.fromkeys(("months", "meses"), "month"),
    **dict.fromkeys(("years", "anos"), "year"),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time that a text names, and where.

    Attributes:
        minutes: its length.
        start: index of its first character.
        end: index after its last character.
    """

    minutes: float
    start: int
    end: int


def durations(text: str) -> list[Duration]:
    """Find the lengths of time in a plain text; "1 hour and 20 minutes" is one.

    A bare plural, as in "for hours", counts as two.
    """
    found: list[Duration] = []
    for match in _DURATION.finditer(text):
        part = Duration(_minutes(match), match.start(), match.end())
        if found and _JOINT.fullmatch(text, found[-1].end, part.start):
            first = found.pop()
            part = Duration(first.minutes + part.minutes, first.start, part.end)
        found.append(part)
    return found or _plurals(text)


def _minutes(match: re.Match[str]) -> float:
    if match["digits"] is not None:
        number = float(match["digits"].replace(",", "."))
    else:
        number = _NUMBER_WORDS[match["words"]]
    unit = next(name for name in _UNIT_MIN if match[name] is not None)
    if match["half"] or match["half_after"]:
        number += 0.5
    return number * _UNIT_MIN[unit]


def _plurals(text: str) -> list[Duration]:
    return [
        Duration(2 * _UNIT_MIN[_PLURAL_UNITS[match["unit"]]], match.start(), match.end())
        for match in _PLURAL.finditer(text)
        if match["unit"] in _PLURAL_UNITS
    ]
