"""RTP timestamps of a video stream to session time, beyond the stream's own restarts. Pure."""

from dataclasses import dataclass, field

from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S
from webrtc.receive.unwrap import Unwrapper

MAX_STEP_BACK_S = 1.0
"""Frames come in the order of decoding: of B-frames a later one comes before those it is for."""

MAX_DISAGREEMENT_S = 5.0
"""Between timestamp and arrival, from one frame to the next. A network that stalls for longer has
lost the peer (session.py), and what it held up comes in a burst."""


@dataclass
class MediaClock:
    """Tells when frames were taken.

    A new source's timestamps start anywhere (RFC 3550 section 5.1), and a sender may begin one in
    mid-session; then the arrival says how much time has passed.

    Args:
        start_s: session time of the first frame.
    """

    start_s: float = 0.0
    _timestamps: Unwrapper = field(default_factory=lambda: Unwrapper(32))
    _origin: int = 0
    """The unwrapped RTP timestamp at `start_s`."""
    _last: tuple[int, float] | None = None
    """Unwrapped RTP timestamp and arrival of the last frame."""

    def time_s(self, rtp_timestamp: int, arrival_s: float) -> float:
        """Return the session time of a frame.

        Args:
            rtp_timestamp: as on the wire, uint32; frames come in the order of decoding.
            arrival_s: seconds of any steady clock.
        """
        timestamp = self._timestamps.unwrap(rtp_timestamp)
        self._origin = timestamp if self._last is None else self._origin_for(timestamp, arrival_s)
        self._last = timestamp, arrival_s
        return self.start_s + (timestamp - self._origin) / RTP_VIDEO_TICKS_PER_S

    def _origin_for(self, timestamp: int, arrival_s: float) -> int:
        assert self._last is not None
        last_timestamp, last_arrival_s = self._last
        step = timestamp - last_timestamp
        waited = round((arrival_s - last_arrival_s) * RTP_VIDEO_TICKS_PER_S)
        is_new = (
            step < -MAX_STEP_BACK_S * RTP_VIDEO_TICKS_PER_S
            or abs(step - waited) > MAX_DISAGREEMENT_S * RTP_VIDEO_TICKS_PER_S
        )
        return self._origin + step - max(waited, 0) if is_new else self._origin
