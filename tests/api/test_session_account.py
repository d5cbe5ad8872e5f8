from typing import Any

import pytest

from analysis.labels import Emotion
from analysis.prompt_data import MAX_CONTEXT_CHARS
from api.errors import ApiError
from api.session_account import MAX_EMOTIONS, parse_order

GOOD: dict[str, Any] = {"context": "Mi día", "emotions": ["HAPPY", "SAD", "No face detected"]}


def test_a_good_body_becomes_an_account() -> None:
    order = parse_order(GOOD | {"context": " Mi día\n"}, "es")
    assert order.account.context == "Mi día"
    assert [moment.emotion for moment in order.account.moments] == list(Emotion)
    assert (order.account.language, order.account.duration_s) == ("es", 3.0)
    assert order.fallback is False


def test_the_two_labels_of_document_001_are_understood() -> None:
    order = parse_order(GOOD | {"emotions": ["Tristeza", "Alegría"]}, "es")
    assert [moment.emotion for moment in order.account.moments] == [Emotion.SAD, Emotion.HAPPY]


def test_language_and_fallback_can_be_chosen() -> None:
    order = parse_order(GOOD | {"language": "en", "fallback": True}, "es")
    assert (order.account.language, order.fallback) == ("en", True)


def test_emotions_may_be_empty_or_missing_and_unknown_fields_are_ignored() -> None:
    assert parse_order({"context": "x", "emotions": []}, "es").account.moments == ()
    assert parse_order({"context": "x", "other": 1}, "es").account.moments == ()


def test_limits_are_inclusive() -> None:
    body = {"context": "x" * MAX_CONTEXT_CHARS, "emotions": ["SAD"] * MAX_EMOTIONS}
    assert len(parse_order(body, "es").account.moments) == MAX_EMOTIONS


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"context": ""}, "No context provided"),
        ({"context": None}, "No context provided"),
        ({"context": " \n"}, "No context provided"),
        ({"context": "", "emotions": 5}, "No context provided"),
        ({"context": 5}, "'context' must be a string"),
        ({"context": ["x"]}, "'context' must be a string"),
        ({"context": "x" * (MAX_CONTEXT_CHARS + 1)}, "over 2000 characters"),
        ({"emotions": "HAPPY"}, "'emotions' must be a list"),
        ({"emotions": None}, "'emotions' must be a list"),
        ({"emotions": {"0": "HAPPY"}}, "'emotions' must be a list"),
        ({"emotions": ["HAPPY"] * (MAX_EMOTIONS + 1)}, "over 3600 elements"),
        ({"emotions": ["HAPPY", "ANGRY"]}, "'emotions'[1] is 'ANGRY' and not one of 'HAPPY'"),
        ({"emotions": ["happy"]}, "'emotions'[0] is 'happy'"),
        ({"emotions": [1]}, "'emotions'[0] is 1"),
        ({"emotions": [["HAPPY"]]}, "'emotions'[0] is ['HAPPY']"),
        ({"emotions": ["x" * 1_000_000]}, "'emotions'[0] is 'xxx"),
        ({"language": "fr"}, "'language' must be one of es, en"),
        ({"language": ["es"]}, "'language' must be one of es, en"),
        ({"fallback": "true"}, "'fallback' must be true or false"),
    ],
)
def test_a_bad_body_is_a_400_that_names_what_is_wrong(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_order(GOOD | change, "es")
    assert error.value.status == 400
    assert reason in error.value.message
    assert len(error.value.message) < 200
