"""One session: consent, the live part, the written analysis, and the end of it all."""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from aiortc.rtcicetransport import RTCIceCandidate

from webrtc import messages
from webrtc.channels import EVENTS, is_live
from webrtc.client_messages import (
    Calibrate,
    ClientMessage,
    Context,
    Ping,
    PushToTalk,
    Start,
    Stop,
    parse_client_message,
)
from webrtc.companion import Findings
from webrtc.conclusion import Conclusion
from webrtc.deadlines import COMPLETED, NO_VIDEO, Progress, overdue
from webrtc.end_reasons import CONNECTION_LOST, INTERRUPTIONS, MOVED, SHUTDOWN
from webrtc.event_log import EventLog
from webrtc.keeper import Json, KeptSession
from webrtc.live_part import ASSISTANT, LivePart
from webrtc.message_fields import MessageError
from webrtc.messages import Message
from webrtc.offer import Offer
from webrtc.past import Past, encode_head
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.decoder import DecodedFrame
from webrtc.saving import Saving
from webrtc.send.reply_track import ReplyTrack
from webrtc.services import SessionServices
from webrtc.start_options import StartOptions
from webrtc.tasks import stop_tasks

logger = logging.getLogger(__name__)

SILENCE_TIMEOUT_S = 4.0
"""Nothing at all heard for so long: the peer is gone. A live one sends STUN checks
every 2.5 s at the latest (RFC 8445 appendix B.1 paces them, browsers keep to it)."""
FLUSH_TIMEOUT_S = 2.0
WATCH_INTERVAL_S = 0.25
MAX_BAD_MESSAGES = 20


class Session:
    """One publisher's session, from its offer to its end.

    Args:
        session_id: may be logged and shown; it gives no access.
        services: what it works with.
        options: what a publisher without a data channel asked for in its query.
        owner: whose key the offer came with; None without one.
        kept: keeps it beyond its connection; None where nothing does.
        past: what it was, if it is resumed; then `options` and `owner` are not asked for.
    """

    def __init__(
        self,
        session_id: str,
        services: SessionServices,
        options: StartOptions | None = None,
        owner: str | None = None,
        kept: KeptSession | None = None,
        past: Past | None = None,
    ) -> None:
        self.id = session_id
        self.log = EventLog()
        self._services = services
        self._owner = owner if past is None else past.head.owner
        self._past = past
        self._has_events_channel = False
        reply = ReplyTrack() if services.assistant is not None else None
        self._peer = Peer(services.network, self, reply)
        self._live = LivePart(session_id, services, self._peer, reply, self.publish, past)
        self._saving = Saving(kept, self._snapshot, self._move, is_resumed=past is not None)
        self._conclusion = Conclusion(services.writer, services.local_writer, self.publish)
        self._options: StartOptions | None = None
        self._query_options = options
        self._bad_messages = 0
        self._created_s = time.monotonic()
        self._connected_s: float | None = None
        self._accepted_s: float | None = None
        self._end_reason: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._is_unheard = asyncio.Event()
        self._is_leaving = asyncio.Event()

    async def answer(self, offer: Offer) -> str:
        """Answer the publisher's offer; see Peer.answer for what it raises."""
        return await self._peer.answer(offer)

    async def add_candidates(self, candidates: Iterable[RTCIceCandidate]) -> None:
        await self._peer.add_candidates(candidates)

    async def run(self) -> None:
        """Live until there is a reason to end, then conclude and free everything."""
        watch = asyncio.create_task(self._watch(), name=f"watch-{self.id}")
        live = asyncio.create_task(self._live.run(), name=f"live-{self.id}")
        saving = asyncio.create_task(self._saving.run(), name=f"saving-{self.id}")
        try:
            await self._wait_for_end(live)
            duration_s = self._duration_s()
            await stop_tasks(live)
            if not self._is_leaving.is_set():
                findings = await self._live.companions.conclude(duration_s)
                await self._conclude_or_leave(duration_s, findings)
            await self._saving.save()
        finally:
            await stop_tasks(live, watch, saving)
            await self._peer.close()
            self.log.close()
            if not self._is_leaving.is_set():
                await self._live.companions.close(self._conclusion.text)
            self._tell_end()

    def _tell_end(self) -> None:
        dropped = self.drops()
        logger.info("session %s closed: %s, dropped %s", self.id, self.reason, dropped)
        lasted_s = time.monotonic() - self._created_s
        self._services.observer.on_session_ended(self.reason, lasted_s, dropped)

    @property
    def reason(self) -> str:
        """Why the session ended, or "cancelled" if it was stopped from outside."""
        return self._end_reason.result() if self._end_reason.done() else "cancelled"

    @property
    def frames_waiting(self) -> int:
        """Encoded frames that wait for the decoder."""
        return self._peer.frames_waiting

    def drops(self) -> dict[str, int]:
        """Return how much was dropped, by stage."""
        return {**self._peer.drops(), **self._live.drops()}

    def end(self, reason: str) -> None:
        """Ask the session to end; the first reason counts."""
        if not self._end_reason.done():
            self._end_reason.set_result(reason)

    def shut_down(self) -> None:
        """End now: an analysis that is being written is left for a local one."""
        self.end(SHUTDOWN)
        self._conclusion.hurry()

    @property
    def may_move(self) -> bool:
        """Whether its client may resume it elsewhere: it has begun, and has no reason to end."""
        return self._saving.is_kept and not self._end_reason.done()

    def hand_over(self) -> None:
        """Let go of the session for whoever resumes it: saved, and without a word of an end."""
        if self._saving.is_kept:
            self._is_leaving.set()
        self.end(MOVED)

    async def delete(self) -> None:
        """End on the publisher's wish; nothing of it is kept. Readers still get the end."""
        self.end("deleted")
        await self._saving.forget()
        await self.drop_peer()

    async def withdraw(self) -> None:
        """End without a word, an analysis or a memory, unless all of these are made already."""
        if self._saving.is_over:
            return
        self._is_leaving.set()
        await self.delete()

    async def drop_peer(self) -> None:
        """Close the connection at once; readers of the event log still get the end."""
        self._is_unheard.set()
        await self._peer.close()

    def publish(self, message: Message) -> None:
        """Send a message to the client and keep it for readers of the event log."""
        self.log.append(message)
        self._peer.send(message)

    # Events of the peer

    def on_connected(self) -> None:
        self._connected_s = time.monotonic()
        if self._past is not None and self._options is None:
            self._resume(self._past)
        elif self._query_options is not None:
            self._start_or_refuse(self._query_options)

    def on_frame(self, frame: DecodedFrame) -> None:
        if self._options is None or self._end_reason.done():
            return
        if self._live.elapsed_s() >= self._options.duration_s:
            self.end(COMPLETED)
        else:
            self._live.take_frame(frame, self._options.duration_s)

    def on_audio(self, frame: AudioFrame) -> None:
        if not self._end_reason.done():
            self._live.take_audio(frame)

    def on_channel(self, label: str) -> None:
        # A session that is resumed, or started by its query, begins before any channel can open.
        if label == EVENTS and not self._has_events_channel:
            self._has_events_channel = True
            for message in self.log.messages:
                if not is_live(message):
                    self._peer.send(message)

    def on_message(self, text: str | bytes) -> None:
        try:
            message = parse_client_message(text, self._services.start_rules)
            if message is not None:
                self._handle(message)
        except MessageError as error:
            self._bad_messages += 1
            self.publish(messages.error(error.code, error.detail))
            if self._bad_messages >= MAX_BAD_MESSAGES:
                self.end("too_many_bad_messages")

    def on_lost(self) -> None:
        if not self._saving.is_kept:
            self._is_unheard.set()
        elif not (self._end_reason.done() or self._is_awaited_by_reader()):
            self._is_leaving.set()
        self.end(CONNECTION_LOST)

    def _is_awaited_by_reader(self) -> bool:
        """Whether the end is for a reader of events: who has no data channel does not resume."""
        return self._query_options is not None and self.log.readers > 0

    # Messages of the client

    def _handle(self, message: ClientMessage) -> None:
        match message:
            case Start(options):
                self._start(options)
            case Context(context):
                self._set_context(context)
            case Stop():
                self.end("stopped")
            case Ping(t):
                # Of use to nobody but the asking client, so not kept in the log.
                self._peer.send(messages.pong(t, round(time.time() * 1000)))
            case Calibrate():
                self._calibrate()
            case PushToTalk(active):
                self._require_start("talk")
                self._live.talking.set_talking(active)

    def _start_or_refuse(self, options: StartOptions) -> None:
        try:
            self._start(options)
        except MessageError as error:
            self.publish(messages.error(error.code, error.detail))

    def _start(self, options: StartOptions) -> None:
        if self._options is not None:
            raise MessageError("already_started", "the session has started already")
        if not options.consent:
            raise MessageError(
                "consent_required", "nothing is analysed without consent: send consent true"
            )
        remembers = self._services.context_id is not None and self._owner is not None
        self._options = replace(options, remember=options.remember if remembers else None)
        sources = self._begin(self._options)
        if options.assistant and ASSISTANT not in sources:
            self._tell("assistant_unavailable", "nobody answers here, or there is no sound in Opus")
        if options.remember != self._options.remember:
            self._tell("memory_unavailable", "nothing is remembered here, or not without a key")
        self._services.observer.on_session_started()
        self._live.begin(self._options, self._owner)

    def _resume(self, past: Past) -> None:
        """Go on where another connection of the session broke."""
        self._options = past.head.options
        self._begin(self._options, past.head.elapsed_s)
        self._services.observer.on_session_resumed()
        self._live.begin(self._options, self._owner)
        if past.head.reason is not None:
            self.end(past.head.reason)

    def _begin(self, options: StartOptions, resumed_s: float | None = None) -> tuple[str, ...]:
        self._accepted_s = time.monotonic()
        sources = self._live.sources(options)
        started = messages.started(
            self.id,
            duration_s=options.duration_s,
            sources=sources,
            model=self._services.analyzer.model,
            scenario=options.scenario,
            remember=options.remember,
            resumed_s=resumed_s,
        )
        self.publish(started)
        self._saving.begin()
        return sources

    def _snapshot(self) -> tuple[Json, Sequence[Json]]:
        assert self._options is not None
        reason = self.reason if self._end_reason.done() else None
        wish = None if reason in INTERRUPTIONS else reason
        head = self._live.head(self._options, self._owner, wish)
        return encode_head(head), self._live.companions.journal.entries

    def _move(self) -> None:
        self._is_leaving.set()
        self.end(MOVED)

    def _set_context(self, context: str) -> None:
        self._options = replace(self._require_start("context"), context=context)
        self._live.talking.set_context(context)

    def _calibrate(self) -> None:
        self._require_start("calibrate")
        if not self._live.is_calibratable:
            raise MessageError("no_video", "there is neither video nor a voice to calibrate with")
        is_done = self._live.calibrate()
        if is_done:
            self.publish(messages.calibrated())

    def _require_start(self, message: str) -> StartOptions:
        if self._options is None:
            raise MessageError("not_started", f"send start first, then {message}")
        return self._options

    def _tell(self, code: str, message: str) -> None:
        self.publish(messages.error(code, message))

    # The end

    async def _wait_for_end(self, live: asyncio.Task[None]) -> None:
        waiting: list[asyncio.Future[Any]] = [self._end_reason, live]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if live.done() and not live.cancelled():
            logger.error("session %s: the live part failed", self.id, exc_info=live.exception())
            self._tell("internal_error", "the server could not go on")
            self.end("internal_error")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_INTERVAL_S)
            heard_s = self._peer.last_heard_s
            if heard_s is not None and time.monotonic() - heard_s > SILENCE_TIMEOUT_S:
                self.on_lost()
            if not self._end_reason.done():
                self._watch_deadlines()

    def _watch_deadlines(self) -> None:
        progress = Progress(
            created_s=self._created_s,
            connected_s=self._connected_s,
            accepted_s=self._accepted_s,
            clock_started_s=self._live.started_s,
            duration_s=self._options.duration_s if self._options is not None else 0.0,
        )
        reason = overdue(progress, time.monotonic())
        if reason is None:
            self._live.recording.note_silence()
            return
        if reason == NO_VIDEO:
            self._tell(NO_VIDEO, "no frame of video arrived")
        self.end(reason)

    async def _conclude_or_leave(self, duration_s: float, findings: Sequence[Findings]) -> None:
        """Write the end for whoever listens or fetches it, unless the session goes on elsewhere."""
        conclusion = asyncio.create_task(
            self._conclude(duration_s, findings), name=f"conclusion-{self.id}"
        )
        unheard = asyncio.create_task(self._is_unheard.wait(), name=f"unheard-{self.id}")
        leaving = asyncio.create_task(self._is_leaving.wait(), name=f"leaving-{self.id}")
        waiting = {conclusion, unheard, leaving}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if self.log.readers and not leaving.done():
                await asyncio.wait([conclusion, leaving], return_when=asyncio.FIRST_COMPLETED)
            if conclusion.done():
                conclusion.result()
        finally:
            await stop_tasks(*waiting)

    async def _conclude(self, duration_s: float, findings: Sequence[Findings]) -> None:
        if self._options is not None:
            account = self._live.account(self._options, duration_s, findings)
            await self._conclusion.write(account)
        ended = messages.ended(self.reason)
        if await self._saving.finish({"messages": [*self._conclusion.messages, ended]}):
            self.publish(ended)
            await self._peer.flush(FLUSH_TIMEOUT_S)
        else:
            self._is_leaving.set()

    def _duration_s(self) -> float:
        if self._options is None:
            return 0.0
        is_lost = self.reason == CONNECTION_LOST
        elapsed_s = self._live.heard_until_s() if is_lost else self._live.elapsed_s()
        return min(elapsed_s, self._options.duration_s)
