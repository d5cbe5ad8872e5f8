"""When frames of sound leave, and what time they carry. Pure: times are arguments."""

import math

from webrtc.send.play_out import FRAME_S, SAMPLE_RATE_HZ

MAX_LATE_S = 0.1
"""Frames that are late by more than this, after the event loop stood still, go on from now. Sent in
a burst they would wait in the listener's jitter buffer, which then stays that much longer, and what
has been sent cannot be taken back when the person interrupts."""


class Pace:
    """Frames leave every FRAME_S while there is sound, and carry the real time between them.

    Times are seconds of any steady clock.
    """

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._next_s = -math.inf

    def due_s(self, now_s: float) -> float:
        """Return when the next frame may leave; one that is too late is put off until now."""
        if now_s - self._next_s > MAX_LATE_S:
            self._next_s = now_s
        return self._next_s

    def resume(self, not_before_s: float) -> None:
        """After a pause, let the next frame leave at `not_before_s`, or when the last one ends."""
        self._next_s = max(self._next_s, not_before_s)

    def stamp(self) -> int:
        """Let the frame leave that is due and return its time, in samples since the first one."""
        if self._start_s is None:
            self._start_s = self._next_s
        samples = round((self._next_s - self._start_s) * SAMPLE_RATE_HZ)
        self._next_s += FRAME_S
        return samples
