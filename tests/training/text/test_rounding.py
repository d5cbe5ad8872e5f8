import numpy as np

from training.text.rounding import LEVELS, rounded

RNG = np.random.default_rng(0)
WEIGHTS = RNG.normal(size=(48, 12)).astype(np.float32)
SCALES = (np.abs(WEIGHTS).max(axis=0) / LEVELS).astype(np.float32)
INPUTS = RNG.normal(size=(2_000, 8)) @ RNG.normal(size=(8, 48)) + 0.1 * RNG.normal(size=(2_000, 48))


def error(levels: np.ndarray) -> float:
    return float(np.abs(INPUTS @ (levels * SCALES - WEIGHTS)).mean())


def test_a_layer_answers_more_nearly_than_with_weights_rounded_one_by_one() -> None:
    one_by_one = np.rint(WEIGHTS / SCALES)
    assert error(rounded(WEIGHTS, SCALES, INPUTS.T @ INPUTS)) < 0.5 * error(one_by_one)


def test_weights_that_are_levels_stay() -> None:
    exact = np.rint(WEIGHTS / SCALES)
    found = rounded((exact * SCALES).astype(np.float32), SCALES, INPUTS.T @ INPUTS)
    np.testing.assert_array_equal(found, exact)


def test_no_level_is_beyond_seven_bits() -> None:
    assert np.abs(rounded(3 * WEIGHTS, SCALES, INPUTS.T @ INPUTS)).max() == LEVELS


def test_an_input_that_never_comes_is_rounded_like_any() -> None:
    inputs = INPUTS.copy()
    inputs[:, 5] = 0
    found = rounded(WEIGHTS, SCALES, inputs.T @ inputs)
    np.testing.assert_array_equal(found[5], np.rint(WEIGHTS[5] / SCALES))
