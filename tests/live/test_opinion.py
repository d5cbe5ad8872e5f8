import math
from typing import Any

import pytest
from google.genai import types

from analysis.labels import EnergyLevel
from live.opinion import Opinion, answer_to, parse_opinion

VALID: dict[str, Any] = {"emotion": "sad", "confidence": 0.7, "energy_level": "low"}


@pytest.mark.parametrize(
    ("changed", "confidence"),
    [({}, 0.7), ({"confidence": 0}, 0.0), ({"confidence": 1}, 1.0), ({"why": "slow"}, 0.7)],
)
def test_a_valid_opinion_is_taken(changed: dict[str, Any], confidence: float) -> None:
    assert parse_opinion(VALID | changed) == Opinion("sad", confidence, EnergyLevel.LOW)


WRONG: dict[str, list[Any]] = {
    "emotion": ["SAD", "bored", "uncertain", None, 1, ["sad"]],
    "confidence": [-0.01, 1.01, math.nan, math.inf, -math.inf, "0.7", None, True, [0.7]],
    "energy_level": ["LOW", "none", None, 0, {}],
}


@pytest.mark.parametrize(
    "arguments",
    [
        None,
        {},
        *({name: value for name, value in VALID.items() if name != left_out} for left_out in VALID),
        *(VALID | {name: value} for name, values in WRONG.items() for value in values),
    ],
)
def test_anything_else_is_no_opinion(arguments: dict[str, Any] | None) -> None:
    assert parse_opinion(arguments) is None


def test_a_call_of_something_else_is_answered_as_unknown() -> None:
    answer = answer_to(types.FunctionCall(id="a", name="open_door", args={}))
    assert (answer.id, answer.name) == ("a", "open_door")
    assert answer.response == {"status": "unknown_function", "retryable": False}
