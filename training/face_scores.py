"""Figures of merit: pure functions of labels and probabilities.

Conventions: `labels` int, shape (n,); `probabilities` shape (n, k), rows adding up to
1; a class without any label is left out of macro averages.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.integer]
FloatArray = NDArray[np.floating]

_ECE_BINS = 15
_NORMAL_95 = 1.96


def confusion_matrix(labels: IntArray, predicted: IntArray, n_classes: int) -> NDArray[np.int64]:
    """Return counts, shape (k, k): row = label, column = prediction."""
    matrix = np.zeros((n_classes, n_classes), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


def recalls(matrix: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the recall of each class, nan where the class has no label."""
    support = matrix.sum(axis=1)
    shares = np.full(len(matrix), np.nan)
    np.divide(matrix.diagonal(), support, out=shares, where=support > 0)
    return shares


def macro_f1(matrix: NDArray[np.int64]) -> float:
    """Return the mean F1 of the classes that have labels."""
    support = matrix.sum(axis=1)
    f1 = 2 * matrix.diagonal() / np.maximum(support + matrix.sum(axis=0), 1)
    return float(f1[support > 0].mean())


def accuracy_interval(correct: int, total: int) -> tuple[float, float]:
    """Return the 95 % Wilson (1927) score interval of a share, doi:10.2307/2276774."""
    share, z2 = correct / total, _NORMAL_95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = share * (1 - share) / total + z2 / (4 * total**2)
    half_width = _NORMAL_95 * np.sqrt(spread) / (1 + z2 / total)
    return float(centre - half_width), float(centre + half_width)


def expected_calibration_error(labels: IntArray, probabilities: FloatArray) -> float:
    """Return the mean gap between confidence and accuracy over 15 equal bins of confidence.

    Guo et al. 2017, arXiv:1706.04599.
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * _ECE_BINS).astype(int), _ECE_BINS - 1)
    gaps = np.bincount(bins, correct - confidence, minlength=_ECE_BINS)
    return float(np.abs(gaps).sum() / len(labels))


class ReliabilityBin(NamedTuple):
    """Answers of about the same confidence: their number, mean confidence and share right."""

    n: int
    confidence: float
    accuracy: float


def reliability(labels: IntArray, probabilities: FloatArray) -> list[ReliabilityBin]:
    """Return the bins of expected_calibration_error that are not empty."""
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * _ECE_BINS).astype(int), _ECE_BINS - 1)
    chosen = [bins == number for number in np.unique(bins)]
    return [
        ReliabilityBin(int(rows.sum()), float(confidence[rows].mean()), float(correct[rows].mean()))
        for rows in chosen
    ]


def precision_recall(
    is_class: NDArray[np.bool_], scores: FloatArray
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return precision and recall of "score at least s", for each s that occurs, downwards.

    Args:
        is_class: shape (n,), at least one of them True.
        scores: of that class, shape (n,).
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(is_class[order])
    # Faces of one score are answered together: only the last of them ends a step.
    last = np.append(np.diff(scores[order]) != 0, True)
    precision = hits / np.arange(1, len(hits) + 1)
    return precision[last], (hits / hits[-1])[last]


def average_precision(is_class: NDArray[np.bool_], scores: FloatArray) -> float:
    """Return the mean precision over the steps in recall; arguments as in precision_recall."""
    precision, recall = precision_recall(is_class, scores)
    return float((precision * np.diff(recall, prepend=0.0)).sum())


def accuracy_by_measurement(
    values: Sequence[float], right: Sequence[bool], n_bins: int = 8
) -> list[dict[str, float]]:
    """Return accuracy with its 95 % interval in bins that hold about equally many values."""
    edges = np.unique(np.quantile(values, np.linspace(0, 1, n_bins + 1))) if values else np.empty(0)
    bins = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, max(len(edges) - 2, 0))
    hits = np.asarray(right, bool)
    return [_accuracy_bin(np.asarray(values)[bins == b], hits[bins == b]) for b in np.unique(bins)]


def _accuracy_bin(values: FloatArray, right: NDArray[np.bool_]) -> dict[str, float]:
    low, high = accuracy_interval(int(right.sum()), len(right))
    return {
        "low": round(float(values.min()), 4),
        "high": round(float(values.max()), 4),
        "n": len(values),
        "accuracy": round(float(right.mean()), 4),
        "accuracy_low": round(low, 4),
        "accuracy_high": round(high, 4),
    }


def log_loss(labels: IntArray, probabilities: FloatArray) -> float:
    """Return the mean negative log probability of the labels."""
    return float(-np.log(probabilities[np.arange(len(labels)), labels]).mean())


def summary(labels: IntArray, probabilities: FloatArray, names: tuple[str, ...]) -> dict[str, Any]:
    """Return all figures of one test, rounded to four places, ready for JSON."""
    predicted = probabilities.argmax(axis=1)
    matrix = confusion_matrix(labels, predicted, len(names))
    correct = int(matrix.trace())
    return {
        "n": len(labels),
        "accuracy": round(correct / len(labels), 4),
        "accuracy_95": _rounded_interval(correct, len(labels)),
        "macro_f1": round(macro_f1(matrix), 4),
        "ece": round(expected_calibration_error(labels, probabilities), 4),
        "recall": {
            name: None if np.isnan(recall) else round(float(recall), 4)
            for name, recall in zip(names, recalls(matrix), strict=True)
        },
        "recall_95": {
            name: _rounded_interval(int(row[index]), int(row.sum()))
            for index, (name, row) in enumerate(zip(names, matrix, strict=True))
        },
        "confusion": matrix.tolist(),
    }


def _rounded_interval(correct: int, total: int) -> list[float] | None:
    return [round(end, 4) for end in accuracy_interval(correct, total)] if total else None
