"""One kind of event that provokes emotion, and how words tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from text.categories import Language

EXTENDED_WAIT = "extended wait time"
LACK_OF_RESOLUTION = "lack of resolution"
PROBLEM_SOLVED = "problem solved"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """An event, appraised as good or bad for the speaker (Scherer 2001).

    Attributes:
        phrase: its canonical name.
        pleasant: whether it is good; it counts only in a text whose valence agrees.
        english: alternatives of a regular expression, on plain text (see plain.py).
        spanish: the same, without accents.
        service_failure: whether a service failed the speaker.
        implies: a finer emotion that it brings along, or None.
    """

    phrase: str
    pleasant: bool
    english: tuple[str, ...] = ()
    spanish: tuple[str, ...] = ()
    service_failure: bool = False
    implies: str | None = None

    @property
    def words(self) -> Mapping[Language, tuple[str, ...]]:
        """The alternatives by language. Without accents, some words of one are the other's."""
        return {"en": self.english, "es": self.spanish}
