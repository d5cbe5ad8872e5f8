"""Texts labelled by hand before any model or rule had read them.

They judge, and nothing is tuned on them: a label never changes to fit an answer. Of the sets of
each language, `first` is older than the sentences of training/text/everyday, `later` is by the
author of the first 1,427 of those; `apart`, and `outside` and `blind`, two testers' sets, were
written without sight of any.
"""

from dataclasses import dataclass
from pathlib import Path

from text.categories import Category, Language

FOLDER = Path(__file__).with_name("held_out")

SETS = ("first", "later", "apart", "outside", "blind")

_SIGNS = {"1": 1, "-1": -1, "0": 0, "?": None}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what a person reads in it.

    Attributes:
        text: the words.
        category: its main emotion, or None where it shows none.
        sign: 1 pleasant, -1 unpleasant, 0 neither; None where it could be either.
    """

    text: str
    category: Category | None
    sign: int | None


def held_out(language: Language, name: str) -> list[Labelled]:
    """Return the texts of one of SETS."""
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [
        Labelled(text, None if label == "neutral" else Category(label), _SIGNS[sign])
        for belongs_to, label, sign, text in rows
        if belongs_to == name
    ]
