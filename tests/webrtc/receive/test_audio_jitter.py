"""The audio jitter buffer on a made-up stream of 20 ms packets."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webrtc.receive.opus_stream import PACKET_S, PACKET_TICKS, after_silence, packet
from webrtc.receive.audio_jitter import (
    CAPACITY_PACKETS,
    MAX_CONCEALED_TICKS,
    MAX_GAP_TICKS,
    TARGET_MAX_S,
    TARGET_MIN_S,
    WINDOW_PACKETS,
    WINDOW_S,
    AudioJitterBuffer,
    AudioPacket,
    Content,
    Stretch,
)

CODED, LOST, SILENT = Content.CODED, Content.LOST, Content.SILENT


def feed(buffer: AudioJitterBuffer, packets: list[AudioPacket]) -> list[Stretch]:
    return [stretch for item in packets for stretch in buffer.add(item)]


def outline(stretches: list[Stretch]) -> list[tuple[Content, int]]:
    """Return contents and durations, the latter in packets of 20 ms."""
    return [(s.content, s.duration // PACKET_TICKS) for s in stretches]


def assert_unbroken(stretches: list[Stretch]) -> None:
    end = stretches[0].position
    for stretch in stretches:
        assert stretch.position == end
        end += stretch.duration


def end_of(stretches: list[Stretch]) -> int:
    return stretches[-1].position + stretches[-1].duration if stretches else 0


def delays_s(packets: list[AudioPacket]) -> list[float]:
    """Return, of every packet that came out, how long after it was sent it did."""
    buffer, delays = AudioJitterBuffer(), []
    for item in packets:
        for stretch in buffer.add(item):
            if stretch.content is CODED:
                delays.append(item.arrival_s - stretch.position / 48_000)
    return delays


def test_packets_in_order_leave_at_once_over_the_wrap_around() -> None:
    buffer = AudioJitterBuffer()
    for index in range(20):
        (stretch,) = buffer.add(packet(index))
        assert stretch.content is CODED
        assert stretch.data == packet(index).data
        assert stretch.position == index * PACKET_TICKS
        assert stretch.arrival_s == packet(index).arrival_s


def test_swapped_packets_are_put_in_order() -> None:
    buffer = AudioJitterBuffer()
    stretches = feed(buffer, [packet(0), packet(2), packet(1, 0.03), packet(3)])
    assert [s.data[1] for s in stretches] == [0, 1, 2, 3]
    assert buffer.packets_lost == 0


def test_a_missing_packet_is_waited_for_until_the_target_and_no_longer() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0), packet(2)])
    assert buffer.is_waiting
    due_s = 2 * PACKET_S + TARGET_MIN_S
    assert buffer.poll(due_s - 0.001) == []
    stretches = buffer.poll(due_s + 0.001)
    assert outline(stretches) == [(LOST, 1), (CODED, 1)]
    assert stretches[0].arrival_s == due_s + 0.001
    assert buffer.packets_lost == 1
    assert not buffer.is_waiting


def test_a_packet_that_comes_after_it_was_given_up_is_dropped() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0), packet(2), packet(3), packet(4)])
    assert buffer.packets_lost == 1
    assert buffer.add(packet(1, delay_s=0.08)) == []


def test_a_packet_that_comes_twice_comes_out_once() -> None:
    stretches = feed(AudioJitterBuffer(), [packet(0), packet(2), packet(2), packet(1), packet(1)])
    assert outline(stretches) == [(CODED, 1)] * 3


def test_a_long_loss_is_concealed_at_first_and_silent_then() -> None:
    stretches = feed(AudioJitterBuffer(), [packet(0), packet(11), packet(12), packet(13)])
    concealed = MAX_CONCEALED_TICKS // PACKET_TICKS
    assert outline(stretches)[:4] == [(CODED, 1), (LOST, concealed), (SILENT, 5), (CODED, 1)]
    assert_unbroken(stretches)


def test_what_was_not_sent_is_silence_and_not_waited_for() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0)])
    stretches = buffer.add(after_silence(packet(1), 19 * PACKET_TICKS))
    assert outline(stretches) == [(SILENT, 19), (CODED, 1)]
    assert buffer.packets_lost == 0


def test_of_a_loss_within_silence_only_the_lost_packet_is_concealed() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0)])
    late = after_silence(packet(2), 19 * PACKET_TICKS)
    stretches = [*buffer.add(late), *buffer.poll(late.arrival_s + TARGET_MAX_S)]
    assert outline(stretches) == [(LOST, 1), (SILENT, 19), (CODED, 1)]


def test_a_long_pause_is_a_jump_and_not_filled() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0)])
    (stretch,) = buffer.add(after_silence(packet(1), 2 * MAX_GAP_TICKS))
    assert stretch.position == PACKET_TICKS + 2 * MAX_GAP_TICKS


def test_the_target_follows_the_jitter_up_and_comes_back_down() -> None:
    buffer = AudioJitterBuffer()
    assert buffer.target_s == TARGET_MIN_S
    feed(buffer, [packet(index, delay_s=0.08 * (index == 5)) for index in range(10)])
    assert buffer.target_s == pytest.approx(0.08)
    stalled = [packet(index, delay_s=0.5 - (index - 10) * PACKET_S) for index in range(10, 35)]
    feed(buffer, stalled)
    assert buffer.target_s == TARGET_MAX_S
    window = 35 + round(WINDOW_S / PACKET_S)
    feed(buffer, [packet(index) for index in range(35, window - 1)])
    assert buffer.target_s == TARGET_MAX_S
    feed(buffer, [packet(index) for index in range(window - 1, window + 5)])
    assert buffer.target_s == TARGET_MIN_S


def test_a_packet_that_came_too_late_raises_the_target_for_the_next() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0), packet(2), packet(3), packet(4), packet(1, delay_s=0.09)])
    assert buffer.packets_lost == 1
    in_time = [packet(5), packet(7), packet(8), packet(9), packet(6, delay_s=0.07)]
    assert outline(feed(buffer, in_time)) == [(CODED, 1)] * 5


def test_latency_is_back_within_two_seconds_of_a_loss_burst() -> None:
    sent = [packet(index, delay_s=random.Random(index).uniform(0, 0.015)) for index in range(500)]
    received = [item for index, item in enumerate(sent) if not 200 <= index < 210]
    delays = delays_s(received)
    assert len(delays) == len(received)
    assert max(delays) <= TARGET_MAX_S
    assert max(delays[200 + round(WINDOW_S / PACKET_S) :]) < 0.08


def test_a_sender_whose_clock_runs_fast_or_slow_builds_up_no_delay() -> None:
    for drift in (0.999, 1.001):  # ten times what crystals do
        buffer = AudioJitterBuffer()
        for index in range(20_000):  # seven minutes
            sent = replace(packet(index), arrival_s=index * PACKET_S * drift)
            if index % 500 != 499:
                buffer.add(sent)
        assert buffer.target_s == TARGET_MIN_S
        assert len(buffer._held) <= 3
        # The last packet that was left out has no later one by which it could be missed.
        assert buffer.packets_lost == 20_000 // 500 - 1


def test_a_stall_of_the_network_delays_but_loses_nothing() -> None:
    packets = [packet(index) for index in range(50)]
    packets += [replace(packet(index), arrival_s=4.0) for index in range(50, 200)]
    stretches = feed(AudioJitterBuffer(), packets)
    assert outline(stretches) == [(CODED, 1)] * 200
    assert_unbroken(stretches)


def test_a_sender_that_starts_anew_goes_on_where_the_clock_is() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(index) for index in range(10)])
    anew = AudioPacket(30_000, 1_234_567, packet(0).data, arrival_s=0.5)
    silence, stretch = buffer.add(anew)
    assert (silence.content, stretch.content) == (SILENT, CODED)
    assert stretch.position / 48_000 == pytest.approx(0.5, abs=1.5 * PACKET_S)
    (following,) = buffer.add(replace(anew, sequence_number=30_001, rtp_timestamp=1_235_527))
    assert following.position == stretch.position + PACKET_TICKS


def test_an_outage_leaves_the_position_to_the_senders_clock() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(index) for index in range(10)])
    (stretch,) = buffer.add(packet(300, delay_s=0.01))
    assert stretch.position == 300 * PACKET_TICKS


def test_what_is_no_opus_is_refused_and_changes_nothing() -> None:
    buffer = AudioJitterBuffer()
    feed(buffer, [packet(0)])
    for data in (b"", b"\x03", b"\xff\x00", b"\xfb\x3f"):
        with pytest.raises(ValueError, match="Opus"):
            buffer.add(packet(1, data=data))
    assert outline(buffer.add(packet(1))) == [(CODED, 1)]


def test_a_flood_of_anything_takes_no_more_memory() -> None:
    buffer, rng = AudioJitterBuffer(), random.Random(3)
    for _ in range(5_000):
        buffer.add(
            AudioPacket(rng.randrange(2**16), rng.randrange(2**32), packet(0).data, arrival_s=1.0)
        )
        assert len(buffer._held) < CAPACITY_PACKETS
        assert len(buffer._transits) <= WINDOW_PACKETS


@settings(max_examples=200, deadline=None)
@given(
    fates=st.lists(st.one_of(st.none(), st.floats(0, 0.3)), min_size=1, max_size=60),
)
def test_whatever_the_network_does_the_stream_is_unbroken_and_in_time(
    fates: list[float | None],
) -> None:
    """Each packet is lost (None) or delayed."""
    arrivals = [packet(0)]
    arrivals += [packet(i, delay_s) for i, delay_s in enumerate(fates, 1) if delay_s is not None]
    arrivals.sort(key=lambda item: item.arrival_s)
    buffer = AudioJitterBuffer()
    stretches: list[Stretch] = []
    n_late = 0
    for item in arrivals:
        stretches += buffer.poll(item.arrival_s)
        n_late += item.data[1] * PACKET_TICKS < end_of(stretches)
        stretches += buffer.add(item)
    stretches += buffer.poll(arrivals[-1].arrival_s + TARGET_MAX_S)
    assert_unbroken(stretches)
    assert not buffer._held
    n_coded = sum(stretch.content is CODED for stretch in stretches)
    assert n_coded + n_late == len(arrivals)
