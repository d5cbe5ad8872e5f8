import pytest

from benchmarks.cluster.steady import RSS_PERIOD_S, RSS_SETTLED_S, _memory

SETTLING = round(RSS_SETTLED_S / RSS_PERIOD_S)
MINUTE = round(60 / RSS_PERIOD_S)


def test_memory_is_judged_once_it_has_settled() -> None:
    told = _memory([300.0 + n for n in range(SETTLING)] + [400.0] * 5 * MINUTE)
    assert told["rss_settled_mb"] == [400, 400]
    assert told["rss_mb_a_minute"] == 0


def test_a_leak_shows_as_growth_a_minute() -> None:
    told = _memory([500.0 + 2.0 * n / MINUTE for n in range(SETTLING + 8 * MINUTE)])
    assert told["rss_mb_a_minute"] == pytest.approx(2.0, abs=0.01)
