from webrtc.receive.assembler import EncodedFrame
from webrtc.receive.decoder import MAX_QUEUED_FRAMES
from webrtc.receive.held_frames import MAX_HELD_BYTES, MAX_HELD_FRAMES, STALE_FRAMES, HeldFrames


def frame(number: int, *, is_key_frame: bool = False, size_bytes: int = 10) -> EncodedFrame:
    return EncodedFrame("VP8", bytes(size_bytes), number * 3_000, is_key_frame, float(number))


def test_what_is_held_begins_with_the_last_key_frame() -> None:
    held = HeldFrames()
    frames = [frame(number, is_key_frame=number in (0, 3)) for number in range(6)]
    assert all(held.add(each) for each in frames)
    assert held.take() == frames[3:]
    assert held.take() == []


def test_a_key_frame_is_wanted_once_before_all_is_dropped() -> None:
    held = HeldFrames()
    stale = []
    for number in range(MAX_HELD_FRAMES):
        assert held.add(frame(number, is_key_frame=number == 0))
        stale.append(held.is_stale)
    assert stale.index(True) == STALE_FRAMES - 1
    assert stale.count(True) == 1
    assert not held.add(frame(MAX_HELD_FRAMES))
    assert held.take() == []


def test_large_frames_are_not_held_beyond_a_bound() -> None:
    held = HeldFrames()
    assert held.add(frame(0, is_key_frame=True, size_bytes=MAX_HELD_BYTES))
    assert not held.add(frame(1))
    assert held.take() == []


def test_the_decoder_has_room_for_all_that_is_held_and_more() -> None:
    assert MAX_HELD_FRAMES < MAX_QUEUED_FRAMES
