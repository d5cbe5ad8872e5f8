"""The network's model, packet by packet."""

import random
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.relay.link import Link, LinkConditions

PACKETS = 20_000


def link(seed: int = 1, **conditions: Any) -> Link:
    return Link(LinkConditions(**conditions), random.Random(seed))


def test_without_conditions_packets_come_out_at_once() -> None:
    assert link().send(5.0, 1_000) == 5.0


def test_delay_is_added() -> None:
    assert link(delay_s=0.05).send(5.0, 1_000) == pytest.approx(5.05)


@given(st.integers(0, 100), st.booleans())
def test_jitter_stays_within_its_bounds(seed: int, may_reorder: bool) -> None:
    subject = link(seed, delay_s=0.05, jitter_s=0.03, may_reorder=may_reorder)
    delays_s = [(subject.send(i * 0.1, 100) or 0) - i * 0.1 for i in range(50)]
    assert all(0.02 - 1e-9 <= delay_s <= 0.08 + 1e-9 for delay_s in delays_s)
    assert max(delays_s) - min(delays_s) > 0.01


@pytest.mark.parametrize("may_reorder", [False, True])
def test_packets_overtake_each_other_only_where_they_may(may_reorder: bool) -> None:
    subject = link(delay_s=0.05, jitter_s=0.03, may_reorder=may_reorder)
    out_s = [subject.send(i * 0.001, 100) or 0 for i in range(100)]
    assert (out_s != sorted(out_s)) is may_reorder


def test_the_wanted_share_of_packets_is_lost() -> None:
    subject = link(loss=0.1)
    lost = sum(subject.send(float(i), 100) is None for i in range(PACKETS))
    assert lost == subject.lost_packets
    assert lost / PACKETS == pytest.approx(0.1, rel=0.1)


def test_bursts_have_the_wanted_length_and_share() -> None:
    subject = link(loss=0.05, loss_burst_packets=4)
    lost = [subject.send(float(i), 100) is None for i in range(PACKETS)]
    bursts = [len(list(run)) for is_lost, run in groupby(lost) if is_lost]
    assert sum(lost) / PACKETS == pytest.approx(0.05, rel=0.15)
    assert sum(bursts) / len(bursts) == pytest.approx(4, rel=0.15)


def test_the_same_seed_gives_the_same_network() -> None:
    subjects = [link(7, delay_s=0.05, jitter_s=0.02, loss=0.2) for _ in range(2)]
    first, second = ([subject.send(i * 0.01, 100) for i in range(200)] for subject in subjects)
    assert first == second


def test_a_bottleneck_spaces_packets_out() -> None:
    subject = link(rate_bps=80_000, delay_s=0.01)
    out_s = [subject.send(0.0, 100) for _ in range(3)]
    assert out_s == pytest.approx([0.02, 0.03, 0.04])


def test_an_idle_bottleneck_saves_nothing_up() -> None:
    subject = link(rate_bps=80_000)
    subject.send(0.0, 100)
    assert subject.send(100.0, 100) == pytest.approx(100.01)


def test_a_full_queue_drops_at_its_tail_until_it_has_drained() -> None:
    subject = link(rate_bps=80_000, queue_s=0.05)
    results = [subject.send(0.0, 100) for _ in range(10)]
    assert results.count(None) == 4
    assert results[-1] is None
    assert subject.overflowed_packets == 4
    assert subject.lost_packets == 0
    assert subject.send(0.03, 100) is not None


@given(
    st.floats(0, 0.5),
    st.floats(50_000, 10_000_000),
    st.lists(st.tuples(st.floats(0, 0.05), st.integers(40, 1_500)), max_size=100),
)
def test_no_packet_waits_longer_than_the_queue_may_take(
    delay_s: float, rate_bps: float, packets: list[tuple[float, int]]
) -> None:
    subject = link(delay_s=delay_s, rate_bps=rate_bps, queue_s=0.2)
    now_s = 0.0
    for wait_s, size in packets:
        now_s += wait_s
        out_s = subject.send(now_s, size)
        own_s = size * 8 / rate_bps
        assert out_s is None or delay_s + own_s - 1e-6 <= out_s - now_s
        assert out_s is None or out_s - now_s <= delay_s + 0.2 + own_s + 1e-6


@pytest.mark.parametrize(
    "conditions",
    [{"jitter_s": 0.1}, {"loss": 1.0}, {"loss": -0.1}, {"loss": 0.1, "loss_burst_packets": 0.5}],
)
def test_impossible_conditions_are_refused(conditions: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        LinkConditions(**conditions)
