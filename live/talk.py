"""One person's talk with Gemini Live, over as many connections as it takes."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from google.genai import types

from live.clock import Clock
from live.connection import LiveConnection
from live.errors import LiveError, LiveErrorCode
from live.events import HEARD_RATE_HZ, SAMPLE_BYTES, TalkEvents, TalkState
from live.memory import TalkMemory
from live.outbox import Outbox
from live.prompt import system_instruction
from live.reading import MessageReader
from live.recovery import Recovery
from live.rotation import Rotation
from live.settings import LiveSettings
from live.setup import connect_config
from live.tasks import first_of

logger = logging.getLogger(__name__)

ENDED_AS_PLANNED = "ok"

OpenConnection = Callable[[types.LiveConnectConfig], AbstractAsyncContextManager[LiveConnection]]


class GeminiTalk:
    """Holds one talk; nothing is connected before `run`."""

    def __init__(
        self,
        open_connection: OpenConnection,
        events: TalkEvents,
        settings: LiveSettings,
        clock: Clock,
        recovery: Recovery,
        on_outcome: Callable[[str], None],
        *,
        language: str,
        context: str,
        push_to_talk: bool,
        so_far: Sequence[tuple[str, str]],
    ) -> None:
        self._open_connection = open_connection
        self._events = events
        self._settings = settings
        self._clock = clock
        self._recovery = recovery
        self._on_outcome = on_outcome
        self._language = language
        self._context = context
        self._is_context_untold = asyncio.Event()
        self._so_far: Sequence[Mapping[str, str]] = ()
        self._push_to_talk = push_to_talk
        max_bytes = round(settings.backlog_s * HEARD_RATE_HZ) * SAMPLE_BYTES
        self._outbox = Outbox(max_bytes, push_to_talk=push_to_talk)
        self._memory = TalkMemory()
        for role, text in so_far:
            self._memory.add(role, text)
        self._reader = MessageReader(events, self._memory)
        self._opened_s: float | None = None

    @property
    def dropped_s(self) -> float:
        """How much of what was heard never left, because it waited too long."""
        return self._outbox.dropped_bytes / (HEARD_RATE_HZ * SAMPLE_BYTES)

    def hear(self, pcm: bytes) -> None:
        """Take HEARD_RATE_HZ mono s16le of any length; never blocks."""
        self._outbox.hear(pcm)

    def set_talking(self, active: bool) -> None:
        """Push-to-talk was pressed or released; without it nothing happens."""
        self._outbox.set_talking(active)

    def set_context(self, context: str) -> None:
        """Take what the person now writes about the session, in place of what they wrote."""
        self._context = context
        self._is_context_untold.set()

    async def run(self) -> None:
        """Hold the talk until cancelled, also after it has become unavailable."""
        connections = 0
        try:
            while True:
                connections += 1
                error = await self._connect_once()
                self._on_outcome(ENDED_AS_PLANNED if error is None else error.code.value)
                delay_s = self._recovery.delay_s(error, self._age_s())
                if delay_s is None:
                    break
                if error is not None:
                    logger.info("talk: connection ended: %s; next in %.1f s", error, delay_s)
                await self._clock.sleep(delay_s)
            self._give_up(error or LiveError(LiveErrorCode.CLOSED))
            await asyncio.Event().wait()
        finally:
            self._outbox.close()
            logger.info(
                "talk ended: %d connections, %.1f s of sound dropped, %s",
                connections,
                self.dropped_s,
                self._reader.counts,
            )

    def _give_up(self, error: LiveError) -> None:
        logger.warning("talk: given up: %s", error)
        self._outbox.close()
        self._events.on_failure(error.code.value, error.describe(self._language))
        self._reader.set_state(TalkState.UNAVAILABLE)

    def _age_s(self) -> float | None:
        return None if self._opened_s is None else self._clock.time() - self._opened_s

    async def _connect_once(self) -> LiveError | None:
        """Hold one connection; return what ended it, None if it was time for another."""
        self._opened_s = None
        self._reader.set_state(TalkState.CONNECTING)
        try:
            async with self._open_connection(self._config()) as connection:
                self._opened_s = self._clock.time()
                self._outbox.restart()
                self._reader.set_state(TalkState.LISTENING)
                await self._converse(connection)
        except LiveError as error:
            if error.code is LiveErrorCode.BAD_REQUEST and self._opened_s is not None:
                # What waits may be what was refused; sent again, it would be refused again
                # (github.com/yagudaev/voiceclaw/pull/397).
                self._outbox.drop_waiting()
            return error
        finally:
            self._reader.cut_off()
        return None

    def _config(self) -> types.LiveConnectConfig:
        handle = self._recovery.handle
        if handle is None:
            self._so_far = self._memory.summary()
        return connect_config(
            self._settings, self._instruction(), push_to_talk=self._push_to_talk, handle=handle
        )

    def _instruction(self) -> types.Content:
        self._is_context_untold.clear()
        text = system_instruction(self._language, self._context, self._so_far)
        return types.Content(parts=[types.Part(text=text)])

    async def _converse(self, connection: LiveConnection) -> None:
        rotation = Rotation(self._clock, self._settings.connection_limit_s)
        await first_of(
            self._receive(connection, rotation),
            self._send(connection),
            self._tell_contexts(connection),
            rotation.wait(),
        )

    async def _send(self, connection: LiveConnection) -> None:
        while True:
            item = await self._outbox.take()
            try:
                await connection.send(item)
            except LiveError:
                self._outbox.put_back(item)
                raise

    async def _tell_contexts(self, connection: LiveConnection) -> None:
        while True:
            await self._is_context_untold.wait()
            await connection.instruct(self._instruction())

    async def _receive(self, connection: LiveConnection, rotation: Rotation) -> None:
        is_handle_stale = False
        while True:
            message = await connection.receive()
            answers = self._reader.read(message)
            if answers:
                await connection.answer(answers)
            # A handle does not know the reply, or the call, that came after it.
            is_handle_stale = is_handle_stale or self._reader.is_replying or bool(answers)
            update = message.session_resumption_update
            if update is not None and update.resumable and update.new_handle:
                self._recovery.handle = update.new_handle
                is_handle_stale = False
            rotation.set_busy(self._reader.is_replying or is_handle_stale)
            if message.go_away is not None:
                rotation.go_away(message.go_away.time_left)
