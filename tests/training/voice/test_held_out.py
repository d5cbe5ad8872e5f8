from dataclasses import replace

import numpy as np

from tests.training.voice.heard import SPEAKERS, made_up_windows
from training.voice.held_out import held_out_models


def test_nothing_of_a_speaker_is_in_the_model_that_hears_them() -> None:
    windows = made_up_windows()
    changed = windows.features.copy()
    own = windows.speaker == "03"
    changed[own] += np.random.default_rng(0).normal(0, 5, changed[own].shape)
    as_is = {model.speaker: model for model in held_out_models(windows)}
    other = {m.speaker: m for m in held_out_models(replace(windows, features=changed))}
    assert tuple(as_is) == SPEAKERS
    for speaker in SPEAKERS:
        same = np.array_equal(as_is[speaker].prior.centre, other[speaker].prior.centre)
        alike = np.array_equal(as_is[speaker].machine.support, other[speaker].machine.support)
        assert same == alike == (speaker == "03")
        assert 0 < as_is[speaker].machine.temperature < 10
