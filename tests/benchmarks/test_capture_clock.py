import numpy as np
import pytest

from benchmarks.capture_clock import (
    RTP_MODULUS,
    CaptureClock,
    EncodedFrame,
    fit_capture_clock,
)

START_MS = 1_795_000_000_000.0
UNEVEN_MS = np.cumsum([33, 66, 50, 100, 34, 33, 99, 40, 66, 33, 34, 120, 45, 33, 66, 66, 33, 80])
EVEN_MS = np.arange(1, 19) * 33.3


def encoded(
    captures_ms: np.ndarray, first_rtp_timestamp: int, encode_ms: float = 8
) -> list[EncodedFrame]:
    """Do as Chromium does: whole milliseconds times 90, plus an offset."""
    elapsed_ms = np.floor(captures_ms) - np.floor(captures_ms[0])
    return [
        EncodedFrame(int(first_rtp_timestamp + 90 * since) % RTP_MODULUS, captured + encode_ms)
        for since, captured in zip(elapsed_ms, captures_ms, strict=True)
    ]


def assert_tells_capture_times(
    clock: CaptureClock | None, frames: list[EncodedFrame], captures_ms: np.ndarray
) -> None:
    assert clock is not None
    told_ms = [clock.capture_ms(frame.rtp_timestamp) for frame in frames]
    assert told_ms == pytest.approx(captures_ms, abs=1.2)


def test_uneven_frames_give_their_capture_times_away() -> None:
    captures_ms = START_MS + UNEVEN_MS + 0.37
    frames = encoded(captures_ms, 2_790_087_727)
    assert_tells_capture_times(fit_capture_clock(frames, captures_ms.tolist()), frames, captures_ms)


def test_frames_that_either_side_did_not_see_do_no_harm() -> None:
    captures_ms = START_MS + UNEVEN_MS
    frames = encoded(captures_ms, 0)
    clock = fit_capture_clock(frames[2:], np.delete(captures_ms, [5, 11]).tolist())
    assert_tells_capture_times(clock, frames, captures_ms)


def test_timestamps_may_wrap_around() -> None:
    captures_ms = START_MS + UNEVEN_MS
    frames = encoded(captures_ms, RTP_MODULUS - 20_000)
    assert frames[-1].rtp_timestamp < frames[0].rtp_timestamp
    assert_tells_capture_times(fit_capture_clock(frames, captures_ms.tolist()), frames, captures_ms)


def test_even_frames_are_refused_since_several_offsets_fit() -> None:
    captures_ms = START_MS + EVEN_MS
    assert fit_capture_clock(encoded(captures_ms, 0, encode_ms=100), captures_ms.tolist()) is None


def test_captures_of_another_camera_are_refused() -> None:
    frames = encoded(START_MS + UNEVEN_MS, 0)
    assert fit_capture_clock(frames, (START_MS + UNEVEN_MS * 1.37).tolist()) is None


def test_no_frame_counts_as_captured_after_it_was_encoded() -> None:
    captures_ms = START_MS + UNEVEN_MS
    assert fit_capture_clock(encoded(captures_ms, 0, encode_ms=-20), captures_ms.tolist()) is None


@pytest.mark.parametrize("missing", ["frames", "captures"])
def test_without_frames_or_captures_there_is_no_clock(missing: str) -> None:
    captures_ms = START_MS + UNEVEN_MS
    frames = [] if missing == "frames" else encoded(captures_ms, 0)
    assert fit_capture_clock(frames, [] if missing == "captures" else captures_ms.tolist()) is None
