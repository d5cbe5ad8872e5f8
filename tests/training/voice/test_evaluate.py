from dataclasses import replace

import numpy as np
import pytest

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS
from tests.training.voice.heard import made_up_windows
from training.voice.corpus import KINDS
from training.voice.evaluate import (
    ANGRY,
    ANGRY_HEARD,
    NEUTRAL_HEARD,
    STATES,
    Values,
    _first,
    _heard_before,
    corpus_figures,
    figures,
    held_out_probabilities,
    normalised_rows,
    scores_by_state,
)
from training.voice.fit import NEUTRAL, emotions_of, fit_prior, normalise
from training.voice.windows import Windows


@pytest.fixture(scope="module")
def windows() -> Windows:
    return made_up_windows()


def test_scores_of_a_speaker_do_not_depend_on_what_their_clips_are_said_to_be(
    windows: Windows,
) -> None:
    own = windows.speaker == "02"
    false = windows.kind.copy()
    false[own] = np.roll(false[own], 8)
    as_is, changed = (scores_by_state(w) for w in (windows, replace(windows, kind=false)))
    tested = own[windows.variant == "opus"]
    before, after = (scores["unknown", "opus"] for scores in (as_is, changed))
    assert np.array_equal(before[tested], after[tested])
    assert not np.array_equal(before[~tested], after[~tested])


def test_emotions_that_differ_are_told_apart_in_speakers_never_heard(windows: Windows) -> None:
    opus = windows.where(windows.variant == "opus")
    scores = scores_by_state(windows)
    for state in STATES:
        found = figures(opus, scores[state, "opus"])
        assert found["uar"] > 0.8
        assert found["uar_interval"][0] <= found["uar"] <= found["uar_interval"][1]
        assert set(found["recall"]) == set(VOICE_EMOTIONS)
        assert set(found["read_as"]) == set(KINDS)
        for shown in found["read_as"].values():
            assert set(shown) == {*VOICE_EMOTIONS, UNCERTAIN}
            assert sum(shown.values()) == pytest.approx(1, abs=1e-3)


def _temperature(scores: Values, probabilities: Values) -> float:
    """Work back what scores were divided by before softmax."""
    distance = np.log(probabilities[0, 1]) - np.log(probabilities[0, 0])
    return float((scores[0, 1] - scores[0, 0]) / distance)


def test_a_speakers_temperature_is_set_by_all_others(windows: Windows) -> None:
    opus = windows.where(windows.variant == "opus")
    emotions = emotions_of(opus)
    rng = np.random.default_rng(0)
    scores = np.eye(5)[np.maximum(emotions, 0)] + rng.normal(0, 0.5, (len(emotions), 5))
    own = opus.speaker == "03"
    wild = scores.copy()
    wild[own] = np.roll(wild[own], 1, axis=0) * 5
    before, _ = held_out_probabilities(scores, emotions, opus.speaker)
    after, _ = held_out_probabilities(wild, emotions, opus.speaker)
    pairs = (scores[own], before[own]), (wild[own], after[own])
    temperatures = [_temperature(*pair) for pair in pairs]
    assert temperatures[0] == pytest.approx(temperatures[1])


def test_the_clip_that_is_read_is_never_among_those_that_calibrate(windows: Windows) -> None:
    session = windows.where((windows.speaker == "01") & (windows.variant == "opus"))
    prior = fit_prior(windows)
    neutral = np.flatnonzero(emotions_of(session) == NEUTRAL)
    few = session.where(np.isin(np.arange(len(session.features)), neutral[: NEUTRAL_HEARD + 1]))
    rows = normalised_rows(few, "calibrated", prior, np.random.default_rng(0))
    for index in range(NEUTRAL_HEARD + 1):
        others = np.delete(few.features, index, axis=0)
        assert np.allclose(rows[index], normalise(few.features[index], others, prior), atol=1e-5)


@pytest.mark.parametrize(
    ("state", "emotion", "count"),
    [("neutral_first", NEUTRAL, NEUTRAL_HEARD - 1), ("angry_first", ANGRY, ANGRY_HEARD - 2)],
)
def test_a_session_begins_as_its_state_says_and_knows_only_what_came_before(
    windows: Windows, state: str, emotion: int, count: int
) -> None:
    session = windows.where((windows.speaker == "01") & (windows.variant == "opus"))
    emotions = emotions_of(session)
    order = np.random.default_rng(0).permutation(len(emotions))
    first = _first(state, order, emotions)
    assert len(first) == count
    assert set(emotions[first].tolist()) == {emotion}
    heard = _heard_before(order, first, emotions)
    assert sorted(len(before) for before in heard) == list(range(1, len(emotions) + 1))
    for index, before in enumerate(heard):
        assert before[-1] == index
        assert np.array_equal(before[: len(first)], first[: len(before)])


def test_the_corpus_own_kinds_are_measured_raw_and_normed(windows: Windows) -> None:
    found = corpus_figures(windows.where(windows.variant == "clean"))
    assert set(found) == {"raw", "normed_by_speaker"}
    assert found["normed_by_speaker"]["uar"] > 0.8
