from cluster.loop_lag import DelayWindow


def test_before_the_first_value_there_is_no_lag() -> None:
    assert DelayWindow().quantile_ms(0.99, 0.0) == 0.0


def test_p99_is_what_one_in_a_hundred_exceeds() -> None:
    window = DelayWindow(window_s=1_000.0)
    for number in range(1, 101):
        window.add(float(number), number / 1000)
    assert window.quantile_ms(0.99, 100.0) == 99.0
    assert window.quantile_ms(0.5, 100.0) == 50.0


def test_what_is_past_is_forgotten() -> None:
    window = DelayWindow(window_s=5.0)
    window.add(0.0, 2.0)
    window.add(4.0, 0.001)
    assert window.quantile_ms(1.0, 4.0) == 2_000.0
    window.add(6.0, 0.002)
    assert window.quantile_ms(1.0, 6.0) == 2.0


def test_what_is_past_is_forgotten_though_nothing_new_comes() -> None:
    window = DelayWindow(window_s=5.0)
    window.add(0.0, 2.0)
    assert window.quantile_ms(1.0, 5.5) == 0.0


def test_a_callback_that_came_early_is_not_late() -> None:
    window = DelayWindow()
    window.add(0.0, -0.01)
    assert window.quantile_ms(1.0, 0.0) == 0.0


def test_a_few_delays_say_nothing_where_more_are_asked_for() -> None:
    window = DelayWindow(min_count=2)
    window.add(0.0, 1.0)
    assert window.quantile_ms(0.95, 0.0) == 0.0
    window.add(0.1, 1.0)
    assert window.quantile_ms(0.95, 0.1) == 1_000.0
