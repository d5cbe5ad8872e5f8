import pytest

from text.conversation.shifts import breakthroughs_of, latest_shift, setbacks_of


def test_a_lasting_gain_is_confirmed() -> None:
    (gain,) = breakthroughs_of([-0.6, -0.5, -0.55, 0.3, 0.35, 0.25, 0.3])
    assert gain.index == 3
    assert gain.standing == "confirmed"
    assert gain.change == pytest.approx(0.85)
    assert gain.mean_before == pytest.approx(-0.55)
    assert gain.mean_after == pytest.approx(0.3)


def test_a_lasting_loss_is_a_setback() -> None:
    valences = [0.6, 0.5, 0.55, -0.3, -0.35, -0.25]
    assert breakthroughs_of(valences) == []
    (loss,) = setbacks_of(valences)
    assert loss.change == pytest.approx(-0.85)
    assert loss.mean_before == pytest.approx(0.55)
    assert loss.mean_after == pytest.approx(-0.3)


@pytest.mark.parametrize("after", [[0.3], [0.3, 0.2]])
def test_a_fresh_gain_is_a_candidate(after: list[float]) -> None:
    (gain,) = breakthroughs_of([-0.6, -0.5, -0.55, *after])
    assert gain.standing == "candidate"


def test_a_candidate_that_falls_back_is_dropped() -> None:
    assert breakthroughs_of([-0.6, -0.5, -0.55, 0.3, -0.6]) == []
    assert breakthroughs_of([-0.6, -0.5, -0.55, 0.3, -0.6, -0.5]) == []


def test_one_message_before_is_too_few() -> None:
    assert breakthroughs_of([-0.6, 0.5]) == []


def test_a_gain_of_less_than_four_tenths_is_none() -> None:
    assert breakthroughs_of([0.0, 0.0, 0.0, 0.39, 0.39, 0.39]) == []
    assert len(breakthroughs_of([0.0, 0.0, 0.0, 0.4, 0.4, 0.4])) == 1


def test_from_far_down_a_gain_must_be_larger() -> None:
    # a quarter of the distance from -0.9 to 1 is 0.475
    assert breakthroughs_of([-0.9, -0.9, -0.9, -0.45, -0.45, -0.45]) == []
    assert len(breakthroughs_of([-0.9, -0.9, -0.9, -0.42, -0.42, -0.42])) == 1


def test_means_must_differ_by_the_critical_t_of_their_error() -> None:
    # Means -0.4 and 0.3; t(0.995, df 4) = 4.604. Pooled variance s2 gives an error of
    # sqrt(s2 x 2/3): with deviations of 0.2 it is 0.163 and 0.75 is needed, with 0.15 0.56.
    assert breakthroughs_of([-0.2, -0.6, -0.4, 0.3, 0.5, 0.1]) == []
    assert len(breakthroughs_of([-0.25, -0.55, -0.4, 0.3, 0.45, 0.15])) == 1


def test_of_two_steps_of_one_rise_the_larger_counts() -> None:
    (gain,) = breakthroughs_of([-0.8, -0.8, -0.8, -0.3, 0.5, 0.5, 0.5, 0.5])
    assert gain.index == 4


def test_the_latest_shift_is_told_by_the_message_before_it() -> None:
    assert latest_shift([-0.6, -0.6, -0.6, 0.5, 0.5, 0.5, -0.5]) == 5
    assert latest_shift([0.1] * 8) is None
