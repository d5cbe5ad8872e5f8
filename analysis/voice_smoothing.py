"""One steady emotion out of readings of a voice that come about once a second.

Pure: times are arguments, in seconds of any one clock.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS

HALF_LIFE_S = 1.0
"""At one reading a second the newest counts half, as with faces."""

FORGET_AFTER_S = 4.0
"""A pause after which everything begins anew."""

CERTAIN_PROBABILITY = 0.5
"""From which an emotion is named."""

KEPT_PROBABILITY = 0.4
"""Down to which it goes on being named while no other is certain, so that an emotion near the
limit does not come and go (`python -m training.voice.streams` counts changes)."""

FLOOR = 1e-6
"""Of a probability: one reading alone rules nothing out."""


class Named(NamedTuple):
    """What to show.

    Attributes:
        emotion: one of VOICE_EMOTIONS, or UNCERTAIN.
        confidence: probability of that emotion; of the likeliest where UNCERTAIN.
    """

    emotion: str
    confidence: float


class VoiceSmoother:
    """Moving average of the logarithms of probabilities, with hysteresis on what is named.

    The windows of readings overlap by two thirds, so readings that agree are as sure together as
    each alone: that is what the mean of logarithms gives. A mean of probabilities is less sure
    than it is right.
    """

    def __init__(self) -> None:
        self._logarithms: NDArray[np.float64] | None = None
        self._time_s = 0.0
        self._named: int | None = None

    def update(self, probabilities: NDArray[np.float64], time_s: float) -> Named:
        """Take one reading in.

        Args:
            probabilities: of VOICE_EMOTIONS, shape (5,).
            time_s: when its window ended.
        """
        new = np.log(np.maximum(probabilities, FLOOR))
        elapsed_s = time_s - self._time_s
        if self._logarithms is None or not 0 <= elapsed_s <= FORGET_AFTER_S:
            self._logarithms, self._named = new, None
        else:
            kept = 0.5 ** (elapsed_s / HALF_LIFE_S)
            self._logarithms = kept * self._logarithms + (1 - kept) * new
        self._time_s = time_s
        odds = np.exp(self._logarithms)
        return self._name(odds / odds.sum())

    def _name(self, smooth: NDArray[np.float64]) -> Named:
        likeliest = int(smooth.argmax())
        if smooth[likeliest] >= CERTAIN_PROBABILITY:
            self._named = likeliest
        elif self._named is not None and smooth[self._named] < KEPT_PROBABILITY:
            self._named = None
        if self._named is None:
            return Named(UNCERTAIN, float(smooth[likeliest]))
        return Named(VOICE_EMOTIONS[self._named], float(smooth[self._named]))
