import pytest

from training.text.recipe import average_share, learning_rate_share


def test_the_learning_rate_rises_then_falls_to_nothing() -> None:
    shares = [learning_rate_share(step, 100, 0.1) for step in range(101)]
    assert shares[0] > 0
    assert shares[:10] == sorted(shares[:10])
    assert shares[10] == 1
    assert shares[10:] == sorted(shares[10:], reverse=True)
    assert shares[50] == pytest.approx(50 / 90)
    assert shares[100] == 0


def test_the_average_is_short_at_first_and_long_later() -> None:
    assert average_share(0, 0.998) == pytest.approx(0.9)
    assert average_share(100, 0.998) == pytest.approx(9 / 110)
    assert average_share(100_000, 0.998) == pytest.approx(0.002)
