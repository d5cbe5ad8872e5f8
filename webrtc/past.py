"""What a session was when its last connection broke."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry
from webrtc.journal import Entry, Listener, replay
from webrtc.messages import LOCAL
from webrtc.start_options import StartOptions


@dataclass(frozen=True, slots=True)
class Head:
    """What changes of a session.

    Attributes:
        options: as accepted.
        owner: whose key the session's first offer came with.
        elapsed_s: of the session clock, at the client's last word.
        begun_at_s: when it began, in seconds of the epoch; this moment where nobody says.
        labels, voices, transcripts: numbers of the last messages.
        resting_face: shifts of the measured one, or None.
        reason: why it ended, where only its analysis is to come.
    """

    options: StartOptions
    owner: str | None
    elapsed_s: float
    begun_at_s: float = field(default_factory=time.time)
    labels: int = 0
    voices: int = 0
    transcripts: int = 0
    frames_received: int = 0
    frames_analysed: int = 0
    audio_heard_s: float = 0.0
    audio_sent_s: float = 0.0
    resting_face: tuple[float, ...] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A session as far as it came.

    Attributes:
        entries: of its journal.
    """

    head: Head
    entries: Sequence[Entry]

    @property
    def begun_at(self) -> datetime:
        """When the session's first connection began it, aware."""
        return datetime.fromtimestamp(self.head.begun_at_s, UTC)

    def replay(self, listener: Listener) -> None:
        """Tell of all that was read and said, in its order."""
        replay(self.entries, self.head.elapsed_s, listener)

    def readings(self) -> "Readings":
        readings = Readings()
        self.replay(readings)
        return readings


@dataclass
class Readings:
    """What was read of a session; of the voice, only what was read here.

    Attributes:
        turns: role and text of each.
    """

    faces: list[TimelineEntry] = field(default_factory=list)
    voices: list[VoiceReading] = field(default_factory=list)
    turns: list[tuple[str, str]] = field(default_factory=list)

    def on_face(self, entry: TimelineEntry) -> None:
        self.faces.append(entry)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        if source == LOCAL:
            self.voices.append(reading)

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        self.turns.append((role, text))


def encode_head(head: Head) -> Mapping[str, Any]:
    return asdict(head)


def decode_past(head: Mapping[str, Any], entries: Sequence[Entry]) -> Past:
    """Read what was saved, maybe by another version: a field that it does not know is left out."""
    known = _known(Head, head)
    options = StartOptions(**_known(StartOptions, head["options"]))
    shifts = head.get("resting_face")
    known |= {"options": options, "resting_face": None if shifts is None else tuple(shifts)}
    return Past(Head(**known), entries)


def _known(kind: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in values.items() if name in names}
