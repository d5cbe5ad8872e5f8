import numpy as np
import pytest

from analysis.labels import VOICE_EMOTIONS
from analysis.voice_classifier import softmax
from tests.training.voice.heard import CLIPS_OF_A_KIND, SPEAKERS, made_up_windows
from training.voice.fit import (
    GAIN_SPREAD_DECIBEL,
    NEUTRAL,
    Rows,
    emotions_of,
    everyday,
    fit_machine,
    fit_prior,
    fit_temperature,
    normalise,
    sessions_of,
    training_rows,
)
from voice.features import FEATURE_NAMES

LOUDNESS = FEATURE_NAMES.index("loudness")


def test_a_session_is_one_speaker_in_one_variant() -> None:
    windows = made_up_windows()
    sessions = sessions_of(windows)
    assert len(sessions) == 2 * len(SPEAKERS)
    for rows in sessions:
        assert len(set(windows.speaker[rows])) == len(set(windows.variant[rows])) == 1


def test_a_prior_takes_any_loudness_for_possible() -> None:
    prior = fit_prior(made_up_windows())
    assert prior.between[LOUDNESS] == GAIN_SPREAD_DECIBEL
    heard = np.tile(prior.centre, (3, 1))
    heard[:, LOUDNESS] += 12
    row = normalise(heard[0], heard, prior)
    assert row[LOUDNESS] == pytest.approx(0, abs=1e-3)


def test_a_prior_says_how_far_speakers_lie_apart() -> None:
    windows = made_up_windows()
    prior = fit_prior(windows)
    assert np.all(prior.within > 0)
    alone = fit_prior(windows.where(windows.speaker == "01"))
    others = np.arange(len(FEATURE_NAMES)) != LOUDNESS
    assert alone.between[others].mean() < 0.5 * prior.between[others].mean()


def test_rows_are_learnt_with_and_without_knowing_the_speaker() -> None:
    windows = made_up_windows(("clean", "room"))
    rows = training_rows(windows, fit_prior(windows), np.random.default_rng(0))
    clips = len(SPEAKERS) * len(VOICE_EMOTIONS) * CLIPS_OF_A_KIND
    assert len(rows.rows) == 3 * clips  # clean twice, room once
    assert rows.rows.shape[1] == len(FEATURE_NAMES) - 1
    assert set(rows.emotions.tolist()) == set(range(len(VOICE_EMOTIONS)))


def test_people_are_mostly_heard_neutral_before() -> None:
    windows = made_up_windows(("opus",), ("01",))
    emotions = emotions_of(windows)
    spoken = np.flatnonzero(emotions >= 0)
    rng = np.random.default_rng(0)
    drawn = np.concatenate([emotions[everyday(spoken, emotions, rng)] for _ in range(200)])
    shares = np.bincount(drawn, minlength=len(VOICE_EMOTIONS)) / len(drawn)
    assert shares.argmax() == NEUTRAL
    assert 0.5 < shares[NEUTRAL] < 0.7


def test_a_machine_learns_what_can_be_told_apart_and_rare_classes_too() -> None:
    rng = np.random.default_rng(0)
    places = rng.normal(0, 2, (len(VOICE_EMOTIONS), 10))
    emotions = np.repeat(np.arange(len(VOICE_EMOTIONS)), [60, 60, 60, 60, 6])
    rows = (places[emotions] + rng.normal(0, 0.5, (len(emotions), 10))).astype(np.float32)
    machine = fit_machine(Rows(rows, emotions))
    fresh = (places + rng.normal(0, 0.5, places.shape)).astype(np.float32)
    assert machine.scores(fresh).argmax(axis=1).tolist() == list(range(len(VOICE_EMOTIONS)))


def test_the_temperature_makes_scores_as_sure_as_they_are_right() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (4000, len(VOICE_EMOTIONS)))
    drawn = (softmax(logits).cumsum(axis=1) > rng.random((4000, 1))).argmax(axis=1)
    assert fit_temperature(logits * 0.2, drawn) == pytest.approx(0.2, rel=0.1)
    assert fit_temperature(logits * 3, drawn) == pytest.approx(3, rel=0.1)
