import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.labels import EMOTIONS, Emotion, Expression, binary_emotion, strongest
from analysis.resting_face import (
    CALIBRATION_S,
    RAMP_S,
    Calibration,
    RestingFace,
    resting_shifts,
    shifted,
)

Scores = tuple[float, ...]
HAPPY, SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")


def scores(**named: float) -> Scores:
    """Return the named scores; the others share what is left."""
    rest = (1 - sum(named.values())) / (len(EMOTIONS) - len(named))
    return tuple(named.get(emotion, rest) for emotion in EMOTIONS)


def expression(temperature: float = 1.25, **named: float) -> Expression:
    values = scores(**named)
    odds = (values[HAPPY] / values[SAD]) ** (1 / temperature)
    return Expression(odds / (1 + odds), values, temperature)


GRIM = expression(sad=0.6, neutral=0.35)
NEUTRAL = expression(neutral=0.9, sad=0.04)
SMILE = expression(happy=0.97, neutral=0.02)


def calibrated_on(*readings: Expression | None) -> RestingFace:
    """Return a face that was measured on readings of about one a second."""
    face = RestingFace()
    face.begin(0.0)
    for second, reading in enumerate(readings):
        assert face.take(reading, second + 0.2) is None
    assert face.take(readings[-1], CALIBRATION_S) is Calibration.DONE
    return face


def later(face: RestingFace, reading: Expression) -> Expression:
    return face.relative(reading, CALIBRATION_S + RAMP_S)


def normalised(weights: list[float]) -> Scores:
    return tuple(weight / sum(weights) for weight in weights)


ANY_SCORES = st.lists(st.floats(1e-6, 1), min_size=7, max_size=7).map(normalised)


def test_without_a_calibration_nothing_is_changed() -> None:
    face = RestingFace()
    assert face.take(GRIM, 1.0) is None
    assert face.relative(GRIM, 100.0) == GRIM


def test_who_looks_sad_at_rest_is_read_as_neutral_after_it() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    assert strongest(later(face, GRIM).scores) == "neutral"


def test_who_looks_sad_at_rest_is_still_read_as_happy_or_clearly_sad() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    assert strongest(later(face, SMILE).scores) == "happy"
    assert strongest(later(face, expression(sad=0.93, neutral=0.05)).scores) == "sad"


def test_a_typical_resting_face_changes_nothing() -> None:
    face = calibrated_on(NEUTRAL, NEUTRAL, NEUTRAL)
    for reading in (SMILE, GRIM, NEUTRAL):
        assert later(face, reading).scores == pytest.approx(reading.scores)


def test_a_smile_kept_throughout_stays_happy_even_if_taken_for_rest() -> None:
    face = calibrated_on(SMILE, SMILE, SMILE)
    relative = later(face, SMILE)
    assert strongest(relative.scores) == "happy"
    assert binary_emotion(relative)[0] is Emotion.HAPPY


def test_one_odd_reading_of_three_does_not_count() -> None:
    face = calibrated_on(NEUTRAL, SMILE, NEUTRAL)
    assert later(face, SMILE) == calibrated_and_read(SMILE)


def calibrated_and_read(reading: Expression) -> Expression:
    return later(calibrated_on(NEUTRAL, NEUTRAL, NEUTRAL), reading)


def test_the_shift_grows_so_that_nothing_jumps() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    times_s = [CALIBRATION_S + RAMP_S * share for share in (0, 0.25, 0.5, 0.75, 1, 2)]
    sadness = [face.relative(GRIM, time_s).scores[SAD] for time_s in times_s]
    assert sadness[0] == pytest.approx(GRIM.scores[SAD])
    assert sadness[:5] == sorted(sadness[:5], reverse=True)
    assert sadness[5] == sadness[4] < sadness[3]


@pytest.mark.parametrize("readings", [[None, None, None], [GRIM, None, None]])
def test_a_face_that_is_hardly_seen_is_not_measured(readings: list[Expression | None]) -> None:
    face = RestingFace()
    face.begin(10.0)
    for second, reading in enumerate(readings):
        assert face.take(reading, 10.0 + second) is None
    assert face.take(GRIM, 13.5) is Calibration.UNSEEN
    assert later(face, GRIM) == GRIM


def test_readings_from_before_and_after_the_calibration_do_not_count() -> None:
    face = RestingFace()
    face.take(GRIM, 9.0)
    face.begin(10.0)
    assert face.take(GRIM, 9.5) is None
    assert [face.take(NEUTRAL, time_s) for time_s in (10.5, 11.5, 12.5)] == [None] * 3
    assert face.take(GRIM, 13.0) is Calibration.DONE
    assert face.relative(GRIM, 20.0).scores == pytest.approx(GRIM.scores)


def test_a_calibration_ends_once() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    assert face.take(GRIM, CALIBRATION_S + 1) is None


def test_a_new_calibration_forgets_the_old_one_at_once() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    face.begin(20.0)
    assert face.relative(GRIM, 20.5) == GRIM
    for time_s in (20.5, 21.5, 22.5, 23.5):
        face.take(NEUTRAL, time_s)
    assert face.relative(GRIM, 30.0).scores == pytest.approx(GRIM.scores)


def test_a_face_that_was_measured_before_is_known_at_once() -> None:
    face = calibrated_on(GRIM, GRIM, GRIM)
    again = RestingFace(face.shifts)
    assert again.relative(GRIM, 0.0) == face.relative(GRIM, CALIBRATION_S + RAMP_S + 1)
    assert RestingFace().shifts is None


@given(st.lists(ANY_SCORES, min_size=1, max_size=5))
def test_only_what_the_face_shows_beyond_a_typical_one_is_taken_off(rest: list[Scores]) -> None:
    shifts = resting_shifts(rest)
    assert all(0 <= shift <= 1.25 for shift in shifts)
    assert shifts[EMOTIONS.index("neutral")] == 0


@given(st.lists(ANY_SCORES, min_size=1, max_size=5), ANY_SCORES, st.floats(0.5, 3))
def test_the_shifted_scores_are_probabilities_and_agree_with_happy_or_sad(
    rest: list[Scores], read: Scores, temperature: float
) -> None:
    odds = (read[HAPPY] / read[SAD]) ** (1 / temperature)
    reading = Expression(odds / (1 + odds), read, temperature)
    relative = shifted(reading, resting_shifts(rest))
    assert sum(relative.scores) == pytest.approx(1)
    lead = relative.scores[HAPPY] - relative.scores[SAD]
    if abs(lead) > 1e-9:
        assert (relative.happy_probability > 0.5) == (lead > 0)
