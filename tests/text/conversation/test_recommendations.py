import itertools
from collections.abc import Collection

import pytest

from text.categories import LANGUAGES, Category, IntensityLevel, Language
from text.conversation.appraisals import BY_PHRASE
from text.conversation.constants import MAX_RECOMMENDATIONS
from text.conversation.recommendation_texts import ADVICE, SAFETY
from text.conversation.recommendations import Situation, recommendations_for
from text.conversation.trend import Direction


def _for(
    emotion: str,
    level: IntensityLevel = IntensityLevel.MODERATE,
    trend: Direction = "stable",
    triggers: Collection[str] = (),
    language: Language = "en",
) -> tuple[str, ...]:
    return recommendations_for(Situation(emotion, level, trend, triggers), language)


def test_the_example_of_v1() -> None:
    triggers = ("extended wait time", "lack of resolution")
    assert _for("anger", IntensityLevel.HIGH, "worsening", triggers) == (
        "Immediate escalation recommended",
        "Offer concrete solution or compensation",
        "Acknowledge frustration explicitly",
    )


def test_milder_anger_is_not_escalated() -> None:
    assert _for("anger")[0] == "Acknowledge frustration explicitly"


def test_milder_anger_that_grows_over_an_empty_promise_is_escalated_once() -> None:
    advice = _for("anger", trend="worsening", triggers=("lack of resolution",))
    assert advice[0] == "Immediate escalation recommended"
    high = _for("anger", IntensityLevel.HIGH, "worsening", ("lack of resolution",))
    assert high.count("Immediate escalation recommended") == 1


def test_grief_is_met_with_condolence_not_with_an_offer() -> None:
    advice = _for("sadness", IntensityLevel.HIGH, triggers=("bereavement",))
    assert advice[0] == "Express condolences and give room to talk"
    assert "Offer concrete solution or compensation" not in advice


def test_who_is_pleased_again_is_offered_no_compensation() -> None:
    advice = _for("joy", triggers=("extended wait time", "problem solved"))
    assert advice[0] == "Thank them and confirm that all is settled"
    assert "Offer concrete solution or compensation" not in advice


def test_a_worsening_fear_asks_for_another_approach() -> None:
    assert "Change the approach: the mood is getting worse" in _for("fear", trend="worsening")


def test_calm_needs_no_advice() -> None:
    assert _for("neutral", IntensityLevel.MINIMAL) == ()


def test_spanish_advice() -> None:
    assert _for("fear", language="es")[0] == "Reconocer la preocupación y preguntar a qué se debe"


def test_every_emotion_has_advice_in_both_languages() -> None:
    for emotion, language in itertools.product((*Category, "impatience"), LANGUAGES):
        assert _for(emotion, IntensityLevel.SUBTLE, language=language), (emotion, language)


def test_both_languages_have_the_same_advice() -> None:
    assert ADVICE["en"].keys() == ADVICE["es"].keys()
    assert len(SAFETY["en"]) == len(SAFETY["es"]) <= MAX_RECOMMENDATIONS


def test_every_advice_is_given_in_some_situation() -> None:
    triggers: list[Collection[str]] = [(), *((phrase,) for phrase in BY_PHRASE)]
    trends: tuple[Direction, ...] = ("improving", "stable", "worsening")
    emotions = (*Category, "impatience", "neutral")
    given = {
        advice
        for situation in itertools.product(emotions, IntensityLevel, trends, triggers)
        for advice in _for(*situation)
    }
    assert given == set(ADVICE["en"].values())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("talking now to someone trusted", "crisis line", "988", "024", "112")),
        ("es", ("hablar ya con alguien de confianza", "línea de crisis", "988", "024", "112")),
    ],
)
def test_the_first_safety_text_alone_tells_whom_to_turn_to(
    language: Language, words: tuple[str, ...]
) -> None:
    assert all(word in SAFETY[language][0] for word in words)
