"""What a talk tells whoever opened it, in the vocabulary of the messages to the person."""

from enum import StrEnum
from typing import Protocol

from analysis.labels import EnergyLevel

SAMPLE_BYTES = 2
HEARD_RATE_HZ = 16_000
"""Of what goes to Gemini: mono s16le."""

REPLY_RATE_HZ = 24_000
"""Of what comes back: mono s16le."""


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class TalkState(StrEnum):
    """What the assistant does."""

    CONNECTING = "connecting"
    LISTENING = "listening"
    SPEAKING = "speaking"
    INTERRUPTED = "interrupted"
    UNAVAILABLE = "unavailable"


class TalkEvents(Protocol):
    """Hears of a talk; always called on the event loop, and must not block."""

    def on_reply(self, pcm: bytes) -> None:
        """Take REPLY_RATE_HZ mono s16le, of any length."""
        ...

    def on_interrupted(self) -> None:
        """Drop every reply that was not yet played."""
        ...

    def on_words(self, role: str, text: str, final: bool) -> None:
        """Take the whole text of this turn so far; `final` closes the turn."""
        ...

    def on_opinion(self, emotion: str, confidence: float, energy: EnergyLevel) -> None:
        """Take what the model makes of the voice: one of VOICE_EMOTIONS, and 0..1."""
        ...

    def on_state(self, state: str) -> None:
        """Take a TalkState that differs from the one before."""
        ...

    def on_failure(self, code: str, message: str) -> None:
        """Take why the talk is over, just before the state UNAVAILABLE; comes at most once."""
        ...
