"""What a text model says of one text, before any rule of ours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from text.categories import Language


@dataclass(frozen=True, slots=True)
class TextScores:
    """The heads of a text model on one text.

    Attributes:
        fine: probability of each of FINE, float32, (28,), each 0..1.
        presence: probability that each of PRESENCES is there, float32, (7,), each 0..1.
        intensity: strength of each of INTENSITIES, float32, (5,), each 0..1; 1 is
            BRIGHTER's 3, the strongest.
        valence: on EmoBank's scale, 1 (unpleasant) to 5 (pleasant).
        arousal: on EmoBank's scale, 1 (calm) to 5 (excited).
        language: the one that the model read.
        tokens: what the model read, its special tokens included.
        truncated: whether the end of the text was left out because of its length.
    """

    fine: NDArray[np.float32]
    presence: NDArray[np.float32]
    intensity: NDArray[np.float32]
    valence: float
    arousal: float
    language: Language
    tokens: int
    truncated: bool
