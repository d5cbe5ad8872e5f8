import pytest

from training.text.ranges import scale_and_zero


@pytest.mark.parametrize(("low", "high"), [(-1.0, 3.0), (-0.17, 12.0), (0.5, 2.0), (-4.0, -1.0)])
def test_the_levels_cover_the_range_and_nothing_exactly(low: float, high: float) -> None:
    step, zero = scale_and_zero(low, high)
    lowest, highest = (0 - int(zero)) * float(step), (255 - int(zero)) * float(step)
    assert lowest == pytest.approx(min(low, 0), abs=float(step))
    assert highest == pytest.approx(max(high, 0), abs=float(step))
    assert 0 <= int(zero) <= 255


def test_a_range_of_nothing_has_a_step() -> None:
    step, zero = scale_and_zero(0.0, 0.0)
    assert (float(step), int(zero)) == (1.0, 0)
