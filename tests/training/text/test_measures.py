import numpy as np
import pytest
from sklearn.metrics import f1_score

from training.text.corpus import Corpus, joined_targets
from training.text.heads import AFFECT, HEADS, LEVELS
from training.text.measures import (
    best_threshold,
    calibration_error,
    f1_scores,
    figures,
    multilabel,
    pearson,
    reliability,
    sigmoid,
    steady_thresholds,
)


def test_no_threshold_beats_the_best_one() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 3, 5, 8, 40):
        there, said = rng.random(n) < 0.5, rng.integers(1, 9, n) / 10
        every = [f1_scores(there[:, None], said[:, None] >= t)[0] for t in np.arange(0, 1, 0.05)]
        best = f1_scores(there[:, None], said[:, None] >= best_threshold(there, said))[0]
        assert best >= max(every)


def test_the_best_threshold_lies_between_two_probabilities() -> None:
    there = np.array([True, True, False, False])
    assert best_threshold(there, np.array([0.9, 0.8, 0.4, 0.1])) == pytest.approx(0.6)


def test_nothing_to_find_has_an_even_threshold() -> None:
    assert best_threshold(np.zeros(3, bool), np.array([0.1, 0.2, 0.3])) == 0.5


def test_steady_thresholds_part_what_is_there_from_what_is_not() -> None:
    probabilities = np.linspace(0, 1, 40, dtype=np.float32)[:, None]
    targets = (probabilities > 0.6).astype(np.float32)
    assert steady_thresholds(targets, probabilities) == pytest.approx(0.6, abs=0.05)


def test_one_odd_text_moves_a_steady_threshold_little() -> None:
    rng = np.random.default_rng(1)
    probabilities = rng.uniform(size=(150, 1)).astype(np.float32)
    targets = (probabilities > 0.5).astype(np.float32)
    odd = targets.copy()
    odd[probabilities.argmin()] = 1
    plain = steady_thresholds(targets, probabilities)
    assert steady_thresholds(odd, probabilities) == pytest.approx(plain, abs=0.02)


def test_f1_agrees_with_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    there, answered = rng.random((2, 50, 3)) < 0.3
    expected = f1_score(there, answered, average=None, zero_division=0)
    np.testing.assert_allclose(f1_scores(there, answered), expected)


def test_correlation_of_what_does_not_vary_is_none() -> None:
    assert pearson(np.ones(3), np.arange(3.0)) == 0
    assert pearson(np.arange(3.0), 2 * np.arange(3.0) + 1) == pytest.approx(1)


def test_sigmoid_stands_great_logits() -> None:
    np.testing.assert_allclose(sigmoid(np.array([-80.0, 0.0, 80.0])), [0, 0.5, 1], atol=1e-30)


def test_reliability_counts_every_probability_once() -> None:
    said = np.array([[0.05, 0.07], [0.55, 1.0]])
    there = np.array([[False, True], [True, True]])
    bins = reliability(there, said)
    assert [n for _, _, n in bins] == [2, 1, 1]
    assert bins[0][:2] == pytest.approx((0.06, 0.5))


def test_calibration_error_is_the_mean_distance_from_the_truth() -> None:
    said = np.array([[0.25]] * 4 + [[0.95]] * 4)
    there = np.array([[True], [False], [False], [False]] + [[True]] * 4)
    assert calibration_error(there, said) == pytest.approx((0 + 0.05) / 2)


def test_multilabel_figures_of_a_known_table() -> None:
    targets = np.array([[1, 0], [1, 1], [0, 0], [0, 1]], np.float32)
    said = np.array([[0.9, 0.1], [0.3, 0.8], [0.6, 0.2], [0.1, 0.4]])
    made = multilabel(("a", "b"), targets, said, np.array([0.25, 0.5]))
    assert made["labels"]["a"]["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert made["labels"]["a"]["recall"] == 1
    assert made["labels"]["b"]["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert made["macro_f1"] == pytest.approx((0.8 + 2 / 3) / 2, abs=1e-4)
    assert made["macro_f1_at_half"] == pytest.approx((0.5 + 2 / 3) / 2, abs=1e-4)
    low, high = made["macro_f1_95"]
    assert low <= made["macro_f1"] <= high


def test_figures_tell_only_of_heads_that_are_labelled() -> None:
    rated = Corpus("rated", ("a", "b"), {"affect": np.array([[1, 2, 3], [3, 2, 1]], np.float32)})
    outputs = {head.name: np.zeros((2, len(head.labels)), np.float32) for head in HEADS}
    outputs["affect"] = np.array([[1, 5, 1], [2, 6, 2]], np.float32)
    made = figures(outputs, joined_targets([rated]))
    assert made == {f"r {name}": value for name, value in zip(AFFECT, (1, 0, -1), strict=True)}


def test_sure_and_right_levels_have_full_marks_without_the_unlabelled_emotion() -> None:
    levels = np.tile([[0, 0, 0], [1, 1, 0]], (3, 1)).reshape(-1, 18)[:1].repeat(2, 0)
    levels[1] = 1 - levels[1]
    targets = levels.astype(np.float32)
    targets[:, [LEVELS.index(f"disgust>={level}") for level in (1, 2, 3)]] = np.nan
    outputs = {head.name: np.zeros((2, len(head.labels)), np.float32) for head in HEADS}
    outputs["levels"] = np.where(levels > 0, 20, -20).astype(np.float32)
    made = figures(outputs, joined_targets([Corpus("b", ("a", "b"), {"levels": targets})]))
    assert made["F1 levels"] == 1
    assert made["r strengths"] == pytest.approx(1, abs=1e-4)
