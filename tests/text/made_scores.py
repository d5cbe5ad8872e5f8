"""Scores as a model would give them, made by name."""

import numpy as np

from text.categories import FINE, INTENSITIES, PRESENCES
from text.constants import AROUSAL_MEAN, VALENCE_MEAN
from text.scores import TextScores


def made_scores(
    presence: dict[str, float] | None = None,
    intensity: dict[str, float] | None = None,
    fine: dict[str, float] | None = None,
    valence: float = VALENCE_MEAN,
    arousal: float = AROUSAL_MEAN,
) -> TextScores:
    return TextScores(
        fine=np.array([(fine or {}).get(name, 0.0) for name in FINE], np.float32),
        presence=np.array([(presence or {}).get(name, 0.0) for name in PRESENCES], np.float32),
        intensity=np.array([(intensity or {}).get(name, 0.0) for name in INTENSITIES], np.float32),
        valence=valence,
        arousal=arousal,
        language="en",
        tokens=7,
        truncated=False,
    )
