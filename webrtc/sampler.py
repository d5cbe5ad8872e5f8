"""Which frames of a video stream are analysed. Pure: times are arguments."""

import math
from dataclasses import dataclass, field

from webrtc.turns import INTERVAL_S, Turn, Turns

MIN_SPACING_S = 0.5
"""Of real time between two samples, whatever the publisher's RTP clock says."""

MAX_FRAME_INTERVAL_S = 0.25
"""A longer time between two frames is a gap, and no frame interval."""


@dataclass
class FrameSampler:
    """Chooses the first frame, and from its session's turn on one in each second of media time.

    A frame is as good as the next one when the moment lies half-way between them: cameras
    are not even to the millisecond.
    """

    turn: Turn = field(default_factory=lambda: Turns().join())
    _next_due_s: float = 0.0
    _first_sample_s: float | None = None
    _last_sample_s: float = -math.inf
    _last_frame_s: float = -math.inf
    _has_chosen: bool = False
    _has_settled: bool = False

    def is_due(self, media_time_s: float, now_s: float) -> bool:
        """Say whether to analyse the frame at hand, and count it as analysed if so.

        Args:
            media_time_s: the frame's time on the session's media clock.
            now_s: real time, of the clock that the turns go by.
        """
        frame_interval_s = media_time_s - self._last_frame_s
        self._last_frame_s = media_time_s
        if not 0 < frame_interval_s <= MAX_FRAME_INTERVAL_S:
            frame_interval_s = 0.0
        reached_s = media_time_s + frame_interval_s / 2
        if reached_s < self._next_due_s or now_s - self._last_sample_s < MIN_SPACING_S:
            return False
        if self._first_sample_s is not None and not self._has_chosen:
            self._next_due_s = self._chosen_s(media_time_s, now_s, frame_interval_s)
            self._has_chosen = True
            if reached_s < self._next_due_s:
                return False
        self._sample(media_time_s, reached_s, now_s)
        return True

    def _chosen_s(self, media_time_s: float, now_s: float, frame_interval_s: float) -> float:
        """Return the media time of the session's turn."""
        assert self._first_sample_s is not None
        delay_s = self.turn.delay_s(now_s, frame_interval_s)
        if delay_s is None:
            return self._first_sample_s + INTERVAL_S
        return media_time_s + delay_s

    def _sample(self, media_time_s: float, reached_s: float, now_s: float) -> None:
        self._last_sample_s = now_s
        if self._first_sample_s is None:
            self._first_sample_s = media_time_s
            # By then it is known how often frames come.
            self._next_due_s = media_time_s + MIN_SPACING_S
        elif not self._has_settled:
            self._has_settled = True
            self.turn.settle(now_s)
            self._next_due_s = media_time_s + INTERVAL_S
        else:
            seconds_over = math.floor((reached_s - self._next_due_s) / INTERVAL_S)
            self._next_due_s += (seconds_over + 1) * INTERVAL_S
