import asyncio
import itertools

import pytest

from cluster.loop_lag import DelayWindow, LoopLagMonitor
from tests.cluster.polling import until


def test_before_the_first_value_there_is_no_lag() -> None:
    assert DelayWindow().quantile_ms(0.99) == 0.0


def test_p99_is_what_one_in_a_hundred_exceeds() -> None:
    window = DelayWindow(window_s=1_000.0)
    for number in range(1, 101):
        window.add(float(number), number / 1000)
    assert window.quantile_ms(0.99) == 99.0
    assert window.quantile_ms(0.5) == 50.0


def test_what_is_past_is_forgotten() -> None:
    window = DelayWindow(window_s=5.0)
    window.add(0.0, 2.0)
    window.add(4.0, 0.001)
    assert window.quantile_ms(1.0) == 2_000.0
    window.add(6.0, 0.002)
    assert window.quantile_ms(1.0) == 2.0


def test_a_callback_that_came_early_is_not_late() -> None:
    window = DelayWindow()
    window.add(0.0, -0.01)
    assert window.quantile_ms(1.0) == 0.0


async def test_a_loop_that_calls_back_late_is_seen() -> None:
    window = DelayWindow()
    # Each look at this clock costs a tenth of a second, so every callback seems that late.
    times_s = itertools.count(step=0.1)
    measuring = asyncio.create_task(LoopLagMonitor(window).run(lambda: next(times_s)))
    await until(lambda: window.quantile_ms(1.0) > 0.0)
    measuring.cancel()
    await asyncio.gather(measuring, return_exceptions=True)
    assert window.quantile_ms(1.0) == pytest.approx(50.0)
