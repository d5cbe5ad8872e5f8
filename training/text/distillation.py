"""What teachers add to labels: their own answers, also where nobody labelled anything."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.text.corpus import Corpus, Targets, joined_targets
from training.text.heads import HEADS
from training.text.measures import sigmoid

Known = Mapping[str, NDArray[np.bool_]]
"""By head, shape (labels,): whether anybody labelled it at all."""


def taught_corpora(
    corpora: Sequence[Corpus], teachers: Sequence[Targets], labels_shares: Sequence[float]
) -> list[Corpus]:
    """Return the corpora with the mean of teachers' answers beside their labels.

    Args:
        corpora: those that the teachers learnt from are among them.
        teachers: outputs of each for the texts of all corpora, by head, shape (n, labels).
        labels_shares: weight of a label beside the answer, 0..1, for each corpus.
    """
    outputs = {head.name: np.mean([each[head.name] for each in teachers], axis=0) for head in HEADS}
    known = known_labels(corpora)
    found: list[Corpus] = []
    start = 0
    for corpus, labels_share in zip(corpora, labels_shares, strict=True):
        rows = slice(start, start + len(corpus))
        own = {name: values[rows] for name, values in outputs.items()}
        found.append(taught(corpus, own, known, labels_share))
        start += len(corpus)
    return found


def known_labels(corpora: Sequence[Corpus]) -> Known:
    """Return which labels a teacher of these corpora has learnt."""
    targets = joined_targets(corpora)
    return {head.name: np.asarray(np.isfinite(targets[head.name]).any(axis=0)) for head in HEADS}


def taught(corpus: Corpus, outputs: Targets, known: Known, labels_share: float) -> Corpus:
    """Return a corpus with a teacher's answers in its targets.

    The loss of a probability is linear in its target, so that a target between label and answer
    is worth as much as a loss for each (Hinton et al. 2015, arXiv:1503.02531).

    Args:
        corpus: with labels of some heads.
        outputs: the teacher's for its texts, by head, shape (n, labels).
        known: labels that the teacher has learnt; of the others it knows nothing.
        labels_share: weight of a label beside the answer, 0..1.
    """
    targets = {}
    for head in HEADS:
        output = outputs[head.name]
        answers = sigmoid(output) if head.kind == "logits" else output
        labels = corpus.targets.get(head.name, np.full_like(answers, np.nan))
        mixed = labels_share * labels + (1 - labels_share) * answers
        soft = np.where(np.isnan(labels), answers, mixed)
        targets[head.name] = np.where(known[head.name], soft, np.nan).astype(np.float32)
    return dataclasses.replace(corpus, targets=targets)
