"""How lively a window is, from the signal and against the speaker's own baseline.

Not learnt: loudness, pitch excursion and rate, each in standard deviations of a speaker's
windows about their own centre.
"""

import numpy as np

from voice.descriptors import Floats
from voice.features import FEATURE_NAMES

WEIGHTS = {
    "loudness": 0.3,
    "pitch_mean": 0.2,
    "pitch_p90": 0.2,
    "pitch_std": 0.15,
    "syllable_rate": 0.15,
}
"""They add up to 1. Loudness counts for most: it is what the ear takes for effort."""

HIGH_FROM = 0.5
LOW_BELOW = -0.5

KNOWN_WINDOWS = 3
"""Before so many windows the gain of the microphone is unknown, and loudness counts as usual."""

_INDEX = [FEATURE_NAMES.index(name) for name in WEIGHTS]
_WEIGHT = np.array(list(WEIGHTS.values()), np.float32)
_LOUDNESS = list(WEIGHTS).index("loudness")


def liveliness(normalised: Floats, windows: int) -> float:
    """Weigh up a window, in standard deviations: HIGH_FROM and up is high.

    Args:
        normalised: by the speaker's baseline, shape (len(FEATURE_NAMES),).
        windows: that the baseline is made of.
    """
    parts = np.clip(normalised[_INDEX], -3, 3)
    if windows < KNOWN_WINDOWS:
        parts[_LOUDNESS] = 0
    return float(parts @ _WEIGHT)
