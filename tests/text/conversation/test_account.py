import dataclasses
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conversation.builders import kaiko, reading, turn
from tests.text.conversation.strategies import conversations, patient
from text.categories import Category, IntensityLevel, Language
from text.conversation.account import account
from text.conversation.constants import SAFETY_S
from text.conversation.recommendation_texts import SAFETY
from text.conversation.turn import Marks, Turn


def test_the_example_of_v1() -> None:
    turns = kaiko()
    result = account(turns)
    assert result.current is not None
    assert result.current.primary == "anger"
    assert result.current.intensity == pytest.approx(0.81, abs=0.01)
    assert result.current.level is IntensityLevel.HIGH
    assert result.current.secondary == ("frustration", "disappointment", "disgust")
    assert [(step.turn, step.emotion) for step in result.progression] == [
        (turns[0], "impatience"),
        (turns[2], "anger"),
    ]
    assert result.triggers == ("extended wait time", "lack of resolution")
    assert result.recommendations == (
        "Immediate escalation recommended",
        "Offer concrete solution or compensation",
        "Acknowledge frustration explicitly",
    )
    assert result.sentiment is not None
    assert result.sentiment.label == "very negative"
    assert result.sentiment.trend == "worsening"


def test_the_example_answered_in_spanish() -> None:
    result = account(kaiko(), language="es")
    assert result.triggers == ("espera prolongada", "falta de solución")
    assert result.recommendations == (
        "Se recomienda escalar el caso de inmediato",
        "Ofrecer una solución concreta o una compensación",
        "Reconocer la frustración de forma explícita",
    )


def test_no_messages_tell_nothing() -> None:
    result = account([])
    assert result.current is None
    assert result.sentiment is None
    assert result.progression == ()
    assert result.triggers == result.recommendations == ()


def test_assistants_alone_tell_no_emotion() -> None:
    result = account([turn(role="assistant")])
    assert result.current is None
    assert result.progression == ()


def test_a_calm_conversation_is_neutral() -> None:
    result = account([turn(reading(Category.JOY, 0.1, 0.05))])
    assert result.current is not None
    assert result.current.primary == "neutral"
    assert result.current.secondary == ()
    assert result.recommendations == ()


def test_a_good_end_brings_no_bad_secondary_emotions() -> None:
    solved = turn(
        reading(Category.JOY, 0.8, 0.7, secondary=("relief",)),
        after_s=2000,
        position=3,
        marks=Marks(triggers=("problem solved",), resolves=True),
    )
    result = account([*kaiko(), solved])
    assert result.current is not None
    assert result.current.primary == "joy"
    assert result.current.secondary == ("relief",)
    assert result.sentiment is not None
    assert result.sentiment.trend == "improving"
    assert "Immediate escalation recommended" not in result.recommendations


def test_self_harm_of_another_day_does_not_silence_a_conversation_for_good() -> None:
    spoken = dataclasses.replace(reading(Category.SADNESS, 0.7), speaks_of_self_harm=True)
    for later_s, is_careful in ((24 * 3600, True), (24 * 3600 + 1, False)):
        turns = [turn(spoken), turn(reading(Category.JOY, 0.6), after_s=later_s, position=1)]
        assert (account(turns).recommendations == SAFETY["en"]) is is_careful


def test_self_harm_that_is_told_just_now_counts_whatever_its_time() -> None:
    assert account(kaiko(), self_harm_told=True).recommendations == SAFETY["en"]


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("language", ["en", "es"])
def test_self_harm_anywhere_gets_the_fixed_texts_and_nothing_else(
    position: int, language: Language
) -> None:
    turns = kaiko()
    marked = dataclasses.replace(turns[position].reading, speaks_of_self_harm=True)
    turns[position] = dataclasses.replace(turns[position], reading=marked)
    last = dataclasses.replace(turns[2].reading, language=language)
    turns[2] = dataclasses.replace(
        turns[2],
        reading=dataclasses.replace(last, speaks_of_self_harm=turns[2].reading.speaks_of_self_harm),
    )
    assert account(turns).recommendations == SAFETY[language]


@patient
@given(conversations())
def test_any_conversation_has_an_account_in_range(turns: list[Turn]) -> None:
    result = account(turns)
    users = [turn for turn in turns if turn.role == "user"]
    assert (result.current is None) == (result.sentiment is None) == (not users)
    assert len(result.progression) == len(users)
    assert all(0 <= step.intensity <= 1 for step in result.progression)
    times = [step.turn.at for step in result.progression]
    assert times == sorted(times)
    assert len(result.recommendations) <= 3
    if result.sentiment is not None:
        assert -1 <= result.sentiment.score <= 1
    day = timedelta(seconds=SAFETY_S)
    of_the_day = [turn for turn in turns if all(each.at - turn.at <= day for each in turns)]
    if any(turn.reading.speaks_of_self_harm for turn in of_the_day):
        assert result.recommendations in SAFETY.values()


@patient
@given(conversations(distinct_times=True), st.integers())
def test_order_of_arrival_does_not_matter(turns: list[Turn], seed: int) -> None:
    shuffled = random.Random(seed).sample(turns, len(turns))
    assert account(shuffled) == account(turns)
