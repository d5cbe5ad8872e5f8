"""What a speaking session heard, and how late. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_READINGS = 700
"""Of each kind: the longest session, of 600 s, has one a second."""

RTP_VIDEO_HZ = 90_000
RTP_WRAPS_AT = 2**32


@dataclass(frozen=True, slots=True)
class Heard:
    """A reading of the voice.

    Attributes:
        end_s: of its window, on the session clock.
        received_s: time.monotonic() when its message came.
    """

    end_s: float
    received_s: float


@dataclass
class VoiceRecord:
    """The readings of one session."""

    readings: list[Heard] = field(default_factory=list)
    labels: list[Heard] = field(default_factory=list)
    """Labels of a picture: `end_s` is its time since the first one that was read."""
    report: Mapping[str, Any] | None = None
    _zero_s: float | None = None
    _first_rtp: int | None = None

    def note_started(self, received_s: float) -> None:
        """Take the session's start: zero of the clock of a session without a picture.

        The message takes a millisecond on loopback, by which every latency comes out shorter.
        """
        self._zero_s = received_s

    def note(self, message: Mapping[str, Any], received_s: float) -> None:
        """Take a message of the server."""
        kind = message.get("type")
        if kind == "label" and len(self.labels) < MAX_READINGS:
            self.labels.append(Heard(self._video_s(message["frame"]), received_s))
        elif kind == "voice" and len(self.readings) < MAX_READINGS:
            self.readings.append(Heard(message["window"]["end_s"], received_s))
        elif kind == "report":
            self.report = message

    def from_window_s(self, from_s: float, to_s: float) -> list[float]:
        """Return the time from when the microphone took a window's last sample to its message.

        Args:
            from_s: readings of windows that end before, on the session clock, are left out.
            to_s: and those that do not end before this.
        """
        assert self._zero_s is not None, "the session has not started"
        return [
            heard.received_s - self._zero_s - heard.end_s
            for heard in self.readings
            if from_s <= heard.end_s < to_s
        ]

    def _video_s(self, frame: Mapping[str, int]) -> float:
        if self._first_rtp is None:
            self._first_rtp = frame["rtp_timestamp"]
        return (frame["rtp_timestamp"] - self._first_rtp) % RTP_WRAPS_AT / RTP_VIDEO_HZ
