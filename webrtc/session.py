"""One session: consent, the live part, the written analysis, and the end of it all."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from aiortc.rtcicetransport import RTCIceCandidate

from webrtc import messages
from webrtc.analyzers import AnalysisWriter, FaceAnalyzer, VoiceAnalyzer
from webrtc.conclusion import Conclusion, EndedSession
from webrtc.event_log import EventLog
from webrtc.listening import Listening
from webrtc.messages import (
    Calibrate,
    ClientMessage,
    Context,
    Message,
    MessageError,
    Ping,
    Start,
    StartOptions,
    Stop,
)
from webrtc.offer import Offer
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.network import Network
from webrtc.recording import Recording
from webrtc.tasks import stop_tasks

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 10.0
START_TIMEOUT_S = 120.0
"""How long a connected page may wait for its person to press start."""
FIRST_FRAME_TIMEOUT_S = 10.0
SILENCE_TIMEOUT_S = 4.0
"""Nothing at all heard for so long: the peer is gone. A live one sends STUN checks
every 2.5 s at the latest (RFC 8445 appendix B.1 paces them, browsers keep to it)."""
FLUSH_TIMEOUT_S = 2.0
SHUTDOWN = "server_shutdown"
WATCH_INTERVAL_S = 0.25
MAX_BAD_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class SessionServices:
    """What every session uses and none owns.

    Attributes:
        local_writer: writes at once and without an outside service.
        voice_analyzer: None where no voice is read.
    """

    analyzer: FaceAnalyzer
    writer: AnalysisWriter
    local_writer: AnalysisWriter
    network: Network
    default_language: str
    voice_analyzer: VoiceAnalyzer | None = None


class Session:
    """One publisher's session, from its offer to its end.

    Args:
        session_id: may be logged and shown; it gives no access.
        services: what it works with.
        options: what a publisher without a data channel asked for in its query.
    """

    def __init__(
        self,
        session_id: str,
        services: SessionServices,
        options: StartOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = session_id
        self.log = EventLog()
        self._services = services
        self._clock = clock
        self._peer = Peer(services.network, self)
        self._recording = Recording(services.analyzer, self.publish, clock)
        self._listening = Listening(services.voice_analyzer, self.publish)
        self._conclusion = Conclusion(services.writer, services.local_writer, self.publish)
        self._options: StartOptions | None = None
        self._query_options = options
        self._bad_messages = 0
        self._created_s = clock()
        self._connected_s: float | None = None
        self._accepted_s: float | None = None
        self._end_reason: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._lost = asyncio.Event()

    async def answer(self, offer: Offer) -> str:
        """Answer the publisher's offer; see Peer.answer for what it raises."""
        return await self._peer.answer(offer)

    async def add_candidates(self, candidates: Iterable[RTCIceCandidate]) -> None:
        await self._peer.add_candidates(candidates)

    async def run(self) -> None:
        """Live until there is a reason to end, then conclude and free everything."""
        watch = asyncio.create_task(self._watch(), name=f"watch-{self.id}")
        recording = asyncio.create_task(self._recording.run(), name=f"recording-{self.id}")
        listening = asyncio.create_task(self._listening.run(), name=f"listening-{self.id}")
        try:
            await self._wait_for_end(recording, listening)
            await stop_tasks(recording, listening)
            await self._conclude_unless_lost()
        finally:
            await stop_tasks(recording, listening, watch)
            await self._peer.close()
            self.log.close()
            logger.info("session %s closed: %s, dropped %s", self.id, self.reason, self.drops())

    @property
    def reason(self) -> str:
        """Why the session ended, or "cancelled" if it was stopped from outside."""
        return self._end_reason.result() if self._end_reason.done() else "cancelled"

    def drops(self) -> dict[str, int]:
        """Return how much was dropped, by stage."""
        return {
            **self._peer.drops(),
            "sample": self._recording.frames_replaced,
            "audio_samples": self._listening.samples_dropped,
        }

    def end(self, reason: str) -> None:
        """Ask the session to end; the first reason counts."""
        if not self._end_reason.done():
            self._end_reason.set_result(reason)

    def shut_down(self) -> None:
        """End now: an analysis that is being written is left for a local one."""
        self.end(SHUTDOWN)
        self._conclusion.hurry()

    async def drop_peer(self) -> None:
        """Close the connection at once; readers of the event log still get the end."""
        self._lost.set()
        await self._peer.close()

    def publish(self, message: Message) -> None:
        """Send a message to the client and keep it for readers of the event log."""
        self.log.append(message)
        self._peer.send(message)

    # Events of the peer

    def on_connected(self) -> None:
        self._connected_s = self._clock()
        if self._query_options is not None:
            self._start_or_refuse(self._query_options)

    def on_frame(self, frame: DecodedFrame) -> None:
        if self._options is None or self._end_reason.done():
            return
        if self._recording.elapsed_s() >= self._options.duration_s:
            self.end("completed")
        else:
            self._recording.take_frame(frame, self._options.duration_s)

    def on_audio(self, frame: AudioFrame) -> None:
        started_s = self._started_s()
        if started_s is not None and not self._end_reason.done():
            self._listening.take_audio(frame, started_s)

    def on_message(self, text: str | bytes) -> None:
        try:
            message = messages.parse_client_message(text, self._services.default_language)
            if message is not None:
                self._handle(message)
        except MessageError as error:
            self._bad_messages += 1
            self.publish(messages.error(error.code, error.detail))
            if self._bad_messages >= MAX_BAD_MESSAGES:
                self.end("too_many_bad_messages")

    def on_lost(self) -> None:
        self._lost.set()
        self.end("connection_lost")

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
        self._options = options
        self._accepted_s = self._clock()
        sources = ["face"] if self._peer.has_video else []
        if options.voice and self._peer.has_audio and self._services.voice_analyzer is not None:
            sources.append("voice")
            self._peer.listen()
        model = self._services.analyzer.model
        self.publish(messages.started(self.id, options.duration_s, sources, model))

    def _set_context(self, context: str) -> None:
        if self._options is None:
            raise MessageError("not_started", "send start first: it takes a context too")
        self._options = replace(self._options, context=context)

    def _calibrate(self) -> None:
        if self._options is None:
            raise MessageError("not_started", "send start first, then calibrate")
        if not self._peer.has_video:
            raise MessageError("no_video", "there is no video to calibrate with")
        self._recording.calibrate()
        self._listening.calibrate()

    # The end

    async def _wait_for_end(self, *live: asyncio.Task[None]) -> None:
        waiting: list[asyncio.Future[Any]] = [self._end_reason, *live]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        failures = [task.exception() for task in live if task.done() and not task.cancelled()]
        for failure in filter(None, failures):
            logger.error("session %s: the live part failed", self.id, exc_info=failure)
            self.publish(messages.error("internal_error", "the server could not go on"))
            self.end("internal_error")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_INTERVAL_S)
            now_s = self._clock()
            heard_s = self._peer.last_heard_s
            if heard_s is not None and time.monotonic() - heard_s > SILENCE_TIMEOUT_S:
                self.on_lost()
            if not self._end_reason.done():
                self._watch_deadlines(now_s)

    def _watch_deadlines(self, now_s: float) -> None:
        if self._connected_s is None:
            if now_s - self._created_s > CONNECT_TIMEOUT_S:
                self.end("connect_timeout")
        elif self._options is None or self._accepted_s is None:
            if now_s - self._connected_s > START_TIMEOUT_S:
                self.end("not_started")
        elif not self._peer.has_video:
            if now_s - self._accepted_s >= self._options.duration_s:
                self.end("completed")
        elif self._recording.started_s is None:
            if now_s - self._accepted_s > FIRST_FRAME_TIMEOUT_S:
                self.publish(messages.error("no_video", "no frame of video arrived"))
                self.end("no_video")
        elif self._recording.elapsed_s() >= self._options.duration_s:
            self.end("completed")
        else:
            self._recording.note_silence()

    async def _conclude_unless_lost(self) -> None:
        """Write the end for whoever still listens: the peer, or readers of the log."""
        conclusion = asyncio.create_task(self._conclude(), name=f"conclusion-{self.id}")
        lost = asyncio.create_task(self._lost.wait(), name=f"lost-{self.id}")
        try:
            await asyncio.wait([conclusion, lost], return_when=asyncio.FIRST_COMPLETED)
            if self.log.readers or conclusion.done():
                await conclusion
        finally:
            await stop_tasks(conclusion, lost)

    async def _conclude(self) -> None:
        options = self._options
        if options is not None:
            await self._conclusion.write(
                EndedSession(
                    context=options.context,
                    language=options.language,
                    entries=self._recording.entries,
                    duration_s=self._duration_s(options),
                    frames_received=self._peer.frames_received,
                    frames_analysed=self._recording.frames_analysed,
                    voice_readings=self._listening.readings,
                    audio_heard_s=self._listening.heard_s,
                )
            )
        self.publish(messages.ended(self.reason))
        await self._peer.flush(FLUSH_TIMEOUT_S)

    def _started_s(self) -> float | None:
        """Zero of the session clock, or None while it does not run."""
        return self._recording.started_s if self._peer.has_video else self._accepted_s

    def _duration_s(self, options: StartOptions) -> float:
        if self._peer.has_video:
            return min(self._recording.elapsed_s(), options.duration_s)
        return options.duration_s
