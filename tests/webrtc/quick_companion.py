"""A companion that keeps what it is told, and answers what a test tells it to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry
from webrtc.companion import CompanionEvents


class QuickFindings(NamedTuple):
    report: Mapping[str, Any]
    remarks: tuple[str, ...]


@dataclass
class QuickCompanion:
    events: CompanionEvents
    options: dict[str, Any]
    faces: list[TimelineEntry] = field(default_factory=list)
    voices: list[tuple[VoiceReading, str]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    analysis: str | None = None
    findings: QuickFindings = QuickFindings({"trend": "stable"}, ("It was calm.",))
    failure: Exception | None = None
    """Raised by every call that is awaited."""
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_finish.set()

    def on_face(self, entry: TimelineEntry) -> None:
        self.faces.append(entry)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        self.voices.append((reading, source))

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        self.words.append((role, text))

    async def run(self) -> None:
        await self._step("run")
        try:
            await asyncio.Event().wait()
        finally:
            self.steps.append("ended")

    async def catch_up(self) -> None:
        await self._step("catch_up")

    async def conclude(self, duration_s: float) -> QuickFindings:
        await self._step("conclude")
        return self.findings

    async def close(self, analysis: str | None) -> None:
        self.analysis = analysis
        await self._step("close")

    async def _step(self, name: str) -> None:
        self.steps.append(name)
        if self.failure is not None:
            raise self.failure
        await self.may_finish.wait()


class QuickRoom:
    """Opens companions and keeps them."""

    def __init__(self) -> None:
        self.companions: list[QuickCompanion] = []
        self.is_wanted = True

    def open(self, events: CompanionEvents, **options: Any) -> QuickCompanion | None:
        if not self.is_wanted:
            return None
        self.companions.append(QuickCompanion(events, options))
        return self.companions[-1]
