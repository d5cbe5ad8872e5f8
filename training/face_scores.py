"""Figures of merit: pure functions of labels and probabilities.

Conventions: `labels` int, shape (n,); `probabilities` shape (n, k), rows adding up to
1; a class without any label is left out of macro averages.
"""

from typing import Any

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


def log_loss(labels: IntArray, probabilities: FloatArray) -> float:
    """Return the mean negative log probability of the labels."""
    return float(-np.log(probabilities[np.arange(len(labels)), labels]).mean())


def summary(labels: IntArray, probabilities: FloatArray, names: tuple[str, ...]) -> dict[str, Any]:
    """Return all figures of one test, rounded to four places, ready for JSON."""
    predicted = probabilities.argmax(axis=1)
    matrix = confusion_matrix(labels, predicted, len(names))
    correct = int(matrix.trace())
    low, high = accuracy_interval(correct, len(labels))
    return {
        "n": len(labels),
        "accuracy": round(correct / len(labels), 4),
        "accuracy_95": [round(low, 4), round(high, 4)],
        "macro_f1": round(macro_f1(matrix), 4),
        "ece": round(expected_calibration_error(labels, probabilities), 4),
        "recall": {
            name: None if np.isnan(recall) else round(float(recall), 4)
            for name, recall in zip(names, recalls(matrix), strict=True)
        },
        "confusion": matrix.tolist(),
    }
