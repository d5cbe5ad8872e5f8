"""Which frames of a video stream are analysed. Pure: times are arguments."""

import math
from dataclasses import dataclass, field

from webrtc.turns import INTERVAL_S, Turn, Turns

MIN_SPACING_S = 0.5
"""Of real time between two samples, whatever the publisher's RTP clock says."""

MAX_FRAME_INTERVAL_S = 0.25
"""A longer time between two frames is a gap, and no frame interval."""

USUAL_FRAME_INTERVAL_S = 0.1
"""Taken until two frames have come: what the page sends."""

MOVE_PERIOD_S = 3.0
"""Of media time between two looks at the room that there is."""


@dataclass
class FrameSampler:
    """Chooses the first frame, and from then on one in each second of media time.

    A frame is as good as the next one when the moment lies half-way between them: cameras
    are not even to the millisecond.
    """

    turn: Turn = field(default_factory=lambda: Turns().join())
    _next_due_s: float | None = None
    _next_look_s: float = -math.inf
    _last_sample_s: float = -math.inf
    _last_frame_s: float = -math.inf
    _frame_interval_s: float = USUAL_FRAME_INTERVAL_S

    def is_due(self, media_time_s: float, now_s: float, until_s: float = math.inf) -> bool:
        """Say whether to analyse the frame at hand, and count it as analysed if so.

        Args:
            media_time_s: the frame's time on the session's media clock.
            now_s: real time, of the clock that the turns go by.
            until_s: media time at which the session ends; what comes or is due from then on is not
                read.
        """
        reached_s = media_time_s + self._tolerance_s(media_time_s)
        due_s = media_time_s if self._next_due_s is None else self._next_due_s
        if max(media_time_s, due_s) >= until_s or reached_s < due_s:
            return False
        if now_s - self._last_sample_s < MIN_SPACING_S:
            return False
        self._last_sample_s = now_s
        seconds_over = math.floor((reached_s - due_s) / INTERVAL_S)
        self._next_due_s = due_s + (seconds_over + 1) * INTERVAL_S
        self.turn.settle(now_s + self._next_due_s - media_time_s)
        if media_time_s >= self._next_look_s:
            self._next_look_s = media_time_s + MOVE_PERIOD_S
            self._move(media_time_s, now_s)
        return True

    def _tolerance_s(self, media_time_s: float) -> float:
        """Return half of the time since the last frame; none after a gap."""
        interval_s, self._last_frame_s = media_time_s - self._last_frame_s, media_time_s
        if not 0 < interval_s <= MAX_FRAME_INTERVAL_S:
            return 0.0
        self._frame_interval_s = interval_s
        return interval_s / 2

    def _move(self, media_time_s: float, now_s: float) -> None:
        delay_s = self.turn.move_s(now_s, self._frame_interval_s)
        if delay_s is not None:
            is_soon = delay_s < MIN_SPACING_S
            self._next_due_s = media_time_s + delay_s + (INTERVAL_S if is_soon else 0.0)
