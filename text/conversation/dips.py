"""Falls of valence out of a speaker's usual range, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Dip:
    """One fall and the way back.

    Attributes:
        start: index of the first message below the usual range.
        messages: how many until valence was back in it, at least 1.
    """

    start: int
    messages: int


def dips_of(valences: Sequence[float]) -> list[Dip]:
    """Dips below mean - 1 sd that were recovered from (Hipson & Mohammad 2021).

    One that lasts to the end is left out: its length is not known yet. So is one that the
    history begins with.
    """
    if len(valences) < 2:
        return []
    below = np.asarray(valences) < np.mean(valences) - np.std(valences)
    turns = np.diff(below.astype(np.int8))
    starts = np.flatnonzero(turns == 1) + 1
    ends = np.flatnonzero(turns == -1) + 1
    if below[0]:
        ends = ends[1:]
    return [Dip(int(start), int(end - start)) for start, end in zip(starts, ends, strict=False)]
