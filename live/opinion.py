"""The function that the model calls to say how the person sounds, and what of it is believed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.genai import types

from analysis.labels import VOICE_EMOTIONS, EnergyLevel

REPORT_EMOTION = "report_emotion"

RECORDED: Mapping[str, Any] = {"status": "recorded", "retryable": False}
"""Answers every call: after an empty answer the model calls again, several times."""

UNKNOWN_FUNCTION: Mapping[str, Any] = {"status": "unknown_function", "retryable": False}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model makes of the voice in this turn.

    Attributes:
        emotion: one of VOICE_EMOTIONS.
        confidence: as the model puts it, 0..1; not a calibrated probability.
    """

    emotion: str
    confidence: float
    energy: EnergyLevel


def report_emotion_tool() -> types.Tool:
    """Declare the function; the fields are those of document 002."""
    declaration = types.FunctionDeclaration(
        name=REPORT_EMOTION,
        description="Records how the person's voice sounds in this turn. Call it once a turn.",
        behavior=types.Behavior.NON_BLOCKING,
        parameters_json_schema={
            "type": "object",
            "properties": {
                "emotion": {"type": "string", "enum": list(VOICE_EMOTIONS)},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "energy_level": {"type": "string", "enum": [level.value for level in EnergyLevel]},
            },
            "required": ["emotion", "confidence", "energy_level"],
        },
    )
    return types.Tool(function_declarations=[declaration])


def parse_opinion(arguments: Mapping[str, Any] | None) -> Opinion | None:
    """Return the opinion, or None if any part of it is not what was asked for."""
    given = arguments or {}
    emotion, energy = given.get("emotion"), given.get("energy_level")
    confidence = given.get("confidence")
    if emotion not in VOICE_EMOTIONS or energy not in tuple(EnergyLevel):
        return None
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        return None
    if not (math.isfinite(confidence) and 0.0 <= confidence <= 1.0):
        return None
    return Opinion(str(emotion), float(confidence), EnergyLevel(str(energy)))


def answer_to(call: types.FunctionCall) -> types.FunctionResponse:
    """Answer a call so that the model goes on as if nothing had been said."""
    known = call.name == REPORT_EMOTION
    return types.FunctionResponse(
        id=call.id,
        name=call.name,
        response=dict(RECORDED if known else UNKNOWN_FUNCTION),
        scheduling=types.FunctionResponseScheduling.SILENT,
    )
