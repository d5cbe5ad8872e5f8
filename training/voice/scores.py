"""How good predictions are, and how sure one can be of that with ten speakers."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Values = NDArray[np.float64]

BINS = 10
DRAWS = 1000


def recalls(truth: Ints, said: Ints, classes: int) -> Values:
    """Return the recall of each class, NaN where there is none of it; shape (classes,)."""
    found = np.bincount(truth[truth == said], minlength=classes)
    there = np.bincount(truth, minlength=classes)
    return np.where(there > 0, found / np.maximum(there, 1), np.nan)


def unweighted_recall(truth: Ints, said: Ints, classes: int) -> float:
    """Return the mean of the classes' recalls (UAR), 0..1."""
    return float(np.nanmean(recalls(truth, said, classes)))


def recall_interval(
    truth: Ints, said: Ints, speakers: NDArray[np.str_], classes: int
) -> tuple[float, float]:
    """Return the 95 % interval of UAR: bootstrap over speakers, DRAWS draws, seed 0."""
    rng = np.random.default_rng(0)
    names = np.unique(speakers)
    rows = {name: np.flatnonzero(speakers == name) for name in names}
    drawn = []
    for _ in range(DRAWS):
        index = np.concatenate([rows[name] for name in rng.choice(names, len(names))])
        drawn.append(unweighted_recall(truth[index], said[index], classes))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(truth: Ints, probabilities: Values) -> float:
    """Return the expected calibration error of the top class in BINS equal bins (ECE), 0..1."""
    return named_error(probabilities.max(axis=1), probabilities.argmax(axis=1) == truth)


def named_error(confidence: Values, right: NDArray[np.bool_]) -> float:
    """Return the ECE of what was named with a confidence; both of shape (n,)."""
    index = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[index == part].mean() - confidence[index == part].mean()) * np.mean(index == part)
        for part in np.unique(index)
    ]
    return float(np.sum(gaps))


def by_confidence(truth: Ints, probabilities: Values) -> list[dict[str, float]]:
    """Say for each least confidence how many readings reach it and how many of those are right."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    table = []
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        sure = confidence >= least
        table.append(
            {
                "confidence": least,
                "share": round(float(sure.mean()), 4),
                "accuracy": round(float(right[sure].mean()), 4) if sure.any() else 0.0,
                "accuracy_below": round(float(right[~sure].mean()), 4) if not sure.all() else 0.0,
            }
        )
    return table
