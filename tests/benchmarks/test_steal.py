import pytest

from benchmarks.steal import StealWatch, Window, in_quiet_windows, stolen_s

STAT = """cpu  10 0 0 0 0 0 0 900 0 0
cpu0 5 0 0 0 0 0 0 {} 0 0
cpu1 5 0 0 0 0 0 0 700 0 0
intr 5
"""


def test_the_time_stolen_from_one_core_is_read() -> None:
    assert stolen_s(STAT.format(200), 0) == 2.0
    assert stolen_s(STAT.format(200), 1) == 7.0
    with pytest.raises(ValueError, match="no core 2"):
        stolen_s(STAT.format(200), 2)


def test_each_window_has_the_share_that_was_stolen_in_it() -> None:
    readings = iter([STAT.format(ticks) for ticks in (100, 100, 200)])
    times_s = iter([10.0, 20.0, 25.0])
    watch = StealWatch(0, lambda: next(readings), lambda: next(times_s))
    watch.cut()
    watch.cut()
    assert watch.windows == [Window(10, 20, 0.0), Window(20, 25, 0.2)]
    assert [window.is_quiet for window in watch.windows] == [True, False]


def test_values_outside_of_quiet_windows_are_left_out() -> None:
    windows = [Window(10, 20, 0.0), Window(20, 30, 0.5), Window(30, 40, 0.0)]
    values = [(9.9, 1.0), (10.0, 2.0), (19.9, 3.0), (20.0, 4.0), (35.0, 5.0), (40.0, 6.0)]
    assert in_quiet_windows(values, windows) == [2.0, 3.0, 5.0]
