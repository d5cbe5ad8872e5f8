"""Made-up windows: speakers with a centre each, and emotions that differ in some features."""

import numpy as np

from training.voice.corpus import KINDS
from training.voice.windows import Windows
from voice.features import FEATURE_NAMES

SPEAKERS = ("01", "02", "03", "04")
CLIPS_OF_A_KIND = 8


def made_up_windows(
    variants: tuple[str, ...] = ("clean", "opus"), speakers: tuple[str, ...] = SPEAKERS
) -> Windows:
    rng = np.random.default_rng(5)
    places = {kind: rng.normal(0, 1, len(FEATURE_NAMES)) for kind in KINDS}
    centres = {speaker: rng.normal(0, 1, len(FEATURE_NAMES)) for speaker in SPEAKERS}
    rows = [
        (variant, speaker, kind, number)
        for variant in variants
        for speaker in speakers
        for kind in KINDS
        for number in range(CLIPS_OF_A_KIND)
    ]
    features = [
        centres[speaker] + places[kind] + rng.normal(0, 0.7, len(FEATURE_NAMES))
        for _, speaker, kind, _ in rows
    ]
    return Windows(
        features=np.array(features, np.float32),
        name=np.array([f"{speaker}{kind[0]}{number}" for _, speaker, kind, number in rows]),
        speaker=np.array([speaker for _, speaker, _, _ in rows]),
        kind=np.array([kind for _, _, kind, _ in rows]),
        variant=np.array([variant for variant, _, _, _ in rows]),
        speech_s=np.full(len(rows), 2.0, np.float32),
    )
