"""What is said of a session's voice, by whom: numbered, published and kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.labels import VoiceReading
from webrtc import messages
from webrtc.analyzers import SessionObserver
from webrtc.companions import Companions
from webrtc.messages import LOCAL, Message


@dataclass
class VoiceLog:
    """Takes the readings of all sources, on the session clock."""

    publish: Callable[[Message], None]
    companions: Companions
    observer: SessionObserver
    readings: list[VoiceReading] = field(default_factory=list)
    """The local ones."""
    count: int = 0
    """Number of the last message."""

    def take(self, reading: VoiceReading, source: str) -> None:
        """Take a reading of LOCAL or GEMINI_LIVE."""
        self.count += 1
        if source == LOCAL:
            self.readings.append(reading)
        self.publish(messages.voice(self.count, reading, source))
        self.companions.on_voice(reading, source)
        self.observer.on_voice_reading(source)
