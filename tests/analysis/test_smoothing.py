from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.labels import EMOTIONS, Smoothed, strongest
from analysis.smoothing import FORGET_AFTER_S, ScoreSmoother

Scores = tuple[float, ...]


def sure_of(name: str, score: float = 0.9) -> Scores:
    rest = (1 - score) / (len(EMOTIONS) - 1)
    return tuple(score if emotion == name else rest for emotion in EMOTIONS)


def normalised(weights: list[float]) -> Scores:
    return tuple(weight / sum(weights) for weight in weights)


ANY_SCORES = st.lists(st.floats(0.001, 1), min_size=7, max_size=7).map(normalised)
NAMES = st.sampled_from(EMOTIONS)
GAPS_S = st.floats(0, 10)


def run(
    smoother: ScoreSmoother, readings: Sequence[tuple[Scores | None, float]]
) -> list[str | None]:
    """Feed readings after their gaps, in seconds; return the names shown."""
    time_s, names = 0.0, []
    for scores, gap_s in readings:
        time_s += gap_s
        smoothed = smoother.update(scores, time_s)
        names.append(smoothed.name if smoothed else None)
    return names


def certain(smoothed: Smoothed | None) -> bool:
    assert smoothed is not None
    return not smoothed.uncertain


@given(ANY_SCORES, st.floats(0, 1e6))
def test_the_first_reading_is_shown_as_it_is(scores: Scores, time_s: float) -> None:
    smoothed = ScoreSmoother().update(scores, time_s)
    assert smoothed == Smoothed(strongest(scores), scores, max(scores) < 0.5)


@given(st.lists(st.tuples(st.none() | ANY_SCORES, GAPS_S), min_size=1, max_size=30))
def test_scores_stay_probabilities(readings: list[tuple[Scores | None, float]]) -> None:
    smoother, time_s = ScoreSmoother(), 0.0
    for scores, gap_s in readings:
        time_s += gap_s
        smoothed = smoother.update(scores, time_s)
        if smoothed is not None:
            assert sum(smoothed.scores) == pytest.approx(1)
            assert all(0 <= score <= 1 for score in smoothed.scores)
            assert smoothed.name in EMOTIONS


@given(NAMES, NAMES, st.floats(0.2, 1), st.floats(0.5, 1))
def test_a_change_shows_with_its_second_reading_at_one_a_second(
    before: str, after: str, old: float, new: float
) -> None:
    readings = [(sure_of(before, old), 1.0)] * 10 + [(sure_of(after, new), 1.0)] * 2
    assert run(ScoreSmoother(), readings)[-1] == after


@given(NAMES, NAMES, st.floats(0.2, 1), st.floats(0.25, 1), GAPS_S, GAPS_S)
def test_a_change_shows_with_its_second_reading_whenever_the_two_come(
    before: str, after: str, old: float, new: float, first_gap_s: float, second_gap_s: float
) -> None:
    readings = [(sure_of(before, old), 1.0)] * 10
    change = [(sure_of(after, new), first_gap_s), (sure_of(after, new), second_gap_s)]
    assert run(ScoreSmoother(), [*readings, *change])[-1] == after


@given(NAMES, NAMES, st.lists(st.floats(0.1, 0.9), min_size=1, max_size=4))
def test_a_change_around_moments_without_a_face_shows_with_its_second_reading(
    before: str, after: str, gaps_s: list[float]
) -> None:
    hidden: list[tuple[Scores | None, float]] = [(None, gap_s) for gap_s in gaps_s]
    readings = [(sure_of(before), 1.0), (sure_of(after), 1.0), *hidden, (sure_of(after), 0.1)]
    assert run(ScoreSmoother(), readings)[-1] == after


@given(NAMES, ANY_SCORES, st.lists(st.floats(0.1, 0.9), max_size=3))
def test_an_odd_reading_beside_moments_without_a_face_changes_no_name(
    steady: str, odd: Scores, gaps_s: list[float]
) -> None:
    hidden: list[tuple[Scores | None, float]] = [(None, gap_s) for gap_s in gaps_s]
    readings = [(sure_of(steady), 1.0), *hidden, (odd, 0.2), *hidden, (sure_of(steady), 0.2)]
    assert set(run(ScoreSmoother(), readings)) == {steady}


@given(NAMES, st.lists(st.tuples(NAMES, ANY_SCORES, st.floats(0.05, 3)), min_size=1, max_size=20))
def test_single_odd_readings_never_change_the_name(
    steady: str, glitches: list[tuple[str, Scores, float]]
) -> None:
    readings: list[tuple[Scores | None, float]] = [(sure_of(steady), 1.0)]
    for _, odd, gap_s in glitches:
        readings += [(odd, gap_s), (sure_of(steady), gap_s)]
    assert set(run(ScoreSmoother(), readings)) == {steady}


@given(NAMES, st.lists(st.floats(0.01, 3.9), min_size=1, max_size=20))
def test_the_same_reading_at_any_rate_gives_the_same_answer(name: str, gaps: list[float]) -> None:
    assert set(run(ScoreSmoother(), [(sure_of(name), gap_s) for gap_s in gaps])) == {name}


def test_evidence_ages_with_time_and_not_with_readings() -> None:
    slow, fast = ScoreSmoother(), ScoreSmoother()
    for smoother in (slow, fast):
        smoother.update(sure_of("happy"), 0.0)
    once = slow.update(sure_of("sad"), 1.0)
    for step in range(1, 10):
        fast.update(sure_of("sad"), step / 10)
    often = fast.update(sure_of("sad"), 1.0)
    assert once is not None
    assert often is not None
    assert once.scores == pytest.approx(often.scores)


def test_two_equally_likely_expressions_do_not_alternate() -> None:
    sad = normalised([0.1, 0, 0, 0, 0.44, 0.46, 0])
    neutral = normalised([0.1, 0, 0, 0, 0.46, 0.44, 0])
    names = run(ScoreSmoother(), [(sad, 1.0), *[(neutral, 1.0), (neutral, 1.0), (sad, 1.0)] * 5])
    assert set(names) == {"sad"}


def test_weak_evidence_is_uncertain_and_strong_is_not() -> None:
    assert certain(ScoreSmoother().update(sure_of("fearful", 0.6), 0.0))
    assert not certain(ScoreSmoother().update(sure_of("fearful", 0.45), 0.0))


def test_the_moment_of_a_change_is_uncertain() -> None:
    smoother = ScoreSmoother()
    smoother.update(sure_of("happy"), 0.0)
    smoothed = smoother.update(sure_of("sad"), 1.0)
    assert smoothed is not None
    assert (smoothed.name, smoothed.uncertain) == ("happy", True)


def test_without_a_face_so_far_there_is_nothing_to_show() -> None:
    assert ScoreSmoother().update(None, 0.0) is None


def test_a_lost_face_fades_and_is_then_forgotten() -> None:
    smoother = ScoreSmoother()
    smoother.update(sure_of("happy"), 0.0)
    faded = [smoother.update(None, float(second)) for second in (1, 2, 3)]
    strengths = [smoothed.scores[3] if smoothed else 0.0 for smoothed in faded]
    assert [smoothed and smoothed.name for smoothed in faded] == ["happy"] * 3
    assert all(smoothed and smoothed.uncertain for smoothed in faded)
    assert strengths == sorted(strengths, reverse=True)
    assert smoother.update(None, FORGET_AFTER_S) is None


def test_a_face_that_comes_back_at_once_keeps_its_name() -> None:
    readings = [(sure_of("happy"), 1.0), (None, 1.0), (sure_of("sad"), 1.0)]
    assert run(ScoreSmoother(), readings) == ["happy", "happy", "happy"]


def test_a_face_after_a_long_absence_is_a_new_one() -> None:
    readings = [(sure_of("happy"), 1.0), (sure_of("sad"), FORGET_AFTER_S)]
    assert run(ScoreSmoother(), readings) == ["happy", "sad"]


def test_time_that_goes_back_is_an_error() -> None:
    smoother = ScoreSmoother()
    smoother.update(sure_of("happy"), 5.0)
    with pytest.raises(ValueError, match="time goes back"):
        smoother.update(sure_of("happy"), 4.9)
