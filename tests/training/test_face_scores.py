import numpy as np
import pytest

from training.face_scores import (
    accuracy_by_measurement,
    accuracy_interval,
    average_precision,
    confusion_matrix,
    expected_calibration_error,
    log_loss,
    macro_f1,
    precision_recall,
    recalls,
    reliability,
    summary,
)

LABELS = np.array([0, 0, 0, 1, 1, 2])
PREDICTED = np.array([0, 0, 1, 1, 0, 2])
MATRIX = confusion_matrix(LABELS, PREDICTED, 4)


def test_rows_of_the_confusion_matrix_are_labels() -> None:
    assert MATRIX.tolist() == [[2, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_recall_is_unknown_without_labels() -> None:
    np.testing.assert_allclose(recalls(MATRIX), [2 / 3, 1 / 2, 1, np.nan])


def test_macro_f1_leaves_classes_without_labels_out() -> None:
    assert macro_f1(MATRIX) == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)


def test_the_interval_of_a_share() -> None:
    # 81 of 263: the example of Newcombe 1998, table I, method 3.
    assert accuracy_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    low, high = accuracy_interval(20, 20)
    assert low < 1
    assert high == pytest.approx(1)


def test_calibrated_probabilities_have_no_error_and_overconfident_ones_do() -> None:
    labels = np.array([0] * 8 + [1] * 2)
    honest = np.tile([0.8, 0.2], (10, 1))
    boastful = np.tile([1.0, 0.0], (10, 1))
    assert expected_calibration_error(labels, honest) == pytest.approx(0)
    assert expected_calibration_error(labels, boastful) == pytest.approx(0.2)


def test_log_loss_of_even_odds() -> None:
    assert log_loss(np.array([0, 1]), np.full((2, 2), 0.5)) == pytest.approx(np.log(2))


def test_the_summary_is_ready_for_json() -> None:
    probabilities = np.eye(4)[PREDICTED] * 0.7 + 0.075
    figures = summary(LABELS, probabilities, ("a", "b", "c", "d"))
    assert figures["accuracy"] == pytest.approx(0.6667)
    assert figures["recall"] == {"a": 0.6667, "b": 0.5, "c": 1.0, "d": None}
    assert figures["recall_95"]["a"] == pytest.approx(accuracy_interval(2, 3), abs=1e-4)
    assert figures["recall_95"]["d"] is None


def test_precision_and_recall_step_where_scores_change() -> None:
    is_class = np.array([True, False, True, False])
    precision, recall = precision_recall(is_class, np.array([0.9, 0.5, 0.5, 0.1]))
    np.testing.assert_allclose(precision, [1, 2 / 3, 1 / 2])
    np.testing.assert_allclose(recall, [1 / 2, 1, 1])
    assert average_precision(is_class, np.array([0.9, 0.5, 0.5, 0.1])) == pytest.approx(5 / 6)


def test_a_perfect_order_has_an_average_precision_of_one() -> None:
    assert average_precision(np.array([True, True, False]), np.array([0.9, 0.8, 0.1])) == 1


def test_reliability_puts_answers_of_one_confidence_together() -> None:
    probabilities = np.array([[0.9, 0.1], [0.1, 0.9], [0.6, 0.4]])
    weak, strong = reliability(np.array([0, 0, 0]), probabilities)
    assert (weak.n, weak.accuracy) == (1, 1)
    assert (strong.n, strong.accuracy) == (2, 0.5)
    assert strong.confidence == pytest.approx(0.9)


def test_bins_of_a_measurement_hold_equally_many_faces() -> None:
    values = list(range(100))
    bins = accuracy_by_measurement(values, [value < 50 for value in values], n_bins=4)
    assert [b["n"] for b in bins] == [25, 25, 25, 25]
    assert [b["accuracy"] for b in bins] == [1, 1, 0, 0]
    assert bins[0]["accuracy_low"] < 1 == bins[0]["accuracy_high"]


def test_one_value_is_one_bin_and_none_is_no_bin() -> None:
    assert [b["n"] for b in accuracy_by_measurement([48.0] * 5, [True] * 5)] == [5]
    assert accuracy_by_measurement([], []) == []
