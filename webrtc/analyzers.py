"""What a session needs from the rooms behind it, as protocols.

All is called on the event loop. What is not `async` neither blocks nor raises.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Protocol

from analysis.face_pool import Image, TimedReading
from analysis.labels import EnergyLevel, VoiceReading
from analysis.timeline import TimelineEntry
from analysis.voice_pool import Sound
from analysis.writing import AnalysisDelta, AnalysisResult


class FaceAnalyzer(Protocol):
    """Reads faces off the event loop."""

    @property
    def model(self) -> Mapping[str, str]:
        """Name and version of the model behind it."""
        ...

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        """Call `load_image` and read the picture, both in a worker thread.

        Raises:
            PoolBusyError: too many pictures wait already.
        """
        ...


class VoiceEar(Protocol):
    """Listens to one speaker, off the event loop."""

    def calibrate(self) -> None:
        """Take the speaker's baseline anew."""
        ...

    async def hear(self, sounds: Sequence[Sound]) -> list[VoiceReading]:
        """Listen on; not to be called again before it is done."""
        ...


class VoiceAnalyzer(Protocol):
    """Reads voices."""

    def open(self) -> VoiceEar:
        """Begin to listen to one speaker."""
        ...


class AssistantEvents(Protocol):
    """What a talk with a voice assistant tells its session."""

    def on_reply(self, pcm: bytes) -> None:
        """Play on: 24 kHz, mono, s16le, of any length."""
        ...

    def on_interrupted(self) -> None:
        """The person talks: drop every reply that is not played yet."""
        ...

    def on_words(self, role: str, text: str, final: bool) -> None:
        """Take the whole text so far of the turn of "user" or "assistant"; `final` closes it."""
        ...

    def on_opinion(self, emotion: str, confidence: float, energy: EnergyLevel) -> None:
        """Take what the assistant makes of the voice that it heard last."""
        ...

    def on_state(self, state: str) -> None:
        """Take "connecting", "listening", "speaking", "interrupted" or "unavailable"."""
        ...

    def on_failure(self, code: str, message: str) -> None:
        """Take a failure; the session goes on without the assistant, or with it again."""
        ...


class Talk(Protocol):
    """One person's talk with the assistant."""

    @property
    def dropped_s(self) -> float:
        """How much of what was heard never left, because it waited too long."""
        ...

    def hear(self, pcm: bytes) -> None:
        """Take in the person's sound: 16 kHz, mono, s16le, of any length; what waits is bounded."""
        ...

    def set_talking(self, active: bool) -> None:
        """With push-to-talk: the person begins or ends to talk."""
        ...

    def set_context(self, context: str) -> None:
        """Take what the person now writes about the session, in place of what they wrote."""
        ...

    async def run(self) -> None:
        """Talk until cancelled, then close the connection within a second."""
        ...


class VoiceAssistant(Protocol):
    """Talks with people."""

    def open(
        self,
        events: AssistantEvents,
        *,
        language: str,
        context: str,
        push_to_talk: bool,
        so_far: Sequence[tuple[str, str]] = (),
    ) -> Talk:
        """Prepare a talk; nothing is connected before it runs.

        `so_far` are role and text of the turns of the talk that it goes on with.
        """
        ...


class AnalysisWriter(Protocol):
    """Writes about a session that has ended."""

    def write(
        self,
        *,
        context: str,
        entries: Sequence[TimelineEntry],
        language: str,
        duration_s: float,
        remarks: Sequence[str] = (),
    ) -> AsyncIterator[AnalysisDelta | AnalysisResult]:
        """Yield pieces of the text as they are written, and last the whole result.

        `remarks` are sentences about what else is known of the session, in its language.
        """
        ...


class SessionObserver(Protocol):
    """Counts and times what sessions do."""

    def on_session_started(self) -> None:
        """A person consented."""
        ...

    def on_session_resumed(self) -> None:
        """A session went on over another connection, whichever worker had it before."""
        ...

    def on_session_ended(self, reason: str, lasted_s: float, dropped: Mapping[str, int]) -> None:
        """Take the reason, the time since the offer, and how much was dropped by stage."""
        ...

    def on_label(self, stages_s: Mapping[str, float], *, has_reading: bool) -> None:
        """Take where a label's time went: `decode`, `wait`, `infer` and `total`.

        `queue` beside them is the time from its turn until a worker had time.
        """
        ...

    def on_voice_reading(self, source: str) -> None:
        """Take "local" or "gemini-live"."""
        ...
