"""Cutting long texts into windows that a model can read, and joining what it says of them."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MARK = r"[.!?\u2026\u3002\uff01\uff1f]"
# Looked for from the first of several marks only: from each of them, ten thousand dots would take
# the square of their number in steps.
_SENTENCE_END = re.compile(rf"(?<!{_MARK}){_MARK}+[\"'\u201d\u2019)\]]*\s+|\n+")

_PEAK_SHARE = 0.5


def windows(text: str, starts: Sequence[int], capacity: int) -> list[tuple[int, int]]:
    """Return ranges of tokens of at most `capacity`, cut at sentence ends where there are any.

    Args:
        text: what the tokens are of.
        starts: where in the text each token begins.
        capacity: tokens a window, special ones not counted.
    """
    if len(starts) <= capacity:
        return [(0, len(starts))]
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    cuts = np.unique(np.searchsorted(starts, ends))
    ranges: list[tuple[int, int]] = []
    start = 0
    while len(starts) - start > capacity:
        near = cuts[(cuts > start) & (cuts <= start + capacity)]
        end = int(near[-1]) if len(near) else start + capacity
        ranges.append((start, end))
        start = end
    return [*ranges, (start, len(starts))]


def joined_logits(
    logits: NDArray[np.float32], weights: NDArray[np.float64], absences: Sequence[int] = ()
) -> NDArray[np.float32]:
    """Join the logits of a text's windows: halfway between their mean and their peak.

    A mean alone drowns one angry sentence in a calm page; a peak alone, or a noisy-or, finds
    something in every long text.

    Args:
        logits: shape (windows, labels).
        weights: tokens of each window.
        absences: columns that say that nothing is there; theirs is the lowest peak.
    """
    mean = joined_values(logits, weights)
    peak = logits.max(axis=0)
    peak[list(absences)] = logits[:, list(absences)].min(axis=0)
    joined: NDArray[np.float32] = (1 - _PEAK_SHARE) * mean + _PEAK_SHARE * peak
    return joined


def joined_values(values: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the mean of a text's windows, weighted by their tokens, shape (columns,)."""
    mean: NDArray[np.float32] = np.average(values, axis=0, weights=weights).astype(np.float32)
    return mean
