import numpy as np
import pytest

from training.text.corpus import (
    Corpus,
    epoch_rows,
    joined_targets,
    joined_texts,
    length_batches,
)
from training.text.heads import HEADS, PLUTCHIK


def _corpus(n: int, share: float = 1.0) -> Corpus:
    targets = np.zeros((n, len(PLUTCHIK)), np.float32)
    return Corpus("made up", tuple(str(i) for i in range(n)), {"plutchik": targets}, share)


def test_targets_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="3 rows of plutchik"):
        Corpus("short", ("a", "b"), {"plutchik": np.zeros((3, 8), np.float32)})


def test_joined_corpora_have_every_head_and_nan_where_nobody_labelled() -> None:
    affect = Corpus("ratings", ("c",), {"affect": np.array([[1, 2, 3]], np.float32)})
    corpora = [_corpus(2), affect]
    targets = joined_targets(corpora)
    assert joined_texts(corpora) == ["0", "1", "c"]
    assert set(targets) == {head.name for head in HEADS}
    assert targets["affect"][2].tolist() == [1, 2, 3]
    assert np.isnan(targets["affect"][:2]).all()
    assert np.isnan(targets["plutchik"][2]).all()
    assert all(len(values) == 3 for values in targets.values())


def test_an_epoch_shows_each_corpus_as_often_as_its_share_says() -> None:
    corpora = [_corpus(10, 0.3), _corpus(4, 2.5), _corpus(5)]
    rows = epoch_rows(corpora, np.random.default_rng(0))
    counts = np.bincount(rows, minlength=19)
    assert sorted(counts[:10]) == [0] * 7 + [1] * 3
    assert sorted(counts[10:14]) == [2, 2, 3, 3]
    assert counts[14:].tolist() == [1] * 5


def test_another_epoch_shows_another_part_in_another_order() -> None:
    corpora = [_corpus(100, 0.5)]
    one, other = (epoch_rows(corpora, np.random.default_rng(seed)) for seed in (0, 1))
    assert set(one.tolist()) != set(other.tolist())


def test_batches_hold_texts_of_similar_length_each_once() -> None:
    rng = np.random.default_rng(0)
    lengths = rng.integers(3, 60, 1000)
    batches = length_batches(lengths, rng.permutation(1000), 10, rng)
    assert sorted(np.concatenate(batches).tolist()) == list(range(1000))
    assert all(len(batch) == 10 for batch in batches)
    assert np.mean([np.ptp(lengths[batch]) for batch in batches]) < 3


def test_an_incomplete_batch_is_left_out() -> None:
    rng = np.random.default_rng(0)
    batches = length_batches(np.full(25, 5), np.arange(25), 10, rng)
    assert [len(batch) for batch in batches] == [10, 10]
