"""What a session needs from the rooms behind it, as protocols."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Protocol

from analysis.face_pool import Image, TimedReading
from analysis.labels import VoiceReading
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
        """Call `load_image` and read the picture, both in a worker thread."""
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


class AnalysisWriter(Protocol):
    """Writes about a session that has ended."""

    def write(
        self,
        *,
        context: str,
        entries: Sequence[TimelineEntry],
        language: str,
        duration_s: float,
    ) -> AsyncIterator[AnalysisDelta | AnalysisResult]:
        """Yield pieces of the text as they are written, and last the whole result."""
        ...
