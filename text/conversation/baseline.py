"""Where a speaker usually is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from text.conversation.constants import BASELINE_HALF_LIFE_MESSAGES, BASELINE_MIN_MESSAGES
from text.conversation.felt import Felt


@dataclass(frozen=True, slots=True)
class Baseline:
    """Averages of the messages before the newest.

    Attributes:
        average_intensity: 0..1.
        baseline_valence: -1..1.
        messages: how many they are averages of.
    """

    average_intensity: float
    baseline_valence: float
    messages: int


def baseline_of(feelings: Sequence[Felt]) -> Baseline | None:
    """Exponentially weighted averages of all but the newest message of one speaker.

    Returns:
        None below BASELINE_MIN_MESSAGES messages, the newest counted.
    """
    if len(feelings) < BASELINE_MIN_MESSAGES:
        return None
    earlier = feelings[:-1]
    ages = np.arange(len(earlier))[::-1]
    weights = 0.5 ** (ages / BASELINE_HALF_LIFE_MESSAGES)
    return Baseline(
        average_intensity=float(np.average([each.intensity for each in earlier], weights=weights)),
        baseline_valence=float(np.average([each.valence for each in earlier], weights=weights)),
        messages=len(earlier),
    )
