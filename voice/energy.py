"""How lively a window is, from the signal and against the speaker's own baseline.

Not learnt: loudness, pitch, effort and rate, each in standard deviations of a speaker's windows
about their own centre.
"""

import numpy as np

from voice.descriptors import Floats
from voice.features import FEATURE_NAMES

WEIGHTS = {
    "loudness": 0.2,
    "pitch_mean": 0.24,
    "flux_voiced": 0.24,
    "hammarberg_voiced": -0.24,
    "syllable_rate": 0.08,
}
"""Their magnitudes add up to 1. Who raises the voice speaks louder and higher, moves from sound
to sound with more contrast (flux) and has more power above 2 kHz (a smaller Hammarberg index).
The last two do not change with the microphone's gain."""

HIGH_FROM = 0.3
LOW_BELOW = -0.3
"""`python -m training.voice.energy` says how well they part EmoDB's calm and excited kinds."""

KNOWN_WINDOWS = 3
"""Before so many windows the gain of the microphone is unknown, and loudness does not count."""

_INDEX = [FEATURE_NAMES.index(name) for name in WEIGHTS]
_WEIGHT = np.array(list(WEIGHTS.values()), np.float32)
_LOUDNESS = list(WEIGHTS).index("loudness")


def liveliness(normalised: Floats, windows: int) -> float:
    """Weigh up a window, in standard deviations: HIGH_FROM and up is high.

    Args:
        normalised: by the speaker's baseline, shape (len(FEATURE_NAMES),).
        windows: that the baseline is made of.
    """
    weights = _WEIGHT.copy()
    if windows < KNOWN_WINDOWS:
        weights[_LOUDNESS] = 0
    parts = np.clip(normalised[_INDEX], -3, 3)
    return float(parts @ weights / np.abs(weights).sum())
