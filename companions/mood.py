"""The companion that follows a session's mood: trend, scenario, webhook, summary."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry
from analysis.tracker_readings import MoodReading, Source, face_mood, voice_mood, words_mood
from analysis.tracker_remarks import trend_remarks
from companions.memory import KIND, Place
from companions.session_mood import SessionMood, advice_fields, trend_fields
from scenarios.delivery import Escalation
from scenarios.engine import Advice
from scenarios.scenario import Scenario
from store.errors import StoreError
from store.names import Kind
from store.summaries import SessionSummary, Summary

logger = logging.getLogger(__name__)

KEEP_AT_END_S = 1.0
"""How long the findings of a session wait for its summary to be kept; `close` tries again."""

KEEP_AT_CLOSE_S = 2.5
"""Both less than a session gives its companions."""

VOICE_SOURCES: Mapping[str, Source] = {"local": Source.VOICE, "gemini-live": Source.GEMINI_LIVE}
"""By the `source` of a `voice` message."""


class MoodEvents(Protocol):
    """What a session is told."""

    def on_trend(
        self, *, trend: str, escalate: bool, since_s: float, sources: Sequence[str], time_s: float
    ) -> None: ...
    def on_advice(self, *, scenario: str, code: str, text: str, time_s: float) -> None: ...
    def on_failure(self, code: str, message: str) -> None: ...


class EscalationTaker(Protocol):
    """Tells somebody outside: scenarios.webhook.Webhook."""

    def notify(self, escalation: Escalation) -> None: ...


class SummaryKeeper(Protocol):
    """Keeps summaries: store.contexts.ContextStore."""

    async def add_summary(
        self, owner: str, context_id: str, summary: Summary, *, kind: Kind, now: datetime
    ) -> bool: ...


@dataclass(frozen=True, slots=True)
class MoodFindings:
    """What a session's mood came to."""

    report: Mapping[str, Any]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class MoodParts:
    """What all companions of this kind share.

    Attributes:
        scenarios: those that are enabled, by name.
        keeper: keeps the summaries of those who asked for memory.
        now: tells the time, aware.
        webhook: is told of escalations, where the operator set one.
    """

    scenarios: Mapping[str, Scenario]
    keeper: SummaryKeeper
    now: Callable[[], datetime]
    webhook: EscalationTaker | None = None


class MoodCompanion:
    """Follows one session's mood.

    Args:
        parts: shared by all.
        events: what the session is told.
        session_id: loggable, gives no access.
        language: of advice and remarks, "es" or "en".
        scenario: the name of an enabled one, or None.
        place: where the summary is kept; None: nowhere.
        begun_at: when the session began, aware.
    """

    def __init__(
        self,
        parts: MoodParts,
        events: MoodEvents,
        *,
        session_id: str,
        language: str,
        scenario: str | None,
        place: Place | None,
        begun_at: datetime,
    ) -> None:
        self._parts = parts
        self._events = events
        self._session_id = session_id
        self._language = language
        self._scenario = None if scenario is None else parts.scenarios[scenario]
        self._mood = SessionMood(self._scenario, language)
        self._place = place
        self._started_at = begun_at
        self._duration_s: float | None = None
        self._is_kept = False

    def on_face(self, entry: TimelineEntry) -> None:
        self._take(face_mood(entry), entry.time_s)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        self._take(voice_mood(reading, VOICE_SOURCES[source]), reading.end_s)

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        """Do nothing: words count once they are read, and come as on_mood_of_words."""

    def on_mood_of_words(
        self, category: str, intensity: float, neutral: float, time_s: float
    ) -> None:
        """Take what a person's words say, in the terms of /v2, at their end."""
        self._take(words_mood(category, intensity, neutral, time_s), time_s)

    async def run(self) -> None:
        """Show the scenario's notice; the rest needs no time of its own."""
        notice = self._mood.notice()
        if notice is not None:
            self._advise(notice)
        await asyncio.Event().wait()

    async def catch_up(self) -> None:
        """Do nothing: what was told was taken at once."""

    async def conclude(self, duration_s: float) -> MoodFindings:
        """Tell what the mood came to, and keep the summary where that was asked for."""
        self._duration_s = duration_s
        if not await self._keep(KEEP_AT_END_S):
            self._events.on_failure("memory_unavailable", "the session's summary cannot be kept")
        return MoodFindings(self._mood.report(), trend_remarks(self._mood.state, self._language))

    async def close(self, analysis: str | None) -> None:
        """Keep the summary if `conclude` did not."""
        await self._keep(KEEP_AT_CLOSE_S)

    def _take(self, reading: MoodReading | None, time_s: float) -> None:
        step = self._mood.advance(time_s) if reading is None else self._mood.hear(reading)
        if step.change is not None:
            self._events.on_trend(**trend_fields(step.change))
        if step.advice is not None:
            self._advise(step.advice)
        if step.is_escalated:
            self._escalate()

    def _advise(self, advice: Advice) -> None:
        self._events.on_advice(**advice_fields(advice))

    def _escalate(self) -> None:
        webhook, scenario, state = self._parts.webhook, self._scenario, self._mood.state
        if webhook is None or scenario is None or not scenario.webhook:
            return
        webhook.notify(
            Escalation(
                self._session_id, scenario.name, state.trend.value, state.since_s, state.time_s
            )
        )

    async def _keep(self, within_s: float) -> bool:
        """Keep the summary; tell whether it is kept or need not be."""
        place = self._place
        if place is None or self._is_kept:
            return True
        try:
            async with asyncio.timeout(within_s):
                await self._parts.keeper.add_summary(
                    place.owner, place.context_id, self._summary(), kind=KIND, now=self._parts.now()
                )
        except (StoreError, TimeoutError) as error:
            reason = str(error) or "the database is slow"
            logger.warning("session %s: its summary is not kept: %s", self._session_id, reason)
            return False
        self._is_kept = True
        return True

    def _summary(self) -> SessionSummary:
        mood, duration_s = self._mood, self._duration_s
        return SessionSummary(
            session_id=self._session_id,
            started_at=self._started_at,
            duration_s=mood.state.time_s if duration_s is None else duration_s,
            trend=mood.last_trend.value,
            escalations=mood.escalations,
            readings=mood.readings,
        )


class MoodRoom:
    """Opens the companions that follow moods."""

    def __init__(self, parts: MoodParts) -> None:
        self._parts = parts
        self._open: WeakValueDictionary[str, MoodCompanion] = WeakValueDictionary()

    def open(
        self,
        events: MoodEvents,
        *,
        session_id: str,
        language: str,
        scenario: str | None,
        remember: str | None,
        owner: str | None,
        begun_at: datetime,
    ) -> MoodCompanion:
        """Begin to follow a session; without an owner nothing of it is kept.

        Raises:
            KeyError: the scenario is not enabled.
        """
        place = None if remember is None or owner is None else Place(owner, remember)
        companion = MoodCompanion(
            self._parts,
            events,
            session_id=session_id,
            language=language,
            scenario=scenario,
            place=place,
            begun_at=begun_at,
        )
        self._open[session_id] = companion
        return companion

    def on_mood_of_words(
        self, session_id: str, category: str, intensity: float, neutral: float, time_s: float
    ) -> None:
        """Take what a person's words say, from whoever reads them; see MoodCompanion."""
        companion = self._open.get(session_id)
        if companion is not None:
            companion.on_mood_of_words(category, intensity, neutral, time_s)
