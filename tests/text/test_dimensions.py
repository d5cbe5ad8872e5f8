import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.text.made_scores import made_scores
from text import constants
from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel
from text.dimensions import level_of, read_dimensions
from text.reading import TextReading
from text.scores import TextScores


def shares(count: int) -> st.SearchStrategy[NDArray[np.float32]]:
    share = st.floats(0, 1, width=32)
    return st.lists(share, min_size=count, max_size=count).map(lambda x: np.array(x, np.float32))


ANY_SCORES = st.builds(
    TextScores,
    fine=shares(28),
    presence=shares(7),
    intensity=shares(5),
    valence=st.floats(-2, 8),
    arousal=st.floats(-2, 8),
    language=st.just("en"),
    tokens=st.integers(2, 9),
    truncated=st.booleans(),
)


# How long examples take to make tells of the machine's load only.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(ANY_SCORES, st.booleans(), st.floats(0, 1))
def test_every_dimension_is_within_its_range(
    scores: TextScores, speaks_of_self_harm: bool, emphasis: float
) -> None:
    reading = read_dimensions(scores, speaks_of_self_harm, emphasis)
    assert list(reading.raw) == list(Category)
    assert all(0 <= strength <= 1 for strength in reading.raw.values())
    assert reading.intensity == reading.raw[reading.category] == max(reading.raw.values())
    assert -1 <= reading.valence <= 1
    assert 0 <= reading.arousal <= 1
    assert 0 <= reading.wonder_index <= 1
    assert reading.speaks_of_self_harm is speaks_of_self_harm
    assert (reading.tokens, reading.truncated) == (scores.tokens, scores.truncated)
    assert list(reading.secondary.values()) == sorted(reading.secondary.values(), reverse=True)


@pytest.mark.parametrize(
    ("intensity", "level"),
    [
        (0.0, "minimal"),
        (0.34, "minimal"),
        (0.35, "subtle"),
        (0.54, "subtle"),
        (0.55, "moderate"),
        (0.74, "moderate"),
        (0.75, "high"),
        (0.89, "high"),
        (0.90, "critical"),
        (1.0, "critical"),
    ],
)
def test_intensity_levels_are_the_published_bands(intensity: float, level: str) -> None:
    assert level_of(intensity, constants.INTENSITY_LEVELS) is IntensityLevel(level)


@pytest.mark.parametrize(
    ("wonder", "level"),
    [
        (0.0, "routine"),
        (0.19, "routine"),
        (0.20, "normal"),
        (0.35, "normal"),
        (0.55, "significant"),
        (0.75, "breakthrough"),
        (0.90, "transcendent"),
    ],
)
def test_discovery_levels_fit_what_is_published(wonder: float, level: str) -> None:
    assert level_of(wonder, constants.DISCOVERY_LEVELS) is DiscoveryLevel(level)


def complexity_of(raw: dict[str, float]) -> Complexity:
    return read_dimensions(made_scores(raw), False).complexity


def test_complexity_counts_the_emotions_that_are_there_at_once() -> None:
    assert complexity_of({}) is Complexity.SIMPLE
    assert complexity_of({"joy": 0.29}) is Complexity.SIMPLE
    assert complexity_of({"joy": 0.29, "fear": 0.29}) is Complexity.LAYERED
    three = {"joy": 0.29, "fear": 0.29, "love": 0.28}
    assert complexity_of(three) is Complexity.PARADOXICAL
    assert complexity_of({**three, "anger": 0.27}) is Complexity.TRANSCENDENT
    assert complexity_of(dict.fromkeys(Category, 0.29)) is Complexity.TRANSCENDENT


def published(raw: dict[str, float]) -> Complexity:
    """Complexity of strengths from a document, where every intensity equals its presence."""
    return read_dimensions(made_scores(raw, raw), False).complexity


def test_complexity_of_the_published_strengths_is_as_published() -> None:
    joyful = {"joy": 0.85, "love": 0.25, "surprise": 0.30, "sadness": 0.02, "fear": 0.05}
    assert published(joyful) is Complexity.SIMPLE
    unsure = {"fear": 0.45, "sadness": 0.35, "surprise": 0.20, "joy": 0.10, "anger": 0.08}
    assert published(unsure) is Complexity.LAYERED


def test_text_without_emotion_is_minimal_calm_and_routine() -> None:
    reading = read_dimensions(made_scores({"neutral": 0.95, "joy": 0.05}), False)
    assert reading.intensity_level is IntensityLevel.MINIMAL
    assert reading.discovery_level is DiscoveryLevel.ROUTINE
    assert reading.valence == pytest.approx(0, abs=0.05)
    assert reading.arousal == pytest.approx(0.5)
    assert reading.neutral == pytest.approx(0.95)


def anger_of(presence: float, intensity: float) -> float:
    scores = made_scores({"anger": presence}, {"anger": intensity})
    return read_dimensions(scores, False).raw[Category.ANGER]


def test_perceived_intensity_counts_by_half_where_an_emotion_is_surely_there() -> None:
    assert anger_of(1.0, 0.5) == pytest.approx(0.75 * constants.STRENGTH_GAIN)
    assert anger_of(0.2, 1.0) == pytest.approx(0.2)


@UNHURRIED
@given(st.floats(0, 0.999), st.floats(0, 1))
def test_strength_has_no_jump(presence: float, intensity: float) -> None:
    step = abs(anger_of(presence + 0.001, intensity) - anger_of(presence, intensity))
    assert step < 0.005


def unsure(valence: float, fear: float, neutral: float = 0.0, **fine: float) -> TextReading:
    presence = {"surprise": 0.6, "fear": 0.1, "neutral": neutral}
    return read_dimensions(
        made_scores(presence, {"fear": fear, "surprise": 0.4}, fine, valence), False
    )


def test_unpleasant_fearful_confusion_is_fear_and_other_confusion_is_not() -> None:
    assert unsure(2.6, 0.5, confusion=0.6, curiosity=0.1).category is Category.FEAR
    assert unsure(3.3, 0.5, confusion=0.6, curiosity=0.1).category is Category.SURPRISE
    assert unsure(2.6, 0.3, confusion=0.6, curiosity=0.1).category is Category.SURPRISE
    assert unsure(2.6, 0.5, confusion=0.2, surprise=0.6).category is Category.SURPRISE


def test_confusion_is_weaker_fear_where_no_emotion_is_likely() -> None:
    sure, plain = (unsure(2.6, 0.5, neutral, confusion=0.6) for neutral in (0.1, 0.6))
    assert plain.raw[Category.FEAR] < 0.35 < sure.raw[Category.FEAR]


def test_a_plain_question_is_no_surprise() -> None:
    plain = unsure(3.0, 0.1, neutral=0.5, curiosity=0.6, surprise=0.1)
    astonished = unsure(3.0, 0.1, neutral=0.5, curiosity=0.1, surprise=0.6)
    assert plain.intensity_level is IntensityLevel.MINIMAL
    assert astonished.raw[Category.SURPRISE] > 0.45


@pytest.mark.parametrize(
    ("name", "stance", "feeling"),
    [("joy", "approval", "gratitude"), ("anger", "disapproval", "annoyance")],
)
def test_a_plain_yes_or_no_is_no_feeling(name: str, stance: str, feeling: str) -> None:
    presence = {name: 0.5, "neutral": 0.5}
    said = made_scores(presence, {name: 0.4}, {stance: 0.5})
    felt = made_scores(presence, {name: 0.4}, {feeling: 0.5})
    assert read_dimensions(said, False).intensity_level is IntensityLevel.MINIMAL
    assert read_dimensions(felt, False).intensity_level is IntensityLevel.SUBTLE


def test_wonder_grows_with_surprise_excitement_and_admiration() -> None:
    def wonder(presence: dict[str, float], fine: dict[str, float]) -> float:
        return read_dimensions(made_scores(presence, presence, fine), False).wonder_index

    plain = wonder({"joy": 0.8}, {})
    assert plain < wonder({"joy": 0.8, "surprise": 0.3}, {})
    assert plain < wonder({"joy": 0.8}, {"excitement": 0.5})
    assert plain < wonder({"joy": 0.8}, {"admiration": 0.5})
    published = {"joy": 0.85, "surprise": 0.30}
    shown = {name: raw / constants.STRENGTH_GAIN for name, raw in published.items()}
    assert wonder(shown, {}) == pytest.approx(0.55, abs=0.015)


def test_valence_is_that_of_the_head_and_of_the_emotions_that_are_there() -> None:
    def valence(presence: dict[str, float], head: float = constants.VALENCE_MEAN) -> float:
        return read_dimensions(made_scores(presence, valence=head), False).valence

    assert valence({}, 2.0) < -0.2 < 0.2 < valence({}, 4.0)
    assert valence({"sadness": 0.8}) < -0.15 < 0.15 < valence({"love": 0.8})
    assert valence({"anger": 0.8}, 2.2) < -0.4 < 0.4 < valence({"joy": 0.8}, 3.8)
    assert 0 < valence({"joy": 0.6, "sadness": 0.5}) < valence({"joy": 0.6})
    assert 0 > valence({"love": 0.5, "fear": 0.6}) > valence({"fear": 0.6})
    assert valence({"surprise": 0.9}) == pytest.approx(0)


def test_arousal_follows_the_head() -> None:
    low, high = made_scores(arousal=2.5), made_scores(arousal=3.8)
    assert read_dimensions(low, False).arousal < 0.35 < 0.65 < read_dimensions(high, False).arousal


def test_an_emotion_less_likely_than_none_is_weakened() -> None:
    alone = read_dimensions(made_scores({"joy": 0.3, "neutral": 0.2}), False)
    beside = read_dimensions(made_scores({"joy": 0.3, "neutral": 0.7}), False)
    assert beside.raw[Category.JOY] == pytest.approx(0.6 * alone.raw[Category.JOY])


def test_emphasis_raises_arousal_and_nothing_else_of_the_feeling() -> None:
    scores = made_scores({"joy": 0.8}, {"joy": 0.6}, valence=3.4, arousal=3.2)
    calm, loud = read_dimensions(scores, False, 0.0), read_dimensions(scores, False, 1.0)
    assert loud.arousal > calm.arousal + 0.05
    assert (loud.category, loud.valence, loud.raw) == (calm.category, calm.valence, calm.raw)


def test_secondary_names_finer_emotions_in_plain_words_beside_the_category() -> None:
    fine = {"anger": 0.7, "annoyance": 0.5, "disappointment": 0.2, "neutral": 0.3, "grief": 0.05}
    reading = read_dimensions(made_scores({"anger": 0.8}, fine=fine), False)
    assert list(reading.secondary) == ["frustration", "disappointment"]


def test_a_wish_to_die_is_no_desire() -> None:
    scores = made_scores({"fear": 0.6}, fine={"desire": 0.4, "nervousness": 0.2})
    assert list(read_dimensions(scores, False).secondary) == ["desire", "anxiety"]
    assert list(read_dimensions(scores, True).secondary) == ["anxiety"]
