"""Frames of the Live protocol: those that a server sends, and fields of those it gets."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

Frame = dict[str, Any]

SETUP_COMPLETE: Frame = {"setupComplete": {}}
TURN_COMPLETE: Frame = {"serverContent": {"turnComplete": True, "interactionStatus": "IDLE"}}
INTERRUPTED: Frame = {"serverContent": {"interrupted": True}}


def field(frame: Mapping[str, Any], path: str) -> Any:
    """Return a field by its snake_case path, None where it is missing.

    google-genai writes camelCase outside and snake_case inside, so both are taken.
    """
    value: Any = frame
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        camel = re.sub(r"_(\w)", lambda match: match[1].upper(), name)
        value = value.get(name, value.get(camel))
    return value


def decode_sound(data: str) -> bytes:
    """Decode base64, of either alphabet, strictly."""
    return base64.b64decode(data.translate(str.maketrans("-_", "+/")), validate=True)


def sound_part(pcm: bytes, *, rate_hz: int = 24_000, url_safe: bool = False) -> Frame:
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    data = encode(pcm).decode()
    return {"inlineData": {"mimeType": f"audio/pcm;rate={rate_hz}", "data": data}}


def reply(*parts: Frame, **content: Any) -> Frame:
    """One frame with parts of a reply, and other fields of its serverContent."""
    turn = {"modelTurn": {"role": "model", "parts": list(parts)}} if parts else {}
    return {"serverContent": {**turn, **content}}


def sound(pcm: bytes, *, url_safe: bool = False) -> Frame:
    return reply(sound_part(pcm, url_safe=url_safe))


def heard(text: str, *, finished: bool | None = None) -> Frame:
    end = {} if finished is None else {"finished": finished}
    return reply(inputTranscription={"text": text, **end})


def said(text: str) -> Frame:
    return reply(outputTranscription={"text": text})


def call(call_id: str | None, name: str = "report_emotion", **arguments: Any) -> Frame:
    identity = {} if call_id is None else {"id": call_id}
    return {"toolCall": {"functionCalls": [{**identity, "name": name, "args": arguments}]}}


def opinion(call_id: str, emotion: str, confidence: Any, energy_level: str) -> Frame:
    return call(call_id, emotion=emotion, confidence=confidence, energy_level=energy_level)


def handle(new_handle: str, *, resumable: bool = True) -> Frame:
    return {"sessionResumptionUpdate": {"newHandle": new_handle, "resumable": resumable}}


def go_away(time_left: str) -> Frame:
    return {"goAway": {"timeLeft": time_left}}


def error(code: int = 500, message: str = "internal") -> Frame:
    return {"error": {"code": code, "message": message, "status": "INTERNAL"}}


def instruction_of(setup: Mapping[str, Any]) -> str:
    parts: Sequence[Mapping[str, Any]] = field(setup, "system_instruction.parts")
    return "".join(part["text"] for part in parts)
