"""What runs between a session's start and its end: faces, voice, talk and companions, one clock."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from analysis.labels import VoiceReading
from analysis.timeline import TimelineEntry
from webrtc.companion import Findings
from webrtc.companions import Companions
from webrtc.conclusion import EndedSession
from webrtc.listening import Listening
from webrtc.messages import LOCAL, Message
from webrtc.past import Head, Past
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.decoder import DecodedFrame
from webrtc.recording import Recording
from webrtc.send.reply_track import ReplyTrack
from webrtc.services import SessionServices
from webrtc.start_options import StartOptions
from webrtc.talking import Talking
from webrtc.voice_log import VoiceLog

FACE, VOICE, ASSISTANT = "face", "voice", "assistant"
"""The sources of a session, as `started` names them."""


class LivePart:
    """Feeds what the peer sends to all who read it.

    Args:
        session_id: may be logged.
        services: what reads and answers.
        peer: whose media they are.
        reply: the peer's outgoing track, if the server has an assistant.
        publish: takes each message.
        past: of a session that is resumed.
    """

    def __init__(
        self,
        session_id: str,
        services: SessionServices,
        peer: Peer,
        reply: ReplyTrack | None,
        publish: Callable[[Message], None],
        past: Past | None = None,
    ) -> None:
        self._services = services
        self._peer = peer
        self._reply = reply
        self._past = past
        self._resumed_s = 0.0 if past is None else past.head.elapsed_s
        self._sources: tuple[str, ...] = ()
        self._accepted_s: float | None = None
        self._begun_at: datetime | None = None
        self.companions = Companions(session_id, services.companions, publish, past)
        self.voices = VoiceLog(publish, self.companions, services.observer)
        self.recording = Recording(
            services.analyzer, publish, time.monotonic, self._on_label, services.turns.join()
        )
        self.listening = Listening(services.voice_analyzer, self._on_voice_reading)
        self.talking = Talking(publish, self.elapsed_s, self.voices, self.companions)

    @property
    def started_s(self) -> float | None:
        """Zero of the session clock, or None while it does not run."""
        return self.recording.started_s if self._peer.has_video else self._accepted_s

    @property
    def is_calibratable(self) -> bool:
        """There is a face or a voice to take a baseline of."""
        return self._peer.has_video or VOICE in self._sources

    @property
    def frames_received(self) -> int:
        """Whole video frames that have come with consent, over all connections."""
        before = 0 if self._past is None else self._past.head.frames_received
        return before + self._peer.frames_received

    def elapsed_s(self) -> float:
        return self._resumed_s if self.started_s is None else time.monotonic() - self.started_s

    def heard_until_s(self) -> float:
        """Return the session time of the peer's last word."""
        heard_s = self._peer.last_heard_s
        if self.started_s is None or heard_s is None:
            return self._resumed_s
        return min(self.elapsed_s(), max(self._resumed_s, heard_s - self.started_s))

    def drops(self) -> dict[str, int]:
        """Return how much was dropped, by stage."""
        return {
            "sample": self.recording.frames_replaced,
            "audio_samples": self.listening.samples_dropped,
            "reply_samples": self._reply.samples_dropped if self._reply is not None else 0,
        }

    def sources(self, options: StartOptions) -> tuple[str, ...]:
        """Return what a session with these options has, of FACE, VOICE and ASSISTANT."""
        hears = options.voice and self._peer.has_audio
        has = {
            FACE: self._peer.has_video,
            VOICE: hears and self._services.voice_analyzer is not None,
            ASSISTANT: hears and options.assistant and self._services.assistant is not None,
        }
        return tuple(source for source, is_there in has.items() if is_there)

    def begin(self, options: StartOptions, owner: str | None) -> None:
        """Let the session begin; its clock starts with the first frame, or without video now.

        `owner` is whose key the offer came with, if any.
        """
        self._accepted_s = time.monotonic() - self._resumed_s
        self._begun_at = datetime.now(UTC) if self._past is None else self._past.begun_at
        self._sources = self.sources(options)
        self.companions.open(options, owner, self._begun_at)
        if self._past is not None:
            self._restore(self._past)
        if ASSISTANT in self._sources:
            assert self._services.assistant is not None
            reply = self._reply if self._peer.has_reply else None
            self.talking.open(self._services.assistant, options, reply)
        self._peer.watch()
        if VOICE in self._sources or ASSISTANT in self._sources:
            self._peer.listen()

    def take_frame(self, frame: DecodedFrame, until_s: float) -> None:
        self.recording.take_frame(frame, until_s)

    def take_audio(self, frame: AudioFrame) -> None:
        if self.started_s is None:
            return
        if VOICE in self._sources:
            self.listening.take_audio(frame, self.started_s)
        self.talking.hear(frame)

    def calibrate(self) -> bool:
        """Take the baselines anew; return whether that is done, or will be told in a message."""
        self.listening.calibrate()
        if self._peer.has_video:
            self.recording.calibrate()
        return not self._peer.has_video

    async def run(self) -> None:
        """Run until cancelled; fails if faces or voices cannot be read on."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.recording.run())
            group.create_task(self.listening.run())
            group.create_task(self.talking.run())
            group.create_task(self.companions.run())

    def head(self, options: StartOptions, owner: str | None, reason: str | None) -> Head:
        """Return what changes of a session that has begun, to be saved."""
        assert self._begun_at is not None
        return Head(
            options=options,
            owner=owner,
            elapsed_s=self.heard_until_s(),
            begun_at_s=self._begun_at.timestamp(),
            labels=self.recording.labels,
            voices=self.voices.count,
            transcripts=self.talking.transcripts,
            frames_received=self.frames_received,
            frames_analysed=self.recording.frames_analysed,
            audio_heard_s=self.listening.heard_s,
            audio_sent_s=self.talking.sent_s,
            resting_face=self.recording.resting_face,
            reason=reason,
        )

    def account(
        self, options: StartOptions, duration_s: float, findings: Sequence[Findings]
    ) -> EndedSession:
        """Return what is told about the session at its end."""
        return EndedSession(
            context=options.context,
            language=options.language,
            entries=self.recording.entries,
            duration_s=duration_s,
            frames_received=self.frames_received,
            frames_analysed=self.recording.frames_analysed,
            voice_readings=self.voices.readings,
            audio_heard_s=self.listening.heard_s,
            audio_sent_s=self.talking.sent_s,
            findings=findings,
        )

    def _restore(self, past: Past) -> None:
        head, readings = past.head, past.readings()
        self.recording.restore(head, readings.faces)
        self.voices.count, self.voices.readings = head.voices, readings.voices
        self.listening.heard_before_s = head.audio_heard_s
        self.talking.transcripts = head.transcripts
        self.talking.turns_before = readings.turns
        self.talking.sent_before_s = head.audio_sent_s

    def _on_label(self, entry: TimelineEntry, stages_s: Mapping[str, float]) -> None:
        self.companions.on_face(entry)
        has_reading = entry.reading.expression is not None
        self._services.observer.on_label(stages_s, has_reading=has_reading)

    def _on_voice_reading(self, reading: VoiceReading) -> None:
        self.voices.take(reading, LOCAL)
