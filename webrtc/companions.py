"""All companions of one session, as one."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry
from webrtc import messages
from webrtc.companion import Companion, CompanionRoom, Findings
from webrtc.journal import Journal
from webrtc.messages import Message
from webrtc.past import Past
from webrtc.start_options import StartOptions
from webrtc.tasks import stop_tasks

logger = logging.getLogger(__name__)

T = TypeVar("T")

CATCH_UP_TIMEOUT_S = 0.5
CONCLUDE_TIMEOUT_S = 1.5
"""The person waits for the analysis meanwhile, 2 s in all."""

CLOSE_TIMEOUT_S = 3.0
"""With the two above and the time to flush messages less than registry.CLOSE_TIMEOUT_S."""


class Companions:
    """Tells every companion what is read and publishes what they say.

    A companion that fails is logged; its session goes on without what it would have said.

    Args:
        session_id: may be logged.
        rooms: where companions are opened.
        publish: takes each message.
        past: what they are to know of a session that is resumed.

    Attributes:
        journal: of all that they were told, the past included.
    """

    def __init__(
        self,
        session_id: str,
        rooms: Sequence[CompanionRoom],
        publish: Callable[[Message], None],
        past: Past | None = None,
    ) -> None:
        self._session_id = session_id
        self._rooms = rooms
        self._publish = publish
        self._past = past
        self._told_until_s = -math.inf if past is None else past.head.elapsed_s
        self.journal = Journal()
        self._companions: list[Companion] = []
        self._opened = asyncio.Event()

    def open(self, options: StartOptions, owner: str | None, begun_at: datetime) -> None:
        """Open those that have something to do in a session with these options."""
        opened = [
            room.open(
                self,
                session_id=self._session_id,
                language=options.language,
                scenario=options.scenario,
                remember=options.remember,
                owner=owner,
                begun_at=begun_at,
            )
            for room in self._rooms
        ]
        self._companions = [companion for companion in opened if companion is not None]
        if self._past is not None:
            self._past.replay(self)
            self.journal.entries = list(self._past.entries)
            self.journal.on_resumed(self._past.head.elapsed_s)
        self._opened.set()

    def on_face(self, entry: TimelineEntry) -> None:
        self.journal.on_face(entry)
        for companion in self._companions:
            companion.on_face(entry)

    def on_voice(self, reading: VoiceReading, source: str) -> None:
        self.journal.on_voice(reading, source)
        for companion in self._companions:
            companion.on_voice(reading, source)

    def on_words(self, role: str, text: str, start_s: float, end_s: float) -> None:
        self.journal.on_words(role, text, start_s, end_s)
        for companion in self._companions:
            companion.on_words(role, text, start_s, end_s)

    async def run(self) -> None:
        """Let them do what takes time, until cancelled."""
        await self._opened.wait()
        async with asyncio.TaskGroup() as group:
            for companion in self._companions:
                group.create_task(self._run(companion))

    async def conclude(
        self, duration_s: float, catch_up_s: float = CATCH_UP_TIMEOUT_S
    ) -> list[Findings]:
        """Ask all for what they found out, in their order.

        Args:
            duration_s: how long the session lasted.
            catch_up_s: how long they may take first to finish with what they were told: what one
                reads the others hear of.
        """
        await self._within(catch_up_s, [companion.catch_up() for companion in self._companions])
        return await self._within(
            CONCLUDE_TIMEOUT_S, [companion.conclude(duration_s) for companion in self._companions]
        )

    async def close(self, analysis: str | None) -> None:
        """Let all finish."""
        await self._within(
            CLOSE_TIMEOUT_S, [companion.close(analysis) for companion in self._companions]
        )

    # Events of companions. What they say again of the past was said before.

    def on_trend(
        self, *, trend: str, escalate: bool, since_s: float, sources: Sequence[str], time_s: float
    ) -> None:
        if time_s > self._told_until_s:
            self._publish(
                messages.trend(
                    trend, escalate=escalate, since_s=since_s, sources=sources, time_s=time_s
                )
            )

    def on_advice(self, *, scenario: str, code: str, text: str, time_s: float) -> None:
        if time_s > self._told_until_s:
            self._publish(messages.advice(scenario=scenario, code=code, text=text, time_s=time_s))

    def on_failure(self, code: str, message: str) -> None:
        self._publish(messages.error(code, message))

    async def _run(self, companion: Companion) -> None:
        try:
            await companion.run()
        except Exception:
            logger.exception("session %s: a companion failed", self._session_id)

    async def _within(self, timeout_s: float, calls: list[Coroutine[Any, Any, T]]) -> list[T]:
        """Make all calls at once and return what those answered that were in time."""
        if not calls:
            return []
        tasks = [asyncio.create_task(call) for call in calls]
        try:
            _, late = await asyncio.wait(tasks, timeout=timeout_s)
        finally:
            done = [task for task in tasks if task.done()]
            await stop_tasks(*tasks)
        if late:
            logger.warning("session %s: a companion took too long", self._session_id)
        return [task.result() for task in done if self._has_answered(task)]

    def _has_answered(self, task: asyncio.Task[T]) -> bool:
        if task.cancelled():
            return False
        if (error := task.exception()) is not None:
            logger.error("session %s: a companion failed", self._session_id, exc_info=error)
        return error is None
