"""Sentences from everyday life, written for this project with the one emotion that each shows.

The published data are comments, news, fiction and subtitles: who tells how a day was is rarely
among them.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from text.categories import PRESENCES, Language
from training.text.corpus import Corpus
from training.text.heads import (
    BRIGHTER,
    EKMAN,
    EKMAN_GROUPS,
    LEVELS,
    N_LEVELS,
    PRESENCE_GROUPS,
    SENTIMENT_GROUPS,
    SENTIMENTS,
)

EVERYDAY = "everyday"
"""The name of the corpora."""

FOLDER = Path(__file__).with_name("everyday")


def everyday_corpus(language: Language, share: float = 1.0) -> Corpus:
    """Return the sentences of a language with what their emotion says of the heads' labels."""
    rows = everyday_rows(language)
    names = [name for name, _ in rows]
    targets = {
        "presence": _one_hot(names, PRESENCES),
        "ekman": _one_hot([_group_of(name, EKMAN_GROUPS) for name in names], EKMAN),
        "sentiment": _one_hot([_group_of(name, SENTIMENT_GROUPS) for name in names], SENTIMENTS),
        "levels": np.stack([_levels(name) for name in names]),
    }
    return Corpus(EVERYDAY, tuple(text for _, text in rows), targets, share)


def everyday_rows(language: Language) -> list[tuple[str, str]]:
    """Return what each sentence shows, one of PRESENCES, and the sentence."""
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(name, text) for name, text in (line.split("\t") for line in lines)]


def _group_of(name: str, groups: Mapping[str, tuple[str, ...]]) -> str:
    """Return the group with the first of the fine labels behind one of PRESENCES."""
    first = PRESENCE_GROUPS[name][0]
    return next(group for group, labels in groups.items() if first in labels)


def _one_hot(names: list[str], labels: tuple[str, ...]) -> NDArray[np.float32]:
    return np.array([[label == name for label in labels] for name in names], np.float32)


def _levels(name: str) -> NDArray[np.float32]:
    """How strong it is nobody said, only that it is there, or that nothing is."""
    if name == "neutral":
        return np.zeros(len(LEVELS), np.float32)
    levels = np.full(len(LEVELS), np.nan, np.float32)
    if name in BRIGHTER:
        levels[BRIGHTER.index(name) * N_LEVELS] = 1
    return levels
