"""Which frames of a video stream are analysed. Pure: times are arguments."""

import math

INTERVAL_S = 1.0
"""One frame a second, by media time."""

MIN_SPACING_S = 0.5
"""Of real time between two samples, whatever the publisher's RTP clock says."""


class FrameSampler:
    """Chooses the first frame of each second of media time."""

    def __init__(
        self, interval_s: float = INTERVAL_S, min_spacing_s: float = MIN_SPACING_S
    ) -> None:
        self._interval_s = interval_s
        self._min_spacing_s = min_spacing_s
        self._next_due_s = 0.0
        self._last_sample_s = -math.inf

    def is_due(self, media_time_s: float, now_s: float) -> bool:
        """Say whether to analyse the frame at hand, and count it as analysed if so.

        Args:
            media_time_s: the frame's time on the session's media clock.
            now_s: real time, of any steady clock.
        """
        if media_time_s < self._next_due_s or now_s - self._last_sample_s < self._min_spacing_s:
            return False
        self._next_due_s = (math.floor(media_time_s / self._interval_s) + 1) * self._interval_s
        self._last_sample_s = now_s
        return True
