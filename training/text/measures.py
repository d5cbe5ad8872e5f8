"""Figures of text models: F1 with chosen thresholds, correlation, calibration."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.text.heads import BRIGHTER, HEADS, LEVELS, N_LEVELS, strengths

Outputs = Mapping[str, NDArray[np.float32]]


def sigmoid(logits: NDArray[np.floating]) -> NDArray[np.float32]:
    return (1 / (1 + np.exp(-logits.astype(np.float64)))).astype(np.float32)


def best_threshold(is_there: NDArray[np.bool_], probabilities: NDArray[np.floating]) -> float:
    """Return the threshold with the greatest F1; 0.5 where nothing is there.

    It lies halfway between two probabilities, so that neither is decided by rounding.
    """
    order = np.argsort(-probabilities, kind="stable")
    found = np.cumsum(is_there[order])
    if not found[-1]:
        return 0.5
    ranked = probabilities[order].astype(np.float64)
    f1 = 2 * found / (np.arange(1, len(order) + 1) + found[-1])
    last_of_equals = np.append(ranked[:-1] > ranked[1:], True)
    best = int(np.argmax(np.where(last_of_equals, f1, -1)))
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + below) / 2)


def best_thresholds(
    targets: NDArray[np.float32], probabilities: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return best_threshold of each column, over its labelled rows."""
    columns = zip(targets.T, probabilities.T, strict=True)
    return np.array(
        [
            best_threshold(wanted[known] > 0.5, column[known])
            for wanted, column in columns
            for known in (~np.isnan(wanted),)
        ]
    )


def steady_thresholds(
    targets: NDArray[np.float32], probabilities: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return the mean of best_thresholds of 200 samples of the rows with replacement.

    Where a label is rare, the best threshold depends on single texts, and the mean less so.

    Args:
        targets: 0, 1 or NaN, shape (n, labels).
        probabilities: shape (n, labels).
    """
    rng = np.random.default_rng(0)
    samples = (rng.integers(0, len(targets), len(targets)) for _ in range(200))
    best = [best_thresholds(targets[rows], probabilities[rows]) for rows in samples]
    return np.asarray(np.mean(best, axis=0), dtype=np.float64)


def f1_scores(is_there: NDArray[np.bool_], answered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the F1 of each column; 0 where nothing is right."""
    right = (is_there & answered).sum(axis=0)
    either = is_there.sum(axis=0) + answered.sum(axis=0)
    scores: NDArray[np.float64] = 2 * right / np.maximum(either, 1)
    return scores


def pearson(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Return Pearson's correlation; 0 where one of them does not vary."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one.astype(np.float64), other.astype(np.float64))[0, 1])


def figures(outputs: Outputs, targets: Outputs) -> dict[str, float]:
    """Return the main figures of every head that has labelled rows.

    Thresholds are chosen on the same rows, so that these are figures to compare epochs by.
    """
    reached: dict[str, float] = {}
    for head in HEADS:
        wanted = targets[head.name]
        rows = ~np.isnan(wanted).all(axis=1)
        if not rows.any():
            continue
        output, wanted = outputs[head.name][rows], wanted[rows]
        if head.kind == "values":
            for column, label in enumerate(head.labels):
                reached[f"r {label}"] = pearson(output[:, column], wanted[:, column])
            continue
        probabilities = sigmoid(output)
        if head.labels == LEVELS:
            reached |= _strength_figures(probabilities, wanted)
            continue
        thresholds = best_thresholds(wanted, probabilities)
        reached[f"F1 {head.name}"] = float(
            f1_scores(wanted > 0.5, probabilities >= thresholds).mean()
        )
    return {name: round(value, 4) for name, value in reached.items()}


def _strength_figures(
    probabilities: NDArray[np.float32], wanted: NDArray[np.float32]
) -> dict[str, float]:
    labelled = [i for i in range(len(BRIGHTER)) if not np.isnan(wanted[:, i * N_LEVELS]).any()]
    there = wanted[:, ::N_LEVELS][:, labelled]
    first = probabilities[:, ::N_LEVELS][:, labelled]
    scores = f1_scores(there > 0.5, first >= best_thresholds(there, first))
    said, true = strengths(probabilities), strengths(wanted)
    correlations = [pearson(said[:, i], true[:, i]) for i in labelled]
    return {"F1 levels": float(scores.mean()), "r strengths": float(np.mean(correlations))}


def multilabel(
    names: Sequence[str],
    targets: NDArray[np.float32],
    probabilities: NDArray[np.floating],
    thresholds: NDArray[np.float64],
) -> dict[str, Any]:
    """Return the figures of several labels that a text may have at once, ready for JSON.

    Args:
        names: of the labels.
        targets: 0 or 1, shape (n, labels).
        probabilities: shape (n, labels).
        thresholds: from which a label is answered, shape (labels,).
    """
    is_there, answered = targets > 0.5, probabilities >= thresholds
    f1, macro = f1_scores(is_there, answered), _macro_interval(is_there, answered)
    return {
        "texts": len(targets),
        "macro_f1": _round(f1.mean()),
        "macro_f1_95": macro,
        "micro_f1": _round(f1_scores(is_there.reshape(-1, 1), answered.reshape(-1, 1))[0]),
        "macro_f1_at_half": _round(f1_scores(is_there, probabilities >= 0.5).mean()),
        "calibration_error": _round(calibration_error(is_there, probabilities)),
        "labels": {
            name: {
                "texts": int(is_there[:, i].sum()),
                "threshold": _round(thresholds[i]),
                "precision": _share(is_there[:, i] & answered[:, i], answered[:, i]),
                "recall": _share(is_there[:, i] & answered[:, i], is_there[:, i]),
                "f1": _round(f1[i]),
                "calibration_error": _round(
                    calibration_error(is_there[:, [i]], probabilities[:, [i]])
                ),
            }
            for i, name in enumerate(names)
        },
    }


def reliability(
    is_there: NDArray[np.bool_], probabilities: NDArray[np.floating]
) -> list[tuple[float, float, int]]:
    """Return mean probability, share there and count of ten bins of probability; empty ones not."""
    said, true = probabilities.ravel(), is_there.ravel()
    bins = np.minimum((said * 10).astype(int), 9)
    return [
        (float(said[bins == b].mean()), float(true[bins == b].mean()), int((bins == b).sum()))
        for b in range(10)
        if (bins == b).any()
    ]


def calibration_error(is_there: NDArray[np.bool_], probabilities: NDArray[np.floating]) -> float:
    """Return the expected calibration error over all labels (Guo et al. 2017)."""
    bins = reliability(is_there, probabilities)
    return sum(abs(said - true) * n for said, true, n in bins) / is_there.size


def _macro_interval(is_there: NDArray[np.bool_], answered: NDArray[np.bool_]) -> list[float]:
    """Return the 95 % interval of the macro-F1 over 200 samples of texts with replacement."""
    rng = np.random.default_rng(0)
    samples = (rng.integers(0, len(is_there), len(is_there)) for _ in range(200))
    scores = [f1_scores(is_there[rows], answered[rows]).mean() for rows in samples]
    return [_round(value) for value in np.percentile(scores, (2.5, 97.5))]


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return _round(part.sum() / max(whole.sum(), 1))


def _round(value: float) -> float:
    return round(float(value), 4)
