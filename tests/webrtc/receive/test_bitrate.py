import random

from aiortc.rate import RateCounter as StockRateCounter

from webrtc.receive.bitrate import MAX_SSRCS, BitrateEstimator, RateCounter


def test_it_counts_as_the_counter_that_it_replaces() -> None:
    ours, stock = RateCounter(), StockRateCounter(1000, 8000)
    source = random.Random(1)
    now_ms = 5_000
    for _ in range(2_000):
        now_ms += source.choice((0, 0, 1, 5, 33, 200, 1_500))
        size = source.randrange(1, 1_200)
        assert ours.rate(now_ms) == stock.rate(now_ms)
        ours.add(size, now_ms)
        stock.add(size, now_ms)
        assert ours.rate(now_ms) == stock.rate(now_ms)


def test_a_pause_of_days_costs_no_more_than_a_moment() -> None:
    counter = RateCounter()
    counter.add(1_000, 0)
    assert counter.rate(10**12) is None
    assert not counter._arrivals


def test_no_more_streams_are_named_than_a_sender_needs() -> None:
    estimator = BitrateEstimator()
    named: list[int] = []
    for number in range(200):
        estimate = estimator.add(
            abs_send_time=number * 5_000 & 0xFFFFFF,
            arrival_s=number * 0.02,
            size_bytes=1_000,
            ssrc=number,
        )
        named = estimate[1] if estimate is not None else named
    assert 0 < len(named) <= MAX_SSRCS
