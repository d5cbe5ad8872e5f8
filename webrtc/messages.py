"""What the server sends on the data channels and to readers of events.

Names and fields are fixed by the wire contract; docs/messages.md is its reference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from analysis.labels import EMOTIONS, VoiceReading
from analysis.reading_fields import expression_fields, reading_fields, voice_fields
from analysis.timeline import TimelineEntry
from analysis.writing import AnalysisResult

MIN_DURATION_S = 5.0
MAX_DURATION_S = 600.0
DEFAULT_DURATION_S = 30.0

LOCAL = "local"
GEMINI_LIVE = "gemini-live"
"""The sources of `voice`."""

Message: TypeAlias = dict[str, Any]
"""A JSON object with its `type`."""


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


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one side of a talk says without the other, as far as it has been heard.

    Attributes:
        role: "user" or "assistant".
        start_s: session time when its first words were understood.
        end_s: session time when its last words were.
        is_final: nothing more will come of it.
    """

    role: str
    text: str
    start_s: float
    end_s: float
    is_final: bool


def started(
    session_id: str,
    *,
    duration_s: float,
    sources: Sequence[str],
    model: Mapping[str, str],
    scenario: str | None,
    remember: str | None,
    resumed_s: float | None = None,
) -> Message:
    """Make `started`; `resumed_s` is the session time at which a resumed session goes on."""
    resumed = {} if resumed_s is None else {"resumed": True, "elapsed_s": round(resumed_s, 3)}
    return {
        "type": "started",
        "session_id": session_id,
        "duration_s": duration_s,
        "emotions": list(EMOTIONS),
        "sources": list(sources),
        "model": dict(model),
        "scenario": scenario,
        "remember": remember,
        **resumed,
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


def voice(seq: int, reading: VoiceReading, source: str) -> Message:
    return {"type": "voice", "seq": seq, **voice_fields(reading), "source": source}


def transcript(seq: int, turn: SpokenTurn) -> Message:
    return {
        "type": "transcript",
        "seq": seq,
        "role": turn.role,
        "text": turn.text,
        "final": turn.is_final,
        "start_s": round(turn.start_s, 3),
        "end_s": round(turn.end_s, 3),
    }


def assistant(state: str) -> Message:
    return {"type": "assistant", "state": state}


def trend(
    name: str, *, escalate: bool, since_s: float, sources: Sequence[str], time_s: float
) -> Message:
    return {
        "type": "trend",
        "trend": name,
        "escalate": escalate,
        "since_s": round(since_s, 3),
        "sources": list(sources),
        "time_s": round(time_s, 3),
    }


def advice(*, scenario: str, code: str, text: str, time_s: float) -> Message:
    return {
        "type": "advice",
        "scenario": scenario,
        "code": code,
        "text": text,
        "time_s": round(time_s, 3),
    }


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
