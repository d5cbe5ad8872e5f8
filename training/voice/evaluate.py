"""Leave-one-speaker-out figures: nobody is tested who was trained on or set a temperature."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS
from analysis.voice_classifier import KernelMachine, emotion_rows, softmax
from analysis.voice_smoothing import CERTAIN_PROBABILITY
from training.voice.corpus import KINDS, leave_one_out
from training.voice.fit import (
    NEUTRAL,
    Ints,
    Rows,
    emotions_of,
    fit_machine,
    fit_prior,
    fit_temperature,
    normalise,
    training_rows,
)
from training.voice.scores import (
    by_confidence,
    calibration_error,
    recall_interval,
    recalls,
    unweighted_recall,
)
from training.voice.windows import Windows
from voice.baseline import SpeakerPrior
from voice.descriptors import Floats

NEUTRAL_HEARD = 6
"""Windows of a calibration: about 10 s of speech."""

ANGRY = VOICE_EMOTIONS.index("angry")
ANGRY_HEARD = 10

Values = NDArray[np.float64]

STATES = ("unknown", "calibrated", "neutral_first", "any_order", "angry_first", "all_heard")
"""What is known of the tested speaker. unknown: nothing. calibrated: 6 neutral windows, never the
one that is read. Then sessions, in which every window joins the baseline before it is read: after
5 neutral ones, in random order, after 10 angry ones. all_heard: all their windows, unlabelled."""


def scores_by_state(windows: Windows, seed: int = 0) -> dict[tuple[str, str], Values]:
    """Score every clip of every held-out speaker, by state and variant.

    Returns:
        Scores of VOICE_EMOTIONS, shape (clips, 5), rows in the order of each variant's windows.
    """
    found = {
        (state, variant): np.zeros((np.sum(windows.variant == variant), len(VOICE_EMOTIONS)))
        for state in STATES
        for variant in np.unique(windows.variant).tolist()
    }
    for train, test in leave_one_out(windows.speaker):
        rng = np.random.default_rng(seed)
        prior = fit_prior(windows.where(train))
        machine = fit_machine(training_rows(windows.where(train), prior, rng))
        for state, variant in found:
            own = windows.variant == variant
            rows = normalised_rows(windows.where(own & test), state, prior, rng)
            found[state, variant][test[own]] = machine.scores(emotion_rows(rows))
    return found


def normalised_rows(
    session: Windows, state: str, prior: SpeakerPrior, rng: np.random.Generator
) -> Floats:
    """Normalise the windows of one speaker in one variant by what one of STATES knows of them."""
    emotions, features = emotions_of(session), session.features
    order = rng.permutation(len(features))
    neutral = order[emotions[order] == NEUTRAL]
    if state == "unknown":
        return normalise(features, features[:0], prior)
    if state == "all_heard":
        return normalise(features, features[emotions >= 0], prior)
    if state == "calibrated":
        heard = [neutral[neutral != index][:NEUTRAL_HEARD] for index in range(len(features))]
    else:
        heard = _heard_before(order, _first(state, order, emotions), emotions)
    return np.stack([normalise(features[i], features[own], prior) for i, own in enumerate(heard)])


def _first(state: str, order: Ints, emotions: Ints) -> Ints:
    if state == "neutral_first":
        return np.extract(emotions[order] == NEUTRAL, order)[: NEUTRAL_HEARD - 1]
    if state == "angry_first":
        return np.extract(emotions[order] == ANGRY, order)[:ANGRY_HEARD]
    return order[:0]


def _heard_before(order: Ints, first: Ints, emotions: Ints) -> list[Ints]:
    """Say for each window which ones a session has heard by then, itself included."""
    rest = order[~np.isin(order, first)]
    session = np.concatenate([first, rest[emotions[rest] >= 0], rest[emotions[rest] < 0]])
    place = np.argsort(session)
    return [session[: place[index] + 1] for index in range(len(session))]


def held_out_probabilities(
    scores: Values, emotions: Ints, speakers: NDArray[np.str_]
) -> tuple[Values, float]:
    """Turn scores to probabilities, for each speaker by the temperature of all others.

    Returns:
        Probabilities, shape (n, 5), and the temperature of all speakers together.
    """
    probabilities = np.zeros_like(scores)
    known = emotions >= 0
    for train, test in leave_one_out(speakers):
        fit = train & known
        probabilities[test] = softmax(scores[test] / fit_temperature(scores[fit], emotions[fit]))
    return probabilities, fit_temperature(scores[known], emotions[known])


def figures(windows: Windows, scores: Values) -> dict[str, Any]:
    """Measure the scores of one state on one variant."""
    emotions, known = emotions_of(windows), emotions_of(windows) >= 0
    probabilities, temperature = held_out_probabilities(scores, emotions, windows.speaker)
    truth, said = emotions[known], probabilities[known].argmax(axis=1)
    found = recalls(truth, said, len(VOICE_EMOTIONS))
    low, high = recall_interval(truth, said, windows.speaker[known], len(VOICE_EMOTIONS))
    return {
        "clips": int(known.sum()),
        "uar": round(unweighted_recall(truth, said, len(VOICE_EMOTIONS)), 4),
        "uar_interval": [round(low, 4), round(high, 4)],
        "ece": round(calibration_error(truth, probabilities[known]), 4),
        "temperature": round(temperature, 4),
        "recall": dict(zip(VOICE_EMOTIONS, np.round(found, 4).tolist(), strict=True)),
        "by_confidence": by_confidence(truth, probabilities[known]),
        "read_as": _read_as(windows.kind, probabilities),
    }


def _read_as(kinds: NDArray[np.str_], probabilities: Values) -> dict[str, dict[str, float]]:
    """Say what each of EmoDB's kinds is shown as, also those that are no emotion of ours."""
    labels = np.array([*VOICE_EMOTIONS, UNCERTAIN])
    sure = probabilities.max(axis=1) >= CERTAIN_PROBABILITY
    shown = np.where(sure, probabilities.argmax(axis=1), len(VOICE_EMOTIONS))
    return {
        kind: {
            str(label): round(float(np.mean(shown[kinds == kind] == index)), 4)
            for index, label in enumerate(labels)
        }
        for kind in KINDS
    }


def corpus_figures(windows: Windows) -> dict[str, Any]:
    """Measure EmoDB's own seven classes, as published work does: raw, and normed by speaker.

    Normed by speaker: mean and standard deviation of all clips of each speaker, unlabelled.
    """
    kinds = np.array([KINDS.index(kind) for kind in windows.kind.tolist()])
    own = np.zeros_like(windows.features)
    for speaker in np.unique(windows.speaker):
        rows = windows.speaker == speaker
        own[rows] = _standardised(windows.features[rows], windows.features[rows])
    methods: dict[str, Callable[[NDArray[np.bool_]], Floats]] = {
        "raw": lambda train: _standardised(windows.features, windows.features[train]),
        "normed_by_speaker": lambda _: own,
    }
    return {name: _seven(windows, kinds, rows_of) for name, rows_of in methods.items()}


def _seven(
    windows: Windows, kinds: Ints, rows_of: Callable[[NDArray[np.bool_]], Floats]
) -> dict[str, Any]:
    said = np.zeros_like(kinds)
    for train, test in leave_one_out(windows.speaker):
        rows = emotion_rows(rows_of(train))
        machine: KernelMachine = fit_machine(Rows(rows[train], kinds[train]), len(KINDS))
        said[test] = machine.scores(rows[test]).argmax(axis=1)
    low, high = recall_interval(kinds, said, windows.speaker, len(KINDS))
    return {
        "uar": round(unweighted_recall(kinds, said, len(KINDS)), 4),
        "uar_interval": [round(low, 4), round(high, 4)],
    }


def _standardised(features: Floats, of: Floats) -> Floats:
    return np.asarray((features - of.mean(axis=0)) / (of.std(axis=0) + 1e-6), np.float32)
