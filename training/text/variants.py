"""Texts that are close to the training texts, for teachers to answer: nobody labelled them.

A student learns a teacher's answers better from more texts than were labelled (Jiao et al. 2020,
arXiv:1909.10351, who replace words by neighbours in a vector space, too).
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.text.corpus import Corpus

Neighbours = Mapping[str, tuple[str, ...]]
"""By word, in lower case: the words most like it, the nearest first."""

_WORD = re.compile(r"[A-Za-z]{3,}")
_N_NEIGHBOURS = 10

# A cosine below which a neighbour has little in common with the word but its frequency.
_LEAST_COSINE = 0.38

_ROWS_AT_ONCE = 1000

_REPLACED = (0.1, 0.4)
"""Shares of the words of a text that are replaced: drawn between these two for each text."""

_PART_SHARE = 0.3
_LEAST_WORDS = 6
"""Of longer texts some lose their beginning or end, down to this many words."""


def neighbours(
    vocabulary: Mapping[str, int], vectors: NDArray[np.floating], texts: Sequence[str]
) -> Neighbours:
    """Return the neighbours of the words of some texts, among these words.

    Args:
        vocabulary: row in `vectors` by word.
        vectors: of words, shape (rows, size).
        texts: words of `vocabulary` that are in none of them are left out.
    """
    there = {word.lower() for text in texts for word in _WORD.findall(text)}
    words = sorted(there & vocabulary.keys())
    rows = vectors[[vocabulary[word] for word in words]].astype(np.float32)
    rows -= rows.mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    near: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(words), _ROWS_AT_ONCE):
        cosines = rows[start : start + _ROWS_AT_ONCE] @ rows.T
        for at, row in enumerate(cosines, start):
            row[at] = -1
            near[words[at]] = _nearest(row, words)
    return near


def variants(corpus: Corpus, near: Neighbours, turns: int, seed: int) -> Corpus:
    """Return `turns` unlabelled variants of each text of a corpus; the share stays.

    Args:
        corpus: whose texts to vary.
        near: what may stand for a word.
        turns: variants of each text.
        seed: the same one makes the same texts.
    """
    rng = np.random.default_rng(seed)
    texts = [variant(text, near, rng) for _ in range(turns) for text in corpus.texts]
    return dataclasses.replace(
        corpus, name=f"variants of {corpus.name}", texts=tuple(texts), targets={}
    )


def variant(text: str, near: Neighbours, rng: np.random.Generator) -> str:
    """Return a text with some words replaced by neighbours, and sometimes only a part of it."""
    replaced = rng.uniform(*_REPLACED)

    def word_or_neighbour(match: re.Match[str]) -> str:
        others = near.get(match.group().lower())
        if not others or rng.random() >= replaced:
            return match.group()
        return others[rng.integers(len(others))]

    return _WORD.sub(word_or_neighbour, _part(text, rng))


def _part(text: str, rng: np.random.Generator) -> str:
    words = text.split()
    if len(words) <= _LEAST_WORDS or rng.random() >= _PART_SHARE:
        return text
    length = int(rng.integers(_LEAST_WORDS, len(words)))
    start = int(rng.integers(len(words) - length + 1))
    return " ".join(words[start : start + length])


def _nearest(cosines: NDArray[np.float32], words: Sequence[str]) -> tuple[str, ...]:
    found = np.argpartition(-cosines, min(_N_NEIGHBOURS, len(words) - 1))[:_N_NEIGHBOURS]
    ordered = found[np.argsort(-cosines[found], kind="stable")]
    return tuple(words[row] for row in ordered if cosines[row] >= _LEAST_COSINE)
