import numpy as np
import pytest

from text.conversation.trend import trend_of


@pytest.mark.parametrize("valences", [[], [0.7]])
def test_too_few_messages_have_no_trend(valences: list[float]) -> None:
    assert trend_of(valences).direction == "stable"
    assert trend_of(valences).valence_trend == 0.0


def test_the_slope_is_the_median_of_all_slopes() -> None:
    # slopes of all pairs, sorted: 0.1, 0.1, 0.1, 0.5 / 3, 0.2, 0.3
    trend = trend_of([0.0, 0.1, 0.2, 0.5])
    assert trend.valence_trend == pytest.approx((0.1 + 0.5 / 3) / 2)
    assert trend.direction == "improving"


def test_one_odd_message_makes_no_trend() -> None:
    assert trend_of([-0.5, -0.5, -0.5, 0.0, -0.5, -0.5, -0.5]).direction == "stable"


def test_only_the_last_ten_messages_count() -> None:
    falling = list(np.linspace(0.9, -0.6, 30))
    flat = [-0.6] * 10
    assert trend_of(falling).direction == "worsening"
    assert trend_of([*falling, *flat]).direction == "stable"


@pytest.mark.parametrize("valences", [[-0.5, -0.6], [-0.5, -0.55, -0.62]])
def test_a_small_change_over_few_messages_is_stable(valences: list[float]) -> None:
    assert trend_of(valences).direction == "stable"


def test_relief_at_the_end_of_complaints_is_an_improvement() -> None:
    assert trend_of([-0.5, -0.6, -0.7, -0.8, 0.7]).direction == "improving"


def test_an_outburst_at_the_end_of_good_talk_is_a_worsening() -> None:
    assert trend_of([0.5, 0.5, 0.6, 0.7, -0.6]).direction == "worsening"


def test_ups_and_downs_are_stable() -> None:
    assert trend_of([-0.5, 0.5] * 5).direction == "stable"


def test_a_shift_is_forgotten_when_its_level_has_held() -> None:
    assert trend_of([-0.6, -0.7, -0.6, *[0.6] * 9]).direction == "stable"
