import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS
from analysis.voice_smoothing import (
    CERTAIN_PROBABILITY,
    FORGET_AFTER_S,
    HALF_LIFE_S,
    KEPT_PROBABILITY,
    VoiceSmoother,
)


def probabilities(**named: float) -> NDArray[np.float64]:
    rest = (1 - sum(named.values())) / (len(VOICE_EMOTIONS) - len(named))
    return np.array([named.get(emotion, rest) for emotion in VOICE_EMOTIONS])


def names(readings: list[NDArray[np.float64]], hop_s: float = 1.0) -> list[str]:
    smoother = VoiceSmoother()
    return [smoother.update(p, index * hop_s).emotion for index, p in enumerate(readings)]


def test_the_first_reading_is_shown_as_it_is() -> None:
    named = VoiceSmoother().update(probabilities(sad=0.7), 3.0)
    assert named.emotion == "sad"
    assert named.confidence == pytest.approx(0.7)


def test_what_is_not_certain_is_not_named_and_its_confidence_is_that_of_the_likeliest() -> None:
    named = VoiceSmoother().update(probabilities(sad=0.45, neutral=0.4), 0.0)
    assert named.emotion == UNCERTAIN
    assert named.confidence == pytest.approx(0.45)


def test_an_emotion_near_the_limit_does_not_come_and_go() -> None:
    above, below = probabilities(angry=0.6), probabilities(angry=0.42)
    assert KEPT_PROBABILITY < 0.42 < CERTAIN_PROBABILITY
    assert names([above, below, above, below, below, below]) == ["angry"] * 6
    assert names([below, below]) == [UNCERTAIN] * 2


def test_an_emotion_that_fades_is_given_up_even_if_no_other_is_certain() -> None:
    mixed = probabilities(angry=0.3, happy=0.35)
    assert names([probabilities(angry=0.6), *[mixed] * 4])[-1] == UNCERTAIN


def test_a_clear_change_shows_with_the_second_reading_at_the_latest() -> None:
    shown = names([probabilities(neutral=0.9)] * 3 + [probabilities(angry=0.9)] * 2)
    assert shown[:3] == ["neutral"] * 3
    assert shown[-1] == "angry"


def test_readings_that_agree_are_as_sure_together_as_each_alone() -> None:
    smoother = VoiceSmoother()
    named = [smoother.update(probabilities(sad=0.8), float(index)) for index in range(5)]
    assert named[-1].confidence == pytest.approx(0.8)


def test_weights_follow_time_and_not_the_number_of_readings() -> None:
    old, new = probabilities(happy=0.9), probabilities(sad=0.9)
    soon, late = VoiceSmoother(), VoiceSmoother()
    for smoother in (soon, late):
        smoother.update(old, 0.0)
    after_half_a_life = soon.update(new, HALF_LIFE_S / 2)
    after_two_lives = late.update(new, 2 * HALF_LIFE_S)
    assert after_half_a_life.emotion == "happy"
    assert after_two_lives.emotion == "sad"


@pytest.mark.parametrize("time_s", [10 + FORGET_AFTER_S + 0.1, 9.0])
def test_after_a_pause_or_a_step_back_everything_begins_anew(time_s: float) -> None:
    smoother = VoiceSmoother()
    smoother.update(probabilities(angry=0.95), 10.0)
    named = smoother.update(probabilities(angry=0.45), time_s)
    assert named.emotion == UNCERTAIN
    assert named.confidence == pytest.approx(0.45)


def test_one_impossible_reading_rules_nothing_out_for_good() -> None:
    never = np.array([1.0, 0.0, 0.0, 0.0, 0.0])
    shown = names([never, *[probabilities(**{VOICE_EMOTIONS[1]: 0.9})] * 6])
    assert shown[-1] == VOICE_EMOTIONS[1]
