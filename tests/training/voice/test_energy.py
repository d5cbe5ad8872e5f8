from typing import Any

import numpy as np
import pytest

from analysis.labels import EnergyLevel
from tests.training.voice.heard import SPEAKERS, made_up_windows
from training.voice.corpus import KINDS
from training.voice.energy import LEVEL_OF_KIND, LEVELS, energy_figures, levels
from voice.energy import HIGH_FROM, LOW_BELOW
from voice.features import FEATURE_NAMES


def test_every_kind_stands_for_a_level() -> None:
    assert set(LEVEL_OF_KIND) == set(KINDS)
    assert set(LEVEL_OF_KIND.values()) == set(EnergyLevel)


def test_limits_belong_to_the_level_above() -> None:
    lively = np.array([-0.31, -0.3, 0.0, 0.29, 0.3])
    names = [LEVELS[index] for index in levels(lively, -0.3, 0.3)]
    assert names == ["low", "medium", "medium", "medium", "high"]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """Of speakers, each with a voice of their own, who raise it where they are to be lively."""
    windows = made_up_windows(("opus",))
    effort = {EnergyLevel.LOW: -1.0, EnergyLevel.MEDIUM: 0.0, EnergyLevel.HIGH: 1.0}
    lively = np.array([effort[LEVEL_OF_KIND[kind]] for kind in windows.kind.tolist()])
    rng = np.random.default_rng(0)
    for name, sign in (("pitch_mean", 1), ("flux_voiced", 1), ("hammarberg_voiced", -1)):
        own = 10 * rng.normal(size=len(SPEAKERS))[windows.speaker.astype(int) - 1]
        column = own + 3 * sign * lively + rng.normal(0, 0.3, len(lively))
        windows.features[:, FEATURE_NAMES.index(name)] = column
    return energy_figures(windows)


def test_levels_are_found_against_the_speakers_own(
    figures: dict[str, Any],
) -> None:
    unknown, calibrated = (figures["states"][state] for state in ("unknown", "calibrated"))
    assert calibrated["uar"] > unknown["uar"] + 0.2
    assert calibrated["uar"] > 0.75
    assert calibrated["uar_with_limits_of_others"] > unknown["uar_with_limits_of_others"]
    assert figures["limits"] == {"low_below": LOW_BELOW, "high_from": HIGH_FROM}


def test_a_gain_moves_no_level_of_a_speaker_who_was_calibrated_with_it(
    figures: dict[str, Any],
) -> None:
    assert figures["moved_by_gain"] == {"-12 dB": 0.0, "+12 dB": 0.0}
