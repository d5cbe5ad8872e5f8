import numpy as np
import pytest

from voice.energy import HIGH_FROM, KNOWN_WINDOWS, LOW_BELOW, WEIGHTS, liveliness
from voice.features import FEATURE_NAMES


def normalised(**values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    vector = np.zeros(len(FEATURE_NAMES), np.float32)
    for name, value in values.items():
        vector[FEATURE_NAMES.index(name)] = value
    return vector


def test_speaking_as_always_is_neither_high_nor_low() -> None:
    assert liveliness(normalised(), 10) == 0
    assert LOW_BELOW < 0 < HIGH_FROM


def test_louder_higher_and_faster_is_livelier() -> None:
    for name, weight in WEIGHTS.items():
        livelier = normalised(**{name: np.sign(weight)})
        assert liveliness(livelier, 10) == pytest.approx(abs(weight))
    everything = normalised(**{name: np.sign(weight) for name, weight in WEIGHTS.items()})
    assert liveliness(everything, 10) == pytest.approx(1.0)


def test_loudness_tells_nothing_before_the_gain_is_known() -> None:
    assert liveliness(normalised(loudness=9.0), KNOWN_WINDOWS - 1) == 0
    assert liveliness(normalised(loudness=9.0), KNOWN_WINDOWS) > HIGH_FROM


def test_limits_mean_the_same_before_and_after_the_gain_is_known() -> None:
    lively = normalised(**{name: np.sign(weight) for name, weight in WEIGHTS.items()})
    before, after = (liveliness(lively, windows) for windows in (0, KNOWN_WINDOWS))
    assert before == pytest.approx(after)


def test_one_wild_value_does_not_decide_alone() -> None:
    assert liveliness(normalised(syllable_rate=1000.0), 10) < HIGH_FROM
