"""The assembler on a made-up stream: 30 fps, three packets a frame, a key frame first."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webrtc.receive.assembler import (
    CAPACITY_PACKETS,
    MAX_PLI_INTERVAL_S,
    SILENCE_S,
    STALL_ROUND_TRIPS,
    EncodedFrame,
    FrameAssembler,
    MediaPacket,
)
from webrtc.receive.losses import GIVE_UP_ROUND_TRIPS, NACK_INTERVAL_S, UNKNOWN_ROUND_TRIP_S
from webrtc.receive.payload import PADDING, Payload

PACKETS_A_FRAME = 3
FRAME_S = 1 / 30
FIRST_NUMBER = 65_530  # wraps around within the third frame
GIVE_UP_S = GIVE_UP_ROUND_TRIPS * UNKNOWN_ROUND_TRIP_S
STALL_S = STALL_ROUND_TRIPS * UNKNOWN_ROUND_TRIP_S


def packet(index: int, *, key_every: int = 0, marker: bool = True) -> MediaPacket:
    frame, part = divmod(index, PACKETS_A_FRAME)
    is_key = frame == 0 or (key_every > 0 and frame % key_every == 0)
    return MediaPacket(
        sequence_number=(FIRST_NUMBER + index) % 65_536,
        rtp_timestamp=frame * 3_000,
        marker=marker and part == PACKETS_A_FRAME - 1,
        codec="VP8",
        payload=Payload(f"{frame}.{part} ".encode(), is_key and part == 0),
        arrival_s=frame * FRAME_S + part * 0.001,
    )


def feed(assembler: FrameAssembler, packets: list[MediaPacket]) -> list[EncodedFrame]:
    return [frame for item in packets for frame in assembler.add(item)]


def frame_numbers(frames: list[EncodedFrame]) -> list[int]:
    return [frame.rtp_timestamp // 3_000 for frame in frames]


def test_a_frame_is_complete_with_its_marker_packet() -> None:
    assembler = FrameAssembler()
    assert feed(assembler, [packet(0), packet(1)]) == []
    (frame,) = assembler.add(packet(2))
    assert frame.data == b"0.0 0.1 0.2 "
    assert frame.is_key_frame
    assert frame.arrival_s == packet(2).arrival_s


def test_without_markers_the_next_timestamp_completes_a_frame() -> None:
    frames = feed(FrameAssembler(), [packet(i, marker=False) for i in range(7)])
    assert frame_numbers(frames) == [0, 1]


def test_nothing_comes_out_before_the_first_key_frame() -> None:
    assembler = FrameAssembler()
    frames = feed(assembler, [packet(i, key_every=4) for i in range(4, 18)])
    assert frame_numbers(frames) == [4, 5]


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_reordered_and_repeated_packets_make_the_same_frames(shuffle: random.Random) -> None:
    packets = [packet(i) for i in range(3, 60)]
    packets += shuffle.sample(packets, 10)
    shuffle.shuffle(packets)
    # The key frame comes first: before it nothing can be decoded anyway.
    frames = feed(FrameAssembler(), [packet(0), packet(1), packet(2), *packets])
    assert frame_numbers(frames) == list(range(20))
    assert [f.data for f in frames] == [f"{n}.0 {n}.1 {n}.2 ".encode() for n in range(20)]


def test_padding_only_takes_a_sequence_number() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(0), packet(1), packet(2)])
    padding = MediaPacket((FIRST_NUMBER + 3) % 65_536, 0, False, "VP8", PADDING, 0.03)
    assert assembler.add(padding) == []
    shifted = [packet(i) for i in range(3, 6)]
    moved = [
        MediaPacket(
            (p.sequence_number + 1) % 65_536, p.rtp_timestamp, p.marker, "VP8", p.payload, 0.04
        )
        for p in shifted
    ]
    assert frame_numbers(feed(assembler, moved)) == [1]


def test_a_missing_packet_is_asked_for_at_once_and_again_until_it_comes() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5)])
    missing = (FIRST_NUMBER + 4) % 65_536
    now_s = packet(5).arrival_s
    assert assembler.poll(now_s)[0].nack == (missing,)
    assert assembler.poll(now_s + NACK_INTERVAL_S / 2)[0].nack == ()
    assert assembler.poll(now_s + NACK_INTERVAL_S)[0].nack == (missing,)
    assert frame_numbers(assembler.add(packet(4))) == [1]
    assert assembler.poll(now_s + 2 * NACK_INTERVAL_S)[0].nack == ()


def test_a_late_packet_still_completes_its_frame_and_those_behind_it() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5, 6, 7, 8)])
    _, given_up = assembler.poll(packet(5).arrival_s + GIVE_UP_S - 0.001)
    assert given_up == []
    late = replace(packet(4), arrival_s=packet(5).arrival_s + GIVE_UP_S)
    assert frame_numbers(assembler.add(late)) == [1, 2]
    assert assembler.frames_lost == 0


def test_a_key_frame_is_asked_for_while_a_packet_is_still_hoped_for() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5)])
    noticed_s = packet(5).arrival_s
    assert not assembler.poll(noticed_s + STALL_S - 0.001)[0].key_frame
    feedback, _ = assembler.poll(noticed_s + STALL_S)
    assert feedback.key_frame
    assert assembler.poll(noticed_s + STALL_S + NACK_INTERVAL_S)[0].nack


def test_a_packet_that_never_comes_is_given_up() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5, 6, 7, 8)])
    feedback, frames = assembler.poll(packet(5).arrival_s + GIVE_UP_S)
    assert feedback.key_frame
    assert feedback.nack == ()
    assert frames == []
    assert assembler.frames_lost == 1
    after = [packet(i, key_every=5) for i in range(9, 21)]
    assert frame_numbers(feed(assembler, after)) == [5, 6]


def test_a_whole_key_frame_is_not_held_up_by_what_is_missing_before_it() -> None:
    assembler = FrameAssembler()
    early = feed(assembler, [packet(i, key_every=2) for i in (0, 1, 2, 3, 5, 6, 7)])
    assert frame_numbers(early) == [0]
    assert frame_numbers(assembler.add(packet(8, key_every=2))) == [2]
    assert assembler.poll(packet(8).arrival_s + 1.0)[0].nack == ()


def test_lost_packets_of_an_awaited_key_frame_are_asked_for_its_first_one_too() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in range(6)])
    assembler.require_key_frame()
    # Frame 3 is the key frame that was asked for, and its first packet is lost.
    feed(assembler, [packet(i, key_every=3) for i in (6, 7, 8, 10, 11)])
    feedback, _ = assembler.poll(packet(11).arrival_s)
    assert feedback.nack == ((FIRST_NUMBER + 9) % 65_536,)
    assert frame_numbers(assembler.add(packet(9, key_every=3))) == [3]


def test_what_is_left_of_a_lost_frame_does_not_take_an_awaited_key_frame_along() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 4, 5)])
    # Frame 4 is a key frame without its first packet when frame 1 is given up.
    later = [replace(packet(i, key_every=4), arrival_s=0.5) for i in (6, 7, 8, 9, 10, 11, 13, 14)]
    feed(assembler, later)
    assembler.poll(packet(4).arrival_s + GIVE_UP_S)
    assert frame_numbers(assembler.add(packet(12, key_every=4))) == [4]


def test_the_late_start_of_a_key_frame_that_was_given_up_does_not_hold_up_the_next_one() -> None:
    assembler = FrameAssembler()
    # Of frame 1, a key frame, the first packet and the last are lost.
    feed(assembler, [packet(i) for i in (0, 1, 2, 4, 6, 7, 8)])
    assembler.poll(packet(6).arrival_s + GIVE_UP_S)
    late = replace(packet(3), payload=Payload(b"1.0 ", True), is_retransmission=True)
    assert assembler.add(late) == []
    frames = feed(assembler, [packet(i, key_every=4) for i in range(9, 18)])
    assert frame_numbers(frames) == [4, 5]


def test_the_late_start_of_a_key_frame_that_lacks_nothing_else_begins_it() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 4, 5, 6, 7, 8)])
    assembler.poll(packet(4).arrival_s + GIVE_UP_S)
    late = replace(packet(3), payload=Payload(b"1.0 ", True), is_retransmission=True)
    assert frame_numbers(assembler.add(late)) == [1, 2]


@pytest.mark.parametrize("failures_after", [0, 1])
def test_a_copy_of_an_old_key_frames_start_does_not_hold_up_the_awaited_one(
    failures_after: int,
) -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in range(6)])
    assembler.require_key_frame()
    assert assembler.add(replace(packet(0), is_retransmission=True)) == []
    for _ in range(failures_after):
        assembler.require_key_frame()
    frames = feed(assembler, [packet(i, key_every=4) for i in range(6, 18)])
    assert frame_numbers(frames) == [4, 5]


def test_a_key_frame_may_be_reordered_at_the_very_start() -> None:
    assembler = FrameAssembler()
    assert frame_numbers(feed(assembler, [packet(1), packet(2), packet(0)])) == [0]


def test_hope_lasts_for_as_many_round_trips_as_the_network_takes() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5)])
    asked_s = packet(5).arrival_s
    assembler.poll(asked_s)
    answer = replace(packet(4), arrival_s=asked_s + 0.15, is_retransmission=True)
    assembler.add(answer)
    second_loss = [replace(packet(i), arrival_s=asked_s + 0.2) for i in (6, 8)]
    feed(assembler, second_loss)
    assembler.poll(asked_s + 0.2 + GIVE_UP_S)
    assert assembler.frames_lost == 0
    assembler.poll(asked_s + 0.2 + GIVE_UP_ROUND_TRIPS * 0.15 + 0.001)
    assert assembler.frames_lost == 1


def test_a_packet_that_was_only_overtaken_says_nothing_about_the_round_trip() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in (0, 1, 2, 3, 5)])
    assembler.poll(packet(5).arrival_s)
    assembler.add(replace(packet(4), arrival_s=packet(5).arrival_s + 0.001))
    second_loss = [replace(packet(i), arrival_s=1.0) for i in (6, 8)]
    feed(assembler, second_loss)
    assembler.poll(1.0 + GIVE_UP_S - 0.001)
    assert assembler.frames_lost == 0


def test_key_frame_requests_that_bring_nothing_become_rare() -> None:
    assembler = FrameAssembler()
    assembler.add(packet(4))
    ticks = [packet(4).arrival_s + number * 0.05 for number in range(200)]
    asked_s = [tick for tick in ticks if assembler.poll(tick)[0].key_frame]
    waits_s = [b - a for a, b in zip(asked_s, asked_s[1:], strict=False)]
    assert waits_s[0] < 0.5
    assert waits_s[1] > 1.5 * waits_s[0]
    assert waits_s[-1] == pytest.approx(MAX_PLI_INTERVAL_S, abs=0.051)


def test_a_stream_that_falls_silent_is_asked_for_a_key_frame_once_a_second() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in range(3)])
    assert not assembler.poll(SILENCE_S - 0.1)[0].key_frame
    requests = [assembler.poll(SILENCE_S + 0.1 + tick * 0.1)[0].key_frame for tick in range(20)]
    assert sum(requests) == 2


def test_a_jump_in_numbers_starts_anew_at_the_next_key_frame() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in range(3)])
    far = CAPACITY_PACKETS * 3
    frames = feed(assembler, [packet(far + i, key_every=2) for i in range(9)])
    assert frame_numbers(frames) == [far // 3, far // 3 + 1, far // 3 + 2]


def test_packets_without_a_frame_do_not_pile_up() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(0), packet(1), packet(2)])
    feed(assembler, [packet(i) for i in range(4, 4 + 5 * CAPACITY_PACKETS)])
    assert len(assembler._packets) + len(assembler._losses) <= CAPACITY_PACKETS


def test_jumps_in_numbers_do_not_pile_up_missing_packets() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(0), packet(1), packet(2)])
    feed(assembler, [packet(3 + i * (CAPACITY_PACKETS - 1)) for i in range(1, 60)])
    assert len(assembler._packets) + len(assembler._losses) <= CAPACITY_PACKETS


def test_a_decoder_in_need_of_a_key_frame_gets_nothing_else() -> None:
    assembler = FrameAssembler()
    feed(assembler, [packet(i) for i in range(6)])
    assembler.require_key_frame()
    assert assembler.poll(packet(6).arrival_s)[0].key_frame
    frames = feed(assembler, [packet(i, key_every=4) for i in range(6, 18)])
    assert frame_numbers(frames) == [4, 5]
