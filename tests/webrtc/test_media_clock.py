import pytest

from webrtc.media_clock import MediaClock
from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S

FPS = 30
HOUR_S = 3_600.0


def times_s(frames: list[tuple[float, float]], start_s: float = 0.0) -> list[float]:
    """Return session times of frames, given by seconds of their stream's clock and of ours."""
    clock = MediaClock(start_s)
    return [
        clock.time_s(round(stream_s * RTP_VIDEO_TICKS_PER_S) % 2**32, 500.0 + arrival_s)
        for stream_s, arrival_s in frames
    ]


def test_the_first_frame_is_the_start_and_timestamps_go_on_past_their_wrap_around() -> None:
    near_end_s = 2**32 / RTP_VIDEO_TICKS_PER_S - 0.5
    frames = [(near_end_s + n / 2, n / 2) for n in range(4)]
    assert times_s(frames, 7.0) == pytest.approx([7.0, 7.5, 8.0, 8.5], abs=1e-4)


@pytest.mark.parametrize("offset_s", [HOUR_S, -HOUR_S, -3.0, 20_000.0, 40_000.0])
def test_a_stream_that_starts_anew_goes_on_where_the_last_one_was(offset_s: float) -> None:
    frames = [(30_000 + n / FPS, n / FPS) for n in range(5 * FPS)]
    restarted = [(s + offset_s * (t >= 4.0), t) for s, t in frames]
    assert times_s(restarted) == pytest.approx([t for _, t in frames], abs=1e-4)


def test_the_time_between_two_streams_passes() -> None:
    assert times_s([(0.0, 0.0), (HOUR_S, 6.0), (HOUR_S + 1, 7.0)]) == pytest.approx([0.0, 6.0, 7.0])


def test_what_a_stalled_network_held_up_keeps_the_time_at_which_it_was_taken() -> None:
    frames = [(n / FPS, n / FPS if n < FPS else max(n / FPS, 4.8)) for n in range(8 * FPS)]
    assert times_s(frames) == pytest.approx([stream_s for stream_s, _ in frames])


def test_frames_out_of_the_order_of_display_keep_their_time() -> None:
    frames = [(s, t / FPS) for t, s in enumerate((0.0, 0.1, 0.033, 0.067, 0.2, 0.133, 0.167))]
    assert times_s(frames) == pytest.approx([s for s, _ in frames], abs=1e-4)


def test_a_clock_that_goes_at_another_rate_is_left_alone() -> None:
    frames = [(2 * n / FPS, n / FPS) for n in range(30 * FPS)]
    assert times_s(frames)[-1] == pytest.approx(frames[-1][0])
