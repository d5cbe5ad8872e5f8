"""Missing packets: when they are asked for, and what their answers tell."""

import pytest

from webrtc.receive.losses import (
    MAX_GIVE_UP_S,
    MIN_GIVE_UP_S,
    NACK_INTERVAL_S,
    NACK_MAX_PACKETS,
    Losses,
)


def measured(round_trip_s: float) -> Losses:
    losses = Losses()
    losses.note_gap(0, 1, 0.0)
    losses.due_nacks(0.0)
    losses.note_arrival(0, is_retransmission=True, now_s=round_trip_s)
    return losses


def test_a_nack_names_no_more_than_fits_and_the_rest_comes_next() -> None:
    losses = Losses()
    losses.note_gap(0, NACK_MAX_PACKETS + 10, 0.0)
    assert losses.due_nacks(0.0) == list(range(NACK_MAX_PACKETS))
    assert losses.due_nacks(0.0) == list(range(NACK_MAX_PACKETS, NACK_MAX_PACKETS + 10))
    assert losses.due_nacks(0.0) == []


@pytest.mark.parametrize(
    ("round_trip_s", "interval_s"), [(0.01, NACK_INTERVAL_S), (0.3, 0.15), (5.0, 0.5)]
)
def test_packets_are_asked_for_twice_in_a_round_trip(
    round_trip_s: float, interval_s: float
) -> None:
    losses = measured(round_trip_s)
    losses.note_gap(1, 2, 10.0)
    assert losses.due_nacks(10.0) == [1]
    assert losses.due_nacks(10.0 + interval_s - 0.001) == []
    assert losses.due_nacks(10.0 + interval_s + 0.001) == [1]


@pytest.mark.parametrize(
    ("round_trip_s", "give_up_s"), [(0.01, MIN_GIVE_UP_S), (0.1, 0.6), (0.5, MAX_GIVE_UP_S)]
)
def test_hope_lasts_for_some_round_trips_within_bounds(
    round_trip_s: float, give_up_s: float
) -> None:
    losses = measured(round_trip_s)
    losses.note_gap(1, 2, 10.0)
    assert losses.hopeless(10.0 + give_up_s - 0.001) is None
    assert losses.hopeless(10.0 + give_up_s + 0.001) == 1


def test_a_packet_that_had_to_be_sent_twice_changes_the_round_trip_little() -> None:
    losses = measured(0.1)
    losses.note_gap(1, 2, 10.0)
    losses.due_nacks(10.0)
    losses.note_arrival(1, is_retransmission=True, now_s=10.2)
    assert 0.1 < losses.round_trip_s <= 0.11


def test_a_shorter_way_is_believed_soon() -> None:
    losses = measured(0.4)
    for number in range(1, 4):
        losses.note_gap(number, number + 1, float(number))
        losses.due_nacks(float(number))
        losses.note_arrival(number, is_retransmission=True, now_s=number + 0.1)
    assert losses.round_trip_s < 0.15


def test_what_was_never_asked_for_tells_nothing() -> None:
    losses = Losses()
    before_s = losses.round_trip_s
    losses.note_gap(0, 1, 0.0)
    losses.note_arrival(0, is_retransmission=True, now_s=0.001)
    assert losses.round_trip_s == before_s
    assert not losses
