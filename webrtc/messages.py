"""Messages of the data channels: what clients send, checked, and what the server sends.

Names and fields are fixed by the wire contract; docs/messages.md is its reference.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from analysis.labels import EMOTIONS, VoiceReading
from analysis.reading_fields import expression_fields, reading_fields, voice_fields
from analysis.timeline import TimelineEntry
from analysis.writing import LANGUAGES, MAX_CONTEXT_CHARS, AnalysisResult

MAX_MESSAGE_CHARS = 16_384
MIN_DURATION_S = 5.0
MAX_DURATION_S = 600.0
DEFAULT_DURATION_S = 30.0

Message: TypeAlias = dict[str, Any]
"""A JSON object with its `type`."""


class MessageError(Exception):
    """A client's message that cannot be acted on.

    Args:
        code: stable name for programs.
        detail: what was wrong, for people.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What a session is asked to do.

    Attributes:
        consent: the person agreed to the analysis.
        context: what the person talks about, in their words; may be empty.
        language: of the written analysis, one of LANGUAGES.
        duration_s: MIN_DURATION_S to MAX_DURATION_S.
        voice: the voice is to be read too.
    """

    consent: bool
    context: str
    language: str
    duration_s: float
    voice: bool


@dataclass(frozen=True, slots=True)
class Start:
    options: StartOptions


@dataclass(frozen=True, slots=True)
class Context:
    context: str


@dataclass(frozen=True, slots=True)
class Calibrate:
    """The person looks neutral from now on."""


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class Ping:
    """A sign of life; `t` is the client's own time and goes back as it came."""

    t: float


ClientMessage: TypeAlias = Start | Context | Calibrate | Stop | Ping


def parse_client_message(text: str | bytes, default_language: str) -> ClientMessage | None:
    """Read a message, or return None for a type that this version does not know.

    Raises:
        MessageError: it is no JSON object with a type, or a field is wrong.
    """
    fields = _json_object(text)
    match fields.get("type"):
        case "start":
            return Start(start_options(fields, default_language))
        case "context":
            return Context(_context(fields, required=True))
        case "calibrate":
            return Calibrate()
        case "stop":
            return Stop()
        case "ping":
            return Ping(_number(fields, "t", 0.0))
        case str():
            return None
        case _:
            raise MessageError("bad_message", "the message has no type")


def start_options(fields: Mapping[str, Any], default_language: str) -> StartOptions:
    """Read the fields of `start`.

    Raises:
        MessageError: a field is of the wrong type or out of range.
    """
    consent, voice = _switch(fields, "consent"), _switch(fields, "voice")
    language = fields.get("language", default_language)
    if language not in LANGUAGES:
        raise MessageError("bad_message", f"language must be one of {', '.join(LANGUAGES)}")
    duration_s = _number(fields, "duration_s", DEFAULT_DURATION_S)
    if not MIN_DURATION_S <= duration_s <= MAX_DURATION_S:
        raise MessageError(
            "bad_message",
            f"duration_s must lie between {MIN_DURATION_S:g} and {MAX_DURATION_S:g}",
        )
    return StartOptions(consent, _context(fields, required=False), language, duration_s, voice)


def _json_object(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_CHARS:
        raise MessageError("bad_message", f"the message is over {MAX_MESSAGE_CHARS} characters")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError("bad_message", "the message is not JSON") from error
    if not isinstance(fields, dict):
        raise MessageError("bad_message", "the message is not a JSON object")
    return fields


def _context(fields: Mapping[str, Any], *, required: bool) -> str:
    context = fields.get("context", None if required else "")
    if not isinstance(context, str):
        raise MessageError("bad_message", "context must be a text")
    if len(context) > MAX_CONTEXT_CHARS:
        raise MessageError("bad_message", f"context is over {MAX_CONTEXT_CHARS} characters")
    return context.strip()


def _switch(fields: Mapping[str, Any], name: str) -> bool:
    value = fields.get(name, False)
    if not isinstance(value, bool):
        raise MessageError("bad_message", f"{name} must be true or false")
    return value


def _number(fields: Mapping[str, Any], name: str, default: float) -> float:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MessageError("bad_message", f"{name} must be a number")
    if not abs(value) < 1e300:
        raise MessageError("bad_message", f"{name} must be a finite number")
    return value


@dataclass(frozen=True, slots=True)
class FrameInfo:
    """The frame that a label is about.

    Attributes:
        rtp_timestamp: uint32, as on the wire.
        media_time_s: seconds of media time since the session's first frame.
    """

    rtp_timestamp: int
    media_time_s: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Where a label's time went, in seconds.

    Attributes:
        decode: last packet of the frame received -> frame decoded, queue included.
        wait: decoded -> inference started.
        infer: inference, conversion to RGB included.
        total: last packet of the frame received -> label handed to the channel.
    """

    decode: float
    wait: float
    infer: float
    total: float


def started(
    session_id: str, duration_s: float, sources: Sequence[str], model: Mapping[str, str]
) -> Message:
    return {
        "type": "started",
        "session_id": session_id,
        "duration_s": duration_s,
        "emotions": list(EMOTIONS),
        "sources": list(sources),
        "model": dict(model),
    }


def label(seq: int, entry: TimelineEntry, frame: FrameInfo, times: StageTimes) -> Message:
    smoothed = entry.smoothed
    return {
        "type": "label",
        "seq": seq,
        **reading_fields(entry.reading),
        "smoothed": expression_fields(smoothed.name, smoothed.scores) if smoothed else None,
        "uncertain": smoothed.uncertain if smoothed else False,
        "frame": {
            "rtp_timestamp": frame.rtp_timestamp,
            "media_time_s": round(frame.media_time_s, 3),
            "width": frame.width,
            "height": frame.height,
        },
        "timing_ms": {
            "decode": _ms(times.decode),
            "wait": _ms(times.wait),
            "infer": _ms(times.infer),
            "total": _ms(times.total),
        },
    }


def voice(seq: int, reading: VoiceReading) -> Message:
    return {"type": "voice", "seq": seq, **voice_fields(reading), "source": "local"}


def calibrated() -> Message:
    return {"type": "calibrated"}


def analysis_delta(text: str) -> Message:
    return {"type": "analysis", "delta": text}


def analysis_done(result: AnalysisResult) -> Message:
    return {
        "type": "analysis",
        "done": True,
        "source": result.source,
        "model": result.model,
        "text": result.text,
    }


def report(body: Mapping[str, Any]) -> Message:
    return {"type": "report", **body}


def error(code: str, message: str) -> Message:
    return {"type": "error", "code": code, "message": message}


def pong(t: float, server_ms: int) -> Message:
    return {"type": "pong", "t": t, "server_ms": server_ms}


def ended(reason: str) -> Message:
    return {"type": "ended", "reason": reason}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
