"""Leaves out of decoding what no other frame needs, where enough frames remain. Pure.

One frame a second is read, so decoding all of them is most of what a session costs besides
reading. A publisher that sends temporal layers (in browsers `scalabilityMode: "L1T2"`) marks
the frames that may be left out; `make bench` measures what that saves.
"""

from dataclasses import dataclass

from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S, EncodedFrame

MAX_INTERVAL_S = 0.25
"""Between two frames that are decoded in any case: so late may a sample be at worst."""

_RTP_MODULUS = 1 << 32


@dataclass
class Thinner:
    """Chooses the frames to decode, from all frames of a stream in order."""

    _last_base: int | None = None
    _is_dense: bool = False

    def wants(self, frame: EncodedFrame) -> bool:
        """Say whether to decode a frame.

        Frames between two base frames are decoded all or not at all, since they may
        need one another.
        """
        if not frame.is_disposable:
            if self._last_base is not None:
                ticks = (frame.rtp_timestamp - self._last_base) % _RTP_MODULUS
                self._is_dense = ticks <= MAX_INTERVAL_S * RTP_VIDEO_TICKS_PER_S
            self._last_base = frame.rtp_timestamp
            return True
        return not self._is_dense
