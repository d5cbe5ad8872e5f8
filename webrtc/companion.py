"""What thinks along with a session, as protocols: trend, scenario, words, memory.

All is called on the event loop; times are seconds of the session clock. What is not `async`
neither blocks nor raises. A session that is resumed opens its companions anew and tells them all
that was read before; those of one that goes on elsewhere are dropped without `conclude` and
`close`. Faces, voices and words may come until `catch_up` is called, after `run`
has ended too: the last words of a talk come as it is closed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry


class CompanionEvents(Protocol):
    """What a companion tells its session, until its `conclude` has returned."""

    def on_trend(
        self, *, trend: str, escalate: bool, since_s: float, sources: Sequence[str], time_s: float
    ) -> None: ...

    def on_advice(self, *, scenario: str, code: str, text: str, time_s: float) -> None: ...

    def on_failure(self, code: str, message: str) -> None:
        """Take a failure, after which the session goes on."""
        ...


class Findings(Protocol):
    """What a companion found out in a session."""

    @property
    def report(self) -> Mapping[str, Any]:
        """Fields of the `report` message, JSON-ready."""
        ...

    @property
    def remarks(self) -> Sequence[str]:
        """Sentences for the written analysis, in the session's language."""
        ...


class Companion(Protocol):
    """Follows one session."""

    def on_face(self, entry: TimelineEntry) -> None: ...

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        """Take a reading of "local" or "gemini-live"."""
        ...

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        """Take a whole turn of "user" or "assistant"."""
        ...

    async def run(self) -> None:
        """Do what takes time, until cancelled; a failure is logged and the session goes on."""
        ...

    async def catch_up(self) -> None:
        """Finish with what was told; once, after `run`, before any companion's `conclude`."""
        ...

    async def conclude(self, duration_s: float) -> Findings:
        """Say what was found out; once, before the analysis is written."""
        ...

    async def close(self, analysis: str | None) -> None:
        """Finish; once and last, with the written analysis if there is one."""
        ...


class CompanionRoom(Protocol):
    """Opens companions."""

    def open(
        self,
        events: CompanionEvents,
        *,
        session_id: str,
        language: str,
        scenario: str | None,
        remember: str | None,
        owner: str | None,
        begun_at: datetime,
    ) -> Companion | None:
        """Follow a session that starts, or return None where there is nothing to do.

        `owner` is whose key the offer came with. `remember` is the id of the owner's context that
        takes in what is said; None without an owner. `begun_at` is when the session's first
        connection began it, aware.
        """
        ...
