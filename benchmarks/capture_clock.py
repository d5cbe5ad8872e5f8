"""When an encoded frame was captured, though the browser does not say.

Chromium 156 gives no capture time with a sender's encoded frames. But it derives the RTP timestamp
from the capture time in whole milliseconds, times 90, plus an offset that is constant for a
session; and a local video element tells the capture times of the frames that it shows. The offset
is the one by which the most pairs of the two agree. Frames at uneven distances make sure that it
is not wrong by some frame intervals: page/irregular.js sends such.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RTP_TICKS_PER_MS = 90
RTP_MODULUS = 2**32

TOLERANCE_MS = 1.2
"""Of a pair: the RTP timestamp's whole millisecond, and two clocks read to 0.1 ms."""
MAX_ENCODE_MS = 1000.0
MIN_EXPLAINED = 0.6
"""Share of the frames that must agree; the video element may skip some of them."""
MAX_RIVAL = 0.7
"""Share of the best offset's agreeing frames that any other offset may have."""


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """A frame that has left the encoder, with the time on the epoch's scale in ms."""

    rtp_timestamp: int
    encoded_ms: float


@dataclass(frozen=True, slots=True)
class CaptureClock:
    """Turns RTP timestamps of one session into capture times, to within 0.6 ms."""

    first_rtp_timestamp: int
    first_capture_ms: float

    def capture_ms(self, rtp_timestamp: int) -> float:
        """Return the time of capture in ms since the epoch."""
        return self.first_capture_ms + _elapsed_ms(rtp_timestamp, self.first_rtp_timestamp)


def fit_capture_clock(
    frames: Sequence[EncodedFrame], captures_ms: Sequence[float]
) -> CaptureClock | None:
    """Find the offset between RTP timestamps and capture times.

    Args:
        frames: of a time in which the distances between frames were uneven.
        captures_ms: capture times of the same track, in ms since the epoch.

    Returns:
        None if no offset explains most frames, or a second one nearly as many.
    """
    if not frames or not captures_ms:
        return None
    first = frames[0].rtp_timestamp
    offsets_ms = _possible_offsets_ms(frames, np.asarray(captures_ms))
    if not len(offsets_ms):
        return None
    agreeing = np.searchsorted(offsets_ms, offsets_ms + TOLERANCE_MS) - np.arange(len(offsets_ms))
    best = int(agreeing.argmax())
    others = agreeing[np.abs(offsets_ms - offsets_ms[best]) > 2 * TOLERANCE_MS]
    rival = int(others.max(initial=0))
    if agreeing[best] < MIN_EXPLAINED * len(frames) or rival > MAX_RIVAL * agreeing[best]:
        return None
    return CaptureClock(first, float(np.median(offsets_ms[best : best + agreeing[best]])))


def _possible_offsets_ms(
    frames: Sequence[EncodedFrame], captures_ms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return capture times of the first frame by every pair that could be one frame, sorted.

    No frame is encoded before it is captured, nor much later.
    """
    first = frames[0].rtp_timestamp
    elapsed_ms = np.array([_elapsed_ms(frame.rtp_timestamp, first) for frame in frames])
    encoded_ms = np.array([frame.encoded_ms for frame in frames])
    encode_ms = encoded_ms[:, None] - captures_ms[None, :]
    offsets_ms = captures_ms[None, :] - elapsed_ms[:, None]
    return np.sort(offsets_ms[(encode_ms > 0) & (encode_ms < MAX_ENCODE_MS)])


def _elapsed_ms(rtp_timestamp: int, since: int) -> float:
    """Return the time between two RTP timestamps less than 13 hours apart, either way round."""
    half = RTP_MODULUS // 2
    ticks = (rtp_timestamp - since + half) % RTP_MODULUS - half
    return ticks / RTP_TICKS_PER_MS
