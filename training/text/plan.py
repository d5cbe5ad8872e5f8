"""Which texts each step of a training run shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.text.corpus import Corpus, epoch_rows, length_batches
from training.text.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a run.

    Attributes:
        steps: rows of the joined corpora, for each step.
        ends: the number of steps after each epoch, begun ones included.
    """

    steps: list[NDArray[np.intp]]
    ends: list[int]

    def epoch_after(self, step: int) -> int | None:
        """Return the number of the epoch that ends with this many steps, from 1, if one does."""
        return self.ends.index(step) + 1 if step in self.ends else None


def plan(corpora: Sequence[Corpus], lengths: NDArray[np.integer], recipe: Recipe) -> Plan:
    """Return the same plan for the same corpora and recipe.

    Each epoch depends on nothing but its number, so that a longer run begins like a shorter one.

    Args:
        corpora: to train on.
        lengths: tokens of each of their texts.
        recipe: its epochs may end with a part of one.
    """
    steps: list[NDArray[np.intp]] = []
    ends: list[int] = []
    for epoch in range(int(np.ceil(recipe.epochs))):
        rng = np.random.default_rng((recipe.seed, epoch))
        batches = length_batches(lengths, epoch_rows(corpora, rng), recipe.batch, rng)
        shown = round(min(recipe.epochs - epoch, 1) * len(batches))
        steps += batches[:shown]
        ends.append(len(steps))
    return Plan(steps, ends)
