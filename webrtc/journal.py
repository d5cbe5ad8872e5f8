"""What was read of a session, as JSON that whoever goes on with it can read again.

Entries are only added to. One that says that the session was resumed takes back what was
noted after its client's last word: that no video came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from analysis.labels import (
    EnergyLevel,
    Expression,
    Face,
    FaceBox,
    FaceReading,
    Reason,
    Smoothed,
    VoiceReading,
)
from analysis.timeline import TimelineEntry

FACE, VOICE, WORDS, RESUMED = "face", "voice", "words", "resumed"
"""Parts of a session."""

Entry = Mapping[str, Any]


class Listener(Protocol):
    """Takes what is read; a companion is one."""

    def on_face(self, entry: TimelineEntry) -> None: ...

    def on_voice(self, reading: VoiceReading, source: str) -> None: ...

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None: ...


class Journal:
    """Takes readings and words as they come.

    Attributes:
        entries: JSON-ready, in order.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def on_face(self, entry: TimelineEntry) -> None:
        self.entries.append({"part": FACE, **asdict(entry)})

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        self.entries.append({"part": VOICE, "source": source, "reading": asdict(reading)})

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        words = {"role": role, "text": text, "start_s": start_s, "end_s": end_s}
        self.entries.append({"part": WORDS, **words})

    def on_resumed(self, elapsed_s: float) -> None:
        """Note where the session clock went on."""
        self.entries.append({"part": RESUMED, "elapsed_s": elapsed_s})


def replay(entries: Iterable[Entry], elapsed_s: float, listener: Listener) -> None:
    """Tell of readings and words again, in their order.

    Args:
        entries: of a Journal.
        elapsed_s: of the session clock, at the client's last word.
        listener: takes them.
    """
    for entry in _valid(entries, elapsed_s):
        match entry["part"]:
            case "face":
                listener.on_face(_timeline_entry(entry))
            case "voice":
                listener.on_voice(_voice_reading(entry["reading"]), entry["source"])
            case "words":
                listener.on_words(entry["role"], entry["text"], entry["start_s"], entry["end_s"])


def _valid(entries: Iterable[Entry], elapsed_s: float) -> Sequence[Entry]:
    valid: list[Entry] = []
    for entry in entries:
        if entry["part"] == RESUMED:
            valid = _until(entry["elapsed_s"], valid)
        else:
            valid.append(entry)
    return _until(elapsed_s, valid)


def _until(elapsed_s: float, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if not _is_silence_after(elapsed_s, entry)]


def _is_silence_after(elapsed_s: float, entry: Entry) -> bool:
    if entry["part"] != FACE or entry["time_s"] <= elapsed_s:
        return False
    return bool(entry["reading"]["reason"] == Reason.NO_VIDEO)


def _timeline_entry(fields: Entry) -> TimelineEntry:
    smoothed = fields["smoothed"]
    return TimelineEntry(
        time_s=fields["time_s"],
        reading=_face_reading(fields["reading"]),
        smoothed=None
        if smoothed is None
        else Smoothed(smoothed["name"], tuple(smoothed["scores"]), smoothed["uncertain"]),
    )


def _face_reading(fields: Entry) -> FaceReading:
    face, expression, reason = fields["face"], fields["expression"], fields["reason"]
    return FaceReading(
        face=None if face is None else Face(FaceBox(*face["box"]), face["count"]),
        expression=None
        if expression is None
        else Expression(
            expression["happy_probability"],
            tuple(expression["scores"]),
            expression["happy_sad_temperature"],
        ),
        reason=None if reason is None else Reason(reason),
    )


def _voice_reading(fields: Entry) -> VoiceReading:
    return VoiceReading(**{**fields, "energy_level": EnergyLevel(fields["energy_level"])})
