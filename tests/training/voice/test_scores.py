import numpy as np
import pytest

from training.voice.scores import (
    by_confidence,
    calibration_error,
    named_error,
    recall_interval,
    recalls,
    unweighted_recall,
)

TRUTH = np.array([0, 0, 0, 0, 1, 1])
SAID = np.array([0, 0, 0, 1, 1, 0])


def test_every_class_counts_alike_however_often_it_occurs() -> None:
    assert recalls(TRUTH, SAID, 2).tolist() == [0.75, 0.5]
    assert unweighted_recall(TRUTH, SAID, 2) == pytest.approx(0.625)


def test_a_class_that_does_not_occur_is_left_out() -> None:
    assert np.isnan(recalls(TRUTH, SAID, 3)[2])
    assert unweighted_recall(TRUTH, SAID, 3) == pytest.approx(0.625)


def test_confidence_that_is_as_often_right_as_it_says_has_no_error() -> None:
    right = np.array([True, True, True, False])
    assert named_error(np.full(4, 0.75), right) == pytest.approx(0.0)
    assert named_error(np.full(4, 0.95), right) == pytest.approx(0.2)
    assert named_error(np.ones(4), np.ones(4, bool)) == pytest.approx(0.0)


def test_bins_are_weighed_by_how_many_fall_in_them() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.55])
    assert named_error(confidence, np.array([True, True, True, False])) == pytest.approx(
        0.75 * 0.05 + 0.25 * 0.55
    )


def test_the_likeliest_class_is_what_is_calibrated() -> None:
    probabilities = np.array([[0.8, 0.2], [0.2, 0.8]])
    assert calibration_error(np.array([0, 1]), probabilities) == pytest.approx(0.2)
    assert calibration_error(np.array([1, 0]), probabilities) == pytest.approx(0.8)


def test_the_interval_is_about_speakers_and_not_about_clips() -> None:
    truth = np.zeros(40, int)
    alike = np.tile([0, 1], 20)
    by_speaker = np.repeat([0, 1], 20)
    speakers = np.repeat(["a", "b", "c", "d"], 10)
    low, high = recall_interval(truth, alike, speakers, 1)
    assert low == pytest.approx(0.5)
    assert high == pytest.approx(0.5)
    low, high = recall_interval(truth, by_speaker, speakers, 1)
    assert low < 0.25
    assert high > 0.75


def test_a_table_says_how_many_readings_are_as_sure_and_how_many_of_them_right() -> None:
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.55, 0.45]])
    rows = {row["confidence"]: row for row in by_confidence(np.array([0, 1, 0]), probabilities)}
    assert rows[0.5]["share"] == 1.0
    assert rows[0.5]["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert rows[0.6]["accuracy"] == 0.5
    assert rows[0.6]["accuracy_below"] == 1.0
    assert rows[0.8]["share"] == pytest.approx(1 / 3, abs=1e-4)
