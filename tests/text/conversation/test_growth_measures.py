import math

import pytest

from text.categories import Category
from text.conversation.dips import Dip
from text.conversation.growth_measures import (
    Estimate,
    emodiversity,
    granularity,
    inertia,
    instability,
    recovery,
    z_of,
)


def test_inertia_is_the_lag_1_autocorrelation() -> None:
    # deviations -2 -1 0 1 2: (2 + 0 + 0 + 2) / 10
    estimate = inertia([0.1, 0.2, 0.3, 0.4, 0.5])
    assert estimate is not None
    assert estimate.value == pytest.approx(0.4)
    assert estimate.compared == pytest.approx(math.atanh(0.4))
    assert estimate.error == pytest.approx(1 / math.sqrt(2))


def test_instability_is_the_root_mean_square_of_successive_differences() -> None:
    # differences 0.3, -0.1, 0.2
    estimate = instability([0.0, 0.3, 0.2, 0.4])
    assert estimate is not None
    assert estimate.value == pytest.approx(math.sqrt((0.09 + 0.01 + 0.04) / 3))
    assert estimate.error == pytest.approx(math.sqrt(8) / 6)


def test_recovery_is_the_mean_length_of_dips() -> None:
    estimate = recovery([Dip(0, 1), Dip(5, 2), Dip(9, 6)])
    assert estimate is not None
    assert estimate.value == pytest.approx(3.0)
    # variance of 1, 2, 6 is 7
    assert estimate.error == pytest.approx(math.sqrt(7 / 3))
    assert recovery([Dip(0, 1), Dip(5, 2)]) is None


def test_granularity_is_low_where_emotions_of_one_sign_go_together() -> None:
    together = [{**dict.fromkeys(Category, 0.0), **_negative(x, x, x)} for x in _ARC]
    apart = [{**dict.fromkeys(Category, 0.0), **_negative(x, 1 - x, 0.5)} for x in _ARC]
    low, high = granularity(together), granularity(apart)
    assert low is not None
    assert high is not None
    assert low.value == pytest.approx(0.0)
    assert high.value == pytest.approx(2.0)
    assert high.compared > low.compared


_ARC = (0.1, 0.4, 0.2, 0.8, 0.6, 0.9)


def _negative(sadness: float, anger: float, fear: float) -> dict[Category, float]:
    return {Category.SADNESS: sadness, Category.ANGER: anger, Category.FEAR: fear}


def test_emodiversity_is_the_entropy_of_the_emotions() -> None:
    even = emodiversity(["joy", "anger"] * 4)
    single = emodiversity(["joy"] * 8)
    assert even is not None
    assert single is not None
    assert even.value == pytest.approx(math.log(2))
    assert single.value == 0.0
    # first-order variance 0, then (k - 1) / (2 n^2)
    assert even.error == pytest.approx(math.sqrt(1 / 128))
    assert emodiversity(["joy"] * 4) is None


def test_what_does_not_change_has_no_measure() -> None:
    assert inertia([0.2] * 9) is None
    assert instability([0.2] * 9) is None
    assert instability([]) is None
    assert granularity([dict.fromkeys(Category, 0.1)] * 9) is None


def test_z_is_the_difference_in_standard_errors() -> None:
    assert z_of(Estimate(0, 1.0, 3.0), Estimate(0, 11.0, 4.0)) == pytest.approx(2.0)
