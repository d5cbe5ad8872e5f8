"""How well `energy_level` parts calm from excited: ``python -m training.voice.energy``.

EmoDB's kinds stand in for levels. Nine in ten of its files peak within 1.1 dB of full scale, calm
ones too, so loudness says nothing here and is left out, but for the question whether a gain moves
a level. Writes the figures to `models/voice.json`.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.labels import EnergyLevel
from training.voice import corpus
from training.voice.evaluate import normalised_rows
from training.voice.figures_file import add_figures
from training.voice.fit import fit_prior
from training.voice.hearing import SEED, heard
from training.voice.held_out import PRODUCT_VARIANT
from training.voice.scores import recalls, unweighted_recall
from training.voice.windows import VARIANTS, Windows
from vision.model_file import MODELS_DIR
from voice.descriptors import Floats
from voice.energy import HIGH_FROM, KNOWN_WINDOWS, LOW_BELOW, liveliness
from voice.features import FEATURE_NAMES

LEVELS = tuple(EnergyLevel)
LEVEL_OF_KIND: Mapping[str, EnergyLevel] = {
    "sadness": EnergyLevel.LOW,
    "boredom": EnergyLevel.LOW,
    "neutral": EnergyLevel.MEDIUM,
    "disgust": EnergyLevel.MEDIUM,
    "anger": EnergyLevel.HIGH,
    "fear": EnergyLevel.HIGH,
    "happiness": EnergyLevel.HIGH,
}

STATES = ("unknown", "calibrated")
GAINS_DECIBEL = (-12.0, 12.0)
LIMITS = np.round(np.arange(-1.5, 1.5, 0.05), 2)
"""Among which each speaker's limits are chosen on all others."""

Values = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is heard")
    arguments = parser.parse_args()
    try:
        clips = corpus.load_clips(arguments.data)
    except (corpus.CorpusError, OSError) as error:
        sys.exit(str(error))
    figures = energy_figures(heard(clips, VARIANTS, arguments.work))
    print(figures)
    add_figures(MODELS_DIR, "energy", figures)


def energy_figures(windows: Windows) -> dict[str, Any]:
    """Measure the levels of held-out speakers."""
    own = windows.where(windows.variant == PRODUCT_VARIANT)
    truth = np.array([LEVELS.index(LEVEL_OF_KIND[kind]) for kind in own.kind.tolist()])
    states = {}
    for state in STATES:
        lively = _lively(windows, state, known_windows=0)
        said = levels(lively, LOW_BELOW, HIGH_FROM)
        chosen = _said_by_limits_of_others(lively, truth, own.speaker)
        states[state] = {
            "uar": round(unweighted_recall(truth, said, len(LEVELS)), 4),
            "recall": dict(zip(LEVELS, np.round(recalls(truth, said, 3), 4).tolist(), strict=True)),
            "uar_with_limits_of_others": round(unweighted_recall(truth, chosen, len(LEVELS)), 4),
        }
    return {
        "limits": {"low_below": LOW_BELOW, "high_from": HIGH_FROM},
        "states": states,
        "moved_by_gain": {f"{gain:+.0f} dB": _moved(windows, gain) for gain in GAINS_DECIBEL},
    }


def levels(lively: Values, low_below: float, high_from: float) -> NDArray[np.int64]:
    """Return the index in LEVELS of each."""
    low, medium, high = (
        LEVELS.index(level) for level in (EnergyLevel.LOW, EnergyLevel.MEDIUM, EnergyLevel.HIGH)
    )
    return np.where(lively >= high_from, high, np.where(lively < low_below, low, medium))


def _lively(windows: Windows, state: str, known_windows: int) -> Values:
    """Weigh up every clip of PRODUCT_VARIANT, by priors that do not know its speaker."""
    own = windows.variant == PRODUCT_VARIANT
    lively = np.zeros(int(own.sum()))
    for train, test in corpus.leave_one_out(windows.speaker):
        prior = fit_prior(windows.where(train))
        rng = np.random.default_rng(SEED)
        rows: Floats = normalised_rows(windows.where(own & test), state, prior, rng)
        lively[test[own]] = [liveliness(row, known_windows) for row in rows]
    return lively


def _moved(windows: Windows, gain_decibel: float) -> float:
    """Say what share of levels a gain moves that was there when the speaker was calibrated."""
    louder = windows.features.copy()
    louder[:, FEATURE_NAMES.index("loudness")] += gain_decibel
    as_is, changed = (
        levels(_lively(heard, "calibrated", KNOWN_WINDOWS), LOW_BELOW, HIGH_FROM)
        for heard in (windows, replace(windows, features=louder))
    )
    return round(float(np.mean(as_is != changed)), 4)


def _said_by_limits_of_others(
    lively: Values, truth: NDArray[np.int64], speakers: NDArray[np.str_]
) -> NDArray[np.int64]:
    said = np.zeros_like(truth)
    for train, test in corpus.leave_one_out(speakers):
        pairs = [(low, high) for low in LIMITS for high in LIMITS if low < high]
        low, high = max(
            pairs,
            key=lambda pair: unweighted_recall(truth[train], levels(lively[train], *pair), 3),
        )
        said[test] = levels(lively[test], low, high)
    return said


if __name__ == "__main__":
    main()
