"""Labelled texts, each with labels for some heads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.text.heads import HEADS

Targets = Mapping[str, NDArray[np.float32]]
"""By head; shape (n, labels of the head). NaN is what nobody labelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts and their targets.

    Attributes:
        name: of the data set.
        texts: n of them.
        targets: float32, shape (n, labels), by head; a head that is missing is all NaN.
        share: how often an epoch shows each text; 0.25 is a new quarter in each epoch.
    """

    name: str
    texts: tuple[str, ...]
    targets: Targets
    share: float = 1.0

    def __post_init__(self) -> None:
        for head, values in self.targets.items():
            if len(values) != len(self.texts):
                raise ValueError(f"{self.name}: {len(values)} rows of {head}")

    def __len__(self) -> int:
        return len(self.texts)


def joined_texts(corpora: Sequence[Corpus]) -> list[str]:
    return [text for corpus in corpora for text in corpus.texts]


def joined_targets(corpora: Sequence[Corpus]) -> dict[str, NDArray[np.float32]]:
    """Return the targets of all corpora one after the other, with every head."""
    return {
        head.name: np.concatenate(
            [
                corpus.targets.get(
                    head.name, np.full((len(corpus), len(head.labels)), np.nan, np.float32)
                )
                for corpus in corpora
            ]
        )
        for head in HEADS
    }


def epoch_rows(corpora: Sequence[Corpus], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return the rows of one epoch, in random order, each corpus as often as its share says."""
    rows: list[NDArray[np.intp]] = []
    start = 0
    for corpus in corpora:
        shown = round(corpus.share * len(corpus))
        turns = -(-shown // len(corpus))
        order = np.concatenate([rng.permutation(len(corpus)) for _ in range(turns)])
        rows.append(start + order[:shown])
        start += len(corpus)
    return rng.permutation(np.concatenate(rows))


def length_batches(
    lengths: NDArray[np.integer], rows: NDArray[np.intp], batch: int, rng: np.random.Generator
) -> list[NDArray[np.intp]]:
    """Cut rows into batches of texts of similar length, in random order.

    Rows are sorted only among 50 batches, so that a batch differs from epoch to epoch. A last
    incomplete batch is left out.

    Args:
        lengths: tokens of every text.
        rows: indices into `lengths`, in random order.
        batch: rows of a batch.
        rng: decides the order of the batches.
    """
    batches: list[NDArray[np.intp]] = []
    for start in range(0, len(rows), 50 * batch):
        chunk = rows[start : start + 50 * batch]
        chunk = chunk[np.argsort(lengths[chunk], kind="stable")]
        batches += [chunk[at : at + batch] for at in range(0, len(chunk) - batch + 1, batch)]
    return [batches[index] for index in rng.permutation(len(batches))]
