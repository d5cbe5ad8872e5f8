"""What a text model is trained to tell: its heads, in the order of its outputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from text.categories import FINE, PRESENCES, Category

EKMAN = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")
SENTIMENTS = ("positive", "negative", "ambiguous", "neutral")
PLUTCHIK = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
"""The labels of XED (Ohman et al. 2020), in the order of its numbers, from 1."""

BRIGHTER = ("anger", "disgust", "fear", "joy", "sadness", "surprise")
"""The emotions of BRIGHTER; its English part has no disgust."""

N_LEVELS = 3
"""BRIGHTER's strengths above nothing."""

AFFECT = ("valence", "arousal", "dominance")
"""EmoBank's three ratings."""

# The groups of GoEmotions' own Ekman mapping and sentiment grouping (Demszky et al. 2020).
_EKMAN_OF = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
    "neutral": ("neutral",),
}
_JOYS = tuple(name for name in FINE if all(name not in names for names in _EKMAN_OF.values()))
_LOVES = ("love", "caring", "desire")

EKMAN_GROUPS = {name: _EKMAN_OF.get(name, _JOYS) for name in EKMAN}

SENTIMENT_GROUPS = {
    "positive": _JOYS,
    "negative": tuple(
        fine for name in ("anger", "disgust", "fear", "sadness") for fine in _EKMAN_OF[name]
    ),
    "ambiguous": _EKMAN_OF["surprise"],
    "neutral": ("neutral",),
}

PRESENCE_GROUPS = {
    Category.JOY: tuple(name for name in _JOYS if name not in _LOVES),
    Category.LOVE: _LOVES,
    Category.SURPRISE: _EKMAN_OF["surprise"],
    Category.SADNESS: _EKMAN_OF["sadness"],
    Category.ANGER: _EKMAN_OF["anger"] + _EKMAN_OF["disgust"],
    Category.FEAR: _EKMAN_OF["fear"],
    "neutral": ("neutral",),
}
"""The six of Shaver et al. 1987 in GoEmotions' labels: disgust is anger's, and love has its own."""


@dataclass(frozen=True, slots=True)
class Head:
    """One output of a text model.

    Attributes:
        name: of the output in the ONNX file.
        labels: what its columns are.
        kind: "logits" of probabilities, or "values" to be taken as they are.
        weight: of its loss, which is summed over its columns.
        evens_out: whether the positives of rare labels weigh more.
    """

    name: str
    labels: tuple[str, ...]
    kind: Literal["logits", "values"]
    weight: float
    evens_out: bool = False


LEVELS = tuple(f"{name}>={level}" for name in BRIGHTER for level in range(1, N_LEVELS + 1))

HEADS = (
    Head("fine", FINE, "logits", 1.0, evens_out=True),
    Head("presence", tuple(str(name) for name in PRESENCES), "logits", 1.0),
    Head("ekman", EKMAN, "logits", 0.5),
    Head("sentiment", SENTIMENTS, "logits", 0.5),
    Head("levels", LEVELS, "logits", 0.5),
    Head("affect", AFFECT, "values", 1.0),
    Head("plutchik", PLUTCHIK, "logits", 0.3),
)
"""The heads; "levels" are the probabilities that a strength is reached (Frank and Hall 2001)."""


def group_targets(
    fine: NDArray[np.float32], groups: Sequence[tuple[str, ...]]
) -> NDArray[np.float32]:
    """Return for each row and group the greatest of the group's fine labels, shape (n, groups)."""
    columns = [fine[:, [FINE.index(name) for name in names]].max(axis=1) for names in groups]
    return np.stack(columns, axis=1)


def level_targets(ratings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return whether each strength is reached, shape (n, 6 x 3); NaN stays NaN.

    Args:
        ratings: BRIGHTER's strengths, 0..3 or NaN, shape (n, 6).
    """
    reached = (ratings[:, :, None] >= np.arange(1, N_LEVELS + 1)).astype(np.float32)
    reached[np.isnan(ratings)] = np.nan
    return reached.reshape(len(ratings), -1)


def strengths(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the expected strength, 0..1, from the probabilities of levels, shape (n, 6)."""
    means: NDArray[np.float32] = levels.reshape(len(levels), len(BRIGHTER), N_LEVELS).mean(axis=2)
    return means
