import numpy as np
from numpy.typing import NDArray

from webrtc.send.play_out import (
    FADE_SAMPLES,
    FRAME_BYTES,
    FRAME_SAMPLES,
    MAX_QUEUED_S,
    SAMPLE_RATE_HZ,
    SILENCE,
    TAIL_FRAMES,
    PlayOut,
)


def ramp(samples: int) -> bytes:
    """Return samples that all differ, so that none can be lost or come twice unseen."""
    return np.arange(1, samples + 1, dtype="<i2").tobytes()


def frames(play_out: PlayOut) -> NDArray[np.int16]:
    """Return all frames until there is nothing to say."""
    given = b""
    while not play_out.is_idle:
        given += play_out.next_frame()
    return np.frombuffer(given, "<i2")


def test_sound_comes_out_as_it_went_in_then_a_tail_of_silence() -> None:
    play_out = PlayOut()
    play_out.push(ramp(3 * FRAME_SAMPLES))
    given = frames(play_out)
    assert given[: 3 * FRAME_SAMPLES].tobytes() == ramp(3 * FRAME_SAMPLES)
    assert not given[3 * FRAME_SAMPLES :].any()
    assert len(given) == (3 + TAIL_FRAMES) * FRAME_SAMPLES


def test_pieces_of_any_length_make_the_same_stream() -> None:
    whole = ramp(5 * FRAME_SAMPLES)
    play_out = PlayOut()
    start = 0
    for size in (1, 2, 3, 997, 1, 2_000):
        play_out.push(whole[start : start + size])
        start += size
    play_out.push(whole[start:])
    assert frames(play_out)[: 5 * FRAME_SAMPLES].tobytes() == whole


def test_a_frame_that_is_not_full_is_filled_up_with_silence() -> None:
    play_out = PlayOut()
    play_out.push(ramp(10))
    assert not play_out.has_frame
    frame = play_out.next_frame()
    assert frame[:20] == ramp(10)
    assert frame[20:] == SILENCE[20:]
    assert len(frame) == FRAME_BYTES


def test_a_flush_leaves_a_fade_of_5_ms() -> None:
    play_out = PlayOut()
    play_out.push(np.full(SAMPLE_RATE_HZ, 8_000, "<i2").tobytes())
    play_out.next_frame()
    play_out.flush()
    first = np.frombuffer(play_out.next_frame(), "<i2")
    assert first[0] == 8_000
    assert (np.diff(first[:FADE_SAMPLES]) < 0).all()
    assert not first[FADE_SAMPLES:].any()
    assert play_out.next_frame() == SILENCE
    assert play_out.samples_dropped == 0


def test_after_a_flush_new_sound_begins_on_a_whole_sample() -> None:
    play_out = PlayOut()
    play_out.push(ramp(FRAME_SAMPLES) + b"\x01")
    for _ in range(2):
        play_out.next_frame()
    play_out.flush()
    play_out.push(ramp(FRAME_SAMPLES))
    assert play_out.next_frame() == ramp(FRAME_SAMPLES)


def test_flushing_nothing_stays_idle() -> None:
    play_out = PlayOut()
    play_out.flush()
    assert play_out.is_idle


def test_what_is_beyond_30_s_is_dropped_and_counted() -> None:
    play_out = PlayOut()
    for _ in range(40):
        play_out.push(bytes(2 * SAMPLE_RATE_HZ))
    assert play_out.queued_s == MAX_QUEUED_S
    assert play_out.samples_dropped == 10 * SAMPLE_RATE_HZ
    play_out.next_frame()
    play_out.push(ramp(FRAME_SAMPLES))
    assert play_out.queued_s == MAX_QUEUED_S
