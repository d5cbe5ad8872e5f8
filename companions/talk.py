"""The companion that hears what is said: words, all sources on one timeline, and memory."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from analysis.earlier import EarlierTalks
from analysis.fusion import fuse
from analysis.labels import VoiceReading
from analysis.remarks import TalkFigures, talk_remarks
from analysis.report import fusion_json, words_json
from analysis.timeline import TimelineEntry, moments_from_entries
from analysis.tracker_readings import Source
from companions.captions import Caption, Captions, UnreadError
from companions.memory import USER, Place, SessionMemory, TurnStore
from store.errors import StoreError
from text.reader import TextReader

logger = logging.getLogger(__name__)

ROLES = (USER, "assistant")

MAX_READINGS = 1_200
"""Kept of a source, the latest: two a second for ten minutes."""

READ_TIMEOUT_S = 0.5
"""Once a session's connection was lost."""

MEMORY_TIMEOUT_S = 1.2
"""At the end of a session, which grants 1.5 s (webrtc/companions.py)."""

OnMoodOfWords = Callable[[str, str, float, float, float], None]
"""Takes session id, category, intensity, probability of none, and the time of a caption's end."""


class TalkEvents(Protocol):
    """What a session is told."""

    def on_failure(self, code: str, message: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TalkFindings:
    """What a session's talk came to.

    Attributes:
        report: `words`, `fusion` and, where memory was asked for, `memory` of the report.
        remarks: sentences for the written analysis, in the session's language.
    """

    report: Mapping[str, Any]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class TalkParts:
    """What all companions of this kind share.

    Attributes:
        reader: reads captions.
        store: keeps the turns of those who asked for memory.
        now: tells the time, aware.
        on_mood_of_words: is told of each caption of a person that was read, or None.
    """

    reader: TextReader
    store: TurnStore
    now: Callable[[], datetime]
    on_mood_of_words: OnMoodOfWords | None = None


@dataclass
class TalkCompanion:
    """Listens to one session.

    Args:
        parts: shared by all.
        events: what the session is told.
        session_id: loggable, gives no access.
        language: of the captions and the remarks, "es" or "en".
        begun_at: when the session began, aware.
        memory: None where nothing is to be remembered.
    """

    parts: TalkParts
    events: TalkEvents
    session_id: str
    language: str
    begun_at: datetime
    memory: SessionMemory | None
    _entries: deque[TimelineEntry] = field(init=False)
    _voice: deque[VoiceReading] = field(init=False)
    _opinions: deque[VoiceReading] = field(init=False)
    _captions: Captions = field(init=False)
    _is_heard: asyncio.Event = field(default_factory=asyncio.Event)
    _kept: int | None = None
    """Turns that are remembered; None while they are not."""
    _told: set[str] = field(default_factory=set)
    """Codes of failures: each is told once."""

    def __post_init__(self) -> None:
        self._entries = deque(maxlen=MAX_READINGS)
        self._voice = deque(maxlen=MAX_READINGS)
        self._opinions = deque(maxlen=MAX_READINGS)
        self._captions = Captions(self.parts.reader, self.language)

    @property
    def _roles(self) -> Sequence[str]:
        """Whose words are read: the assistant's too, where they are remembered."""
        return [USER] if self.memory is None else ROLES

    def on_face(self, entry: TimelineEntry) -> None:
        self._entries.append(entry)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        is_opinion = source == Source.GEMINI_LIVE
        (self._opinions if is_opinion else self._voice).append(reading)

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        # Words of before a connection broke are told again: the time of now is not theirs.
        at = self.begun_at + timedelta(seconds=end_s)
        self._captions.add(role, text, start_s, end_s, at)
        self._is_heard.set()

    async def run(self) -> None:
        """Read captions as they come, until cancelled."""
        while True:
            await self._is_heard.wait()
            self._is_heard.clear()
            if not await self._read(timeout_s=None):
                self._tell_unread()

    async def catch_up(self) -> None:
        """Read what is left; the session bounds how long that takes."""
        await self._read(timeout_s=None)

    async def conclude(self, duration_s: float) -> TalkFindings:
        """Remember the talk, and tell what it came to."""
        if self._captions.unread(self._roles):
            self._tell_unread()
        earlier = None
        if self.memory is not None:
            earlier, is_kept = await asyncio.gather(
                self._recall(self.memory), self._remember(self.memory)
            )
            if not is_kept:
                self._tell_forgotten()
        return await self._findings(earlier, duration_s)

    async def close(self, analysis: str | None) -> None:
        """Remember the talk if `conclude` did not, as when the person's connection was lost."""
        if self._captions.dropped:
            logger.warning(
                "session %s: dropped %d captions", self.session_id, self._captions.dropped
            )
        if self.memory is not None and self._kept is None:
            await self._read(READ_TIMEOUT_S)
            await self._remember(self.memory)

    async def _read(self, timeout_s: float | None) -> bool:
        """Read what is yet unread, and pass it on; tell whether that went well."""
        try:
            async with asyncio.timeout(timeout_s):
                read = await self._captions.read(self._roles)
        except (UnreadError, TimeoutError):
            logger.warning("session %s: captions cannot be read now", self.session_id)
            return False
        for caption in read:
            self._pass_on(caption)
        return True

    def _pass_on(self, caption: Caption) -> None:
        tell, reading = self.parts.on_mood_of_words, caption.reading
        if tell is not None and reading is not None and caption.role == USER:
            tell(
                self.session_id,
                reading.category.value,
                reading.intensity,
                reading.neutral,
                caption.end_s,
            )

    async def _recall(self, memory: SessionMemory) -> EarlierTalks | None:
        try:
            async with asyncio.timeout(MEMORY_TIMEOUT_S):
                return await memory.recall()
        except (StoreError, TimeoutError) as error:
            logger.warning("session %s: memory cannot be read: %r", self.session_id, error)
            self._tell_forgotten()
            return None

    async def _remember(self, memory: SessionMemory) -> bool:
        try:
            async with asyncio.timeout(MEMORY_TIMEOUT_S):
                self._kept = await memory.remember(await self._captions.turns(memory.prefix))
        except (StoreError, TimeoutError) as error:
            logger.warning("session %s: it is not remembered: %r", self.session_id, error)
            return False
        return True

    def _tell_unread(self) -> None:
        self._tell("words_unavailable", "some words cannot be read just now")

    def _tell_forgotten(self) -> None:
        self._tell("memory_unavailable", "the memory of conversations cannot be reached just now")

    def _tell(self, code: str, message: str) -> None:
        if code not in self._told:
            self._told.add(code)
            self.events.on_failure(code, message)

    async def _findings(self, earlier: EarlierTalks | None, duration_s: float) -> TalkFindings:
        words, voice = self._captions.words(), tuple(self._voice)
        moments = moments_from_entries(self._entries)
        # 30 ms of CPU for ten minutes in which everything changes each second.
        fusion = await asyncio.to_thread(
            fuse, moments, voice, tuple(self._opinions), words, duration_s
        )
        report: dict[str, Any] = {"words": words_json(words), "fusion": fusion_json(fusion)}
        if self.memory is not None:
            report["memory"] = {
                "context_id": self.memory.context_id,
                "kept": self._kept,
                "earlier": None if earlier is None else _earlier_json(earlier),
            }
        figures = TalkFigures(voice, words, fusion, earlier)
        remarks = await asyncio.to_thread(talk_remarks, figures, self.language)
        return TalkFindings(report, remarks)


class TalkRoom:
    """Opens the companions that hear what is said."""

    def __init__(self, parts: TalkParts) -> None:
        self._parts = parts

    def open(
        self,
        events: TalkEvents,
        *,
        session_id: str,
        language: str,
        scenario: str | None,
        remember: str | None,
        owner: str | None,
        begun_at: datetime,
    ) -> TalkCompanion:
        """Begin to listen to a session; without an owner nothing of it is remembered."""
        memory = None
        if remember is not None and owner is not None:
            place = Place(owner, remember)
            memory = SessionMemory(self._parts.store, place, session_id, self._parts.now)
        return TalkCompanion(self._parts, events, session_id, language, begun_at, memory)


def _earlier_json(earlier: EarlierTalks) -> dict[str, Any]:
    return {
        "sittings": earlier.sittings,
        "messages": earlier.messages,
        "direction": earlier.direction,
    }
