import pytest

from tests.text.conversation.builders import turns_of
from text.conversation.baseline import Baseline, baseline_of
from text.conversation.felt import felt


def _baseline(*valences: float) -> Baseline | None:
    return baseline_of([felt(turn) for turn in turns_of(valences)])


@pytest.mark.parametrize("valences", [(), (0.5,)])
def test_there_is_none_before_the_second_message(valences: tuple[float, ...]) -> None:
    assert _baseline(*valences) is None


def test_the_newest_message_is_left_out() -> None:
    baseline = _baseline(0.3, -0.9)
    assert baseline is not None
    assert baseline.average_intensity == pytest.approx(0.6)
    assert baseline.baseline_valence == pytest.approx(0.3)
    assert baseline.messages == 1


def test_the_weight_halves_in_ten_messages() -> None:
    baseline = _baseline(1.0, *[0.0] * 10, 0.5)
    weights = [0.5 ** (age / 10) for age in range(11)]
    assert baseline is not None
    assert baseline.baseline_valence == pytest.approx(0.5 / sum(weights))
    assert baseline.messages == 11
