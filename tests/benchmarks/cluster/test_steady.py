import pytest

from benchmarks.cluster.steady import RSS_SETTLED_S, WINDOW_S, Period, _memory, _to_idle
from benchmarks.steal import Window

SETTLING = round(RSS_SETTLED_S / WINDOW_S)
MINUTE = round(60 / WINDOW_S)


def test_memory_is_judged_once_it_has_settled() -> None:
    told = _memory([300.0 + n for n in range(SETTLING)] + [400.0] * 5 * MINUTE)
    assert told["rss_settled_mb"] == [400, 400]
    assert told["rss_mb_a_minute"] == 0


def test_a_leak_shows_as_growth_a_minute() -> None:
    told = _memory([500.0 + 2.0 * n / MINUTE for n in range(SETTLING + 8 * MINUTE)])
    assert told["rss_mb_a_minute"] == pytest.approx(2.0, abs=0.01)


def test_what_others_took_of_the_core_is_told_apart() -> None:
    windows = [Window(0, 5, 0.0), Window(5, 10, 0.2)]
    idle = Period([(1, 20.0), (2, 20.0), (6, 40.0)], [], windows, [])
    steady = Period([(1, 30.0), (2, 30.0), (6, 200.0)], [(1, 25.0)], windows, [])
    assert _to_idle(steady, idle)["p95_to_idle"] > 4
    assert _to_idle(steady, idle)["p95_to_idle_quiet"] == 1.5
    told = steady.told()
    assert told["frame_to_label_ms"]["count"] == 3
    assert told["frame_to_label_ms_quiet"]["count"] == 2
    assert told["stolen_share"] == 0.1
    assert told["quiet_windows"] == [1, 2]
