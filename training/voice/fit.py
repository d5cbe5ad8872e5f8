"""Fits what `analysis/voice_classifier.py` runs: the prior of speakers and the kernel machine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from analysis.labels import VOICE_EMOTIONS
from analysis.voice_classifier import KernelMachine, emotion_rows, kernel, softmax
from training.voice.corpus import emotion_index
from training.voice.windows import Windows
from voice.baseline import SpeakerPrior, centre_of
from voice.descriptors import Floats
from voice.features import FEATURE_NAMES

Ints = NDArray[np.int64]

GAMMA_A_FEATURE = 0.1
RIDGE = 0.05
"""Share of the kernel's diagonal that smooths, for a class of average size."""

NEUTRAL = VOICE_EMOTIONS.index("neutral")
EVERYDAY = np.where(np.arange(len(VOICE_EMOTIONS)) == NEUTRAL, 3.0, 0.5)
"""Of a Dirichlet distribution: people speak neutrally for most of the time."""

FEWEST_HEARD, MOST_HEARD = 4, 40
SMALLEST = 1e-3
"""Of a standard deviation."""

GAIN_SPREAD_DECIBEL = 1000.0
"""Between speakers' loudness: a microphone's gain can be anything, so only the speaker's own
windows say what is loud."""

UNKNOWN, KNOWN = "unknown", "known"
BOTH = ("clean", "opus")
"""Variants of which each window is learnt twice: by the prior and by the speaker's baseline.
Of the others a coin decides."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What the machine learns from: normalised features and their emotions."""

    rows: Floats
    emotions: Ints


def emotions_of(windows: Windows) -> Ints:
    """Return the index in VOICE_EMOTIONS of each row, -1 for none; shape (n,)."""
    return np.array([emotion_index(kind) for kind in windows.kind.tolist()], np.int64)


def sessions_of(windows: Windows) -> list[Ints]:
    """Return the rows of each speaker in each variant: one throat, one room, one microphone."""
    keys = np.char.add(np.char.add(windows.speaker, "/"), windows.variant)
    return [np.flatnonzero(keys == key) for key in np.unique(keys)]


def fit_prior(windows: Windows) -> SpeakerPrior:
    """Learn how speakers speak and how far they lie apart; neutral counts three times."""
    emotions = emotions_of(windows)
    centres, spreads = [], []
    for session in sessions_of(windows):
        groups = [windows.features[session[emotions[session] == e]] for e in range(5)]
        means = np.stack([group.mean(axis=0) for group in groups if len(group)])
        weights = [3 if e == NEUTRAL else 1 for e, group in enumerate(groups) if len(group)]
        centre = np.average(means, axis=0, weights=weights)
        spoken = windows.features[session[emotions[session] >= 0]]
        centres.append(centre)
        spreads.append(np.mean((spoken - centre) ** 2, axis=0))
    within = np.sqrt(np.mean(spreads, axis=0))
    parts = (np.mean(centres, axis=0), within, np.std(centres, axis=0))
    centre, within, between = (part.astype(np.float32) for part in parts)
    between[FEATURE_NAMES.index("loudness")] = GAIN_SPREAD_DECIBEL
    return SpeakerPrior(centre, np.maximum(within, SMALLEST), np.maximum(between, SMALLEST))


def training_rows(windows: Windows, prior: SpeakerPrior, rng: np.random.Generator) -> Rows:
    """Normalise each window as the server might have: knowing the speaker, or not yet."""
    emotions = emotions_of(windows)
    rows, labels = [], []
    for session in sessions_of(windows):
        spoken = session[emotions[session] >= 0]
        for index in spoken:
            states = [UNKNOWN, KNOWN]
            if windows.variant[index] not in BOTH:
                states = [states[rng.integers(2)]]
            for state in states:
                heard = everyday(spoken, emotions, rng) if state == KNOWN else spoken[:0]
                rows.append(normalise(windows.features[index], windows.features[heard], prior))
                labels.append(emotions[index])
    return Rows(emotion_rows(np.stack(rows)), np.array(labels))


def everyday(spoken: Ints, emotions: Ints, rng: np.random.Generator) -> Ints:
    """Draw windows that a speaker may have been heard in before, mostly neutral ones."""
    mood = rng.dirichlet(EVERYDAY)
    chance = mood[emotions[spoken]] / np.bincount(emotions[spoken], minlength=5)[emotions[spoken]]
    count = rng.integers(FEWEST_HEARD, MOST_HEARD)
    return rng.choice(spoken, count, p=chance / chance.sum())


def normalise(features: Floats, heard: Floats, prior: SpeakerPrior) -> Floats:
    """Normalise features, of any leading shape, by a speaker heard in `heard` (n, n_features)."""
    return np.asarray((features - centre_of(heard, prior)) / prior.within, np.float32)


def fit_machine(data: Rows, classes: int = len(VOICE_EMOTIONS)) -> KernelMachine:
    """Solve for the weights, every class counting alike; the temperature is left at 1."""
    gamma = GAMMA_A_FEATURE / data.rows.shape[1]
    counts = np.bincount(data.emotions, minlength=classes)
    targets = np.full((len(data.emotions), classes), -1 / (classes - 1))
    targets[np.arange(len(targets)), data.emotions] = 1
    penalty = RIDGE * classes * counts[data.emotions] / len(targets)
    matrix = kernel(data.rows, data.rows, gamma).astype(np.float64) + np.diag(penalty)
    weights = np.linalg.solve(matrix, targets).astype(np.float32)
    return KernelMachine(data.rows, weights, gamma, temperature=1.0)


def fit_temperature(scores: NDArray[np.float64], emotions: Ints) -> float:
    """Find the temperature under which the right emotions are likeliest.

    Args:
        scores: of speakers who were not trained on, shape (n, 5).
        emotions: shape (n,).
    """

    def surprise(log_temperature: float) -> float:
        probabilities = softmax(scores / np.exp(log_temperature))
        return -float(np.mean(np.log(probabilities[np.arange(len(emotions)), emotions] + 1e-12)))

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 2), method="bounded").x))
