"""What a text model and the baselines answer on test texts, and how right it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from text.encoder import TextEncoder
from training.text.corpus import Corpus
from training.text.heads import AFFECT, BRIGHTER, HEADS, N_LEVELS, strengths
from training.text.measures import multilabel, pearson, sigmoid, steady_thresholds

GROUPS = ("presence", "ekman", "sentiment", "fine")
"""The heads that GoEmotions' labels are for."""

LABELS = {head.name: head.labels for head in HEADS}

Probabilities = Mapping[str, NDArray[np.floating]]


def model_probabilities(encoder: TextEncoder, texts: Sequence[str]) -> dict[str, Any]:
    """Return the model's probabilities by head, and its ratings as "affect"."""
    outputs = encoder.outputs(texts)
    return {
        head.name: sigmoid(outputs[head.name]) if head.kind == "logits" else outputs[head.name]
        for head in HEADS
    }


def group_figures(
    corpus: Corpus, said: Probabilities, thresholds: Callable[[str], NDArray[np.float64]]
) -> dict[str, Any]:
    """Return figures of each of GROUPS that is answered.

    Args:
        corpus: GoEmotions' test split.
        said: probabilities by head.
        thresholds: those of a head, chosen on dev.
    """
    return {
        name: multilabel(LABELS[name], corpus.targets[name], said[name], thresholds(name))
        for name in GROUPS
        if name in said
    }


def dev_thresholds(dev: Corpus, said: Probabilities) -> Callable[[str], NDArray[np.float64]]:
    """Return what group_figures asks for, from answers on the dev split."""
    return lambda name: steady_thresholds(dev.targets[name], said[name])


def affect_figures(corpus: Corpus, said: NDArray[np.floating]) -> dict[str, Any]:
    """Return correlation and mean absolute error of EmoBank's ratings."""
    wanted = corpus.targets["affect"]
    return {
        name: {
            "r": round(pearson(said[:, i], wanted[:, i]), 4),
            "mean_error": round(float(np.abs(said[:, i] - wanted[:, i]).mean()), 4),
        }
        for i, name in enumerate(AFFECT)
        if i < said.shape[1]
    }


def labelled_emotions(levels: NDArray[np.float32]) -> list[int]:
    """Return which of BRIGHTER's emotions a part of it labels: the English one has no disgust."""
    return [i for i in range(len(BRIGHTER)) if not np.isnan(levels[:, i * N_LEVELS]).any()]


def intensity_figures(corpus: Corpus, said: NDArray[np.floating]) -> dict[str, Any]:
    """Return the correlation of strengths, the measure of BRIGHTER's track B.

    Args:
        corpus: BRIGHTER's test split, track B.
        said: strength of each of BRIGHTER, shape (n, 6).
    """
    levels = corpus.targets["levels"]
    true = strengths(levels)
    each = {BRIGHTER[i]: pearson(said[:, i], true[:, i]) for i in labelled_emotions(levels)}
    return {
        "texts": len(corpus),
        "mean_r": round(float(np.mean(list(each.values()))), 4),
        "r": {name: round(value, 4) for name, value in each.items()},
    }


def presence_figures(
    corpus: Corpus, said: NDArray[np.floating], thresholds: Mapping[str, float]
) -> dict[str, Any]:
    """Return the F1 of whether an emotion is there, the measure of BRIGHTER's track A.

    Args:
        corpus: a test split of BRIGHTER.
        said: probabilities of the levels, shape (n, 6 x 3).
        thresholds: of the levels, by label.
    """
    chosen = labelled_emotions(corpus.targets["levels"])
    columns = [i * N_LEVELS for i in chosen]
    bounds = np.array([thresholds[LABELS["levels"][column]] for column in columns])
    names = [BRIGHTER[i] for i in chosen]
    return multilabel(names, corpus.targets["levels"][:, columns], said[:, columns], bounds)
