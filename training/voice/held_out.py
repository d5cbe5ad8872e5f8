"""For each speaker the model that has never heard them, nor set its temperature on them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.voice_classifier import KernelMachine
from training.voice.corpus import leave_one_out
from training.voice.evaluate import scores_by_state
from training.voice.fit import emotions_of, fit_machine, fit_prior, fit_temperature, training_rows
from training.voice.hearing import SEED
from training.voice.windows import Windows
from voice.baseline import SpeakerPrior

PRODUCT_VARIANT = "opus"
"""What the server hears when nothing goes wrong."""

TEMPERATURE_STATES = ("unknown", "calibrated", "neutral_first")


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """A speaker and what all others taught."""

    speaker: str
    machine: KernelMachine
    prior: SpeakerPrior


def held_out_models(windows: Windows) -> Iterator[HeldOut]:
    """Give each speaker and their model; PRODUCT_VARIANT is among the windows."""
    scores = scores_by_state(windows, SEED)
    own = windows.where(windows.variant == PRODUCT_VARIANT)
    emotions = emotions_of(own)
    for train, test in leave_one_out(windows.speaker):
        speaker = str(windows.speaker[test][0])
        learnt = windows.where(train)
        prior = fit_prior(learnt)
        machine = fit_machine(training_rows(learnt, prior, np.random.default_rng(SEED)))
        others = (own.speaker != speaker) & (emotions >= 0)
        pooled = [scores[state, PRODUCT_VARIANT][others] for state in TEMPERATURE_STATES]
        truth = np.concatenate([emotions[others]] * len(TEMPERATURE_STATES))
        temperature = fit_temperature(np.concatenate(pooled), truth)
        yield HeldOut(speaker, replace(machine, temperature=temperature), prior)
