"""What a session needs from the rooms behind it, as protocols."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Protocol

from analysis.face_pool import Image, TimedReading
from analysis.timeline import TimelineEntry
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
