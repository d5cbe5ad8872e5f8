import pytest

from tests.text.conversation.builders import kaiko, turns_of
from text.conversation.felt import felt
from text.conversation.sentiment import label_of, sentiment_of


@pytest.mark.parametrize(
    ("score", "label"),
    [
        (-1.0, "very negative"),
        (-0.61, "very negative"),
        (-0.6, "very negative"),
        (-0.59, "negative"),
        (-0.2, "negative"),
        (-0.19, "neutral"),
        (0.0, "neutral"),
        (0.19, "neutral"),
        (0.2, "positive"),
        (0.59, "positive"),
        (0.6, "very positive"),
        (1.0, "very positive"),
    ],
)
def test_bands_of_the_score(score: float, label: str) -> None:
    assert label_of(score) == label


def test_the_example_of_v1() -> None:
    waiting, _, outburst = kaiko()
    sentiment = sentiment_of([felt(waiting), felt(outburst)])
    assert sentiment is not None
    assert sentiment.score == pytest.approx(-0.73, abs=0.01)
    assert (sentiment.label, sentiment.trend) == ("very negative", "worsening")


def test_a_relieved_user_is_positive_and_improving() -> None:
    sentiment = sentiment_of([felt(turn) for turn in turns_of([-0.6, -0.5, 0.7])])
    assert sentiment is not None
    assert (sentiment.score, sentiment.label) == (0.7, "very positive")
    assert sentiment.trend == "improving"


def test_no_user_has_no_sentiment() -> None:
    assert sentiment_of([]) is None
