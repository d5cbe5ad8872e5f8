"""A session's talk with the voice assistant: sound there and back, captions, opinions."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from analysis.labels import EnergyLevel, VoiceReading
from webrtc import messages
from webrtc.analyzers import Talk, VoiceAssistant
from webrtc.captions import Captions
from webrtc.companions import Companions
from webrtc.message_fields import MessageError
from webrtc.messages import GEMINI_LIVE, Message
from webrtc.microphone import SAMPLE_RATE_HZ, Microphone
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.send.reply_track import ReplyTrack
from webrtc.start_options import StartOptions
from webrtc.voice_log import VoiceLog

logger = logging.getLogger(__name__)

CONNECTED_STATES = ("listening", "speaking", "interrupted")


class Talking:
    """Stands between a session and its talk, whose events come here.

    Args:
        publish: takes each message.
        elapsed_s: the session clock.
        voices: takes opinions.
        companions: take whole turns.
    """

    def __init__(
        self,
        publish: Callable[[Message], None],
        elapsed_s: Callable[[], float],
        voices: VoiceLog,
        companions: Companions,
    ) -> None:
        self._publish = publish
        self._elapsed_s = elapsed_s
        self._voices = voices
        self._companions = companions
        self._reply: ReplyTrack | None = None
        self._captions = Captions()
        self._microphone = Microphone()
        self._talk: Talk | None = None
        self._opened = asyncio.Event()
        self._is_push_to_talk = False
        self._is_listening = True
        self._is_connected = False
        self.transcripts = 0
        """Number of the last message about words."""
        self.turns_before: Sequence[tuple[str, str]] = ()
        """Role and text of the turns over earlier connections."""
        self.sent_before_s = 0.0
        """How much sound left over earlier connections."""
        self._samples_sent = 0
        self._samples_held = 0
        """Given to the talk while it had no connection: sent if it gets one, less what it drops."""
        self._samples_dropped = 0
        """By the talk, as far as they are accounted for."""

    @property
    def sent_s(self) -> float:
        """How much sound left for the assistant."""
        return self.sent_before_s + self._samples_sent / SAMPLE_RATE_HZ

    def open(
        self, assistant: VoiceAssistant, options: StartOptions, reply: ReplyTrack | None
    ) -> None:
        """Let the talk begin; `run` connects it.

        Args:
            assistant: whom to talk to.
            options: the session's.
            reply: where replies are played; None where the person cannot hear any.
        """
        self._reply = reply
        self._is_push_to_talk = options.push_to_talk
        self._is_listening = not options.push_to_talk
        self._talk = assistant.open(
            self,
            language=options.language,
            context=options.context,
            push_to_talk=options.push_to_talk,
            so_far=self.turns_before,
        )
        self._opened.set()

    def hear(self, frame: AudioFrame) -> None:
        """Pass the person's sound on, if there is a talk and they mean it to hear."""
        if self._talk is None or not self._is_listening:
            return
        pcm = self._microphone.convert(frame.samples)
        self._talk.hear(pcm)
        self._samples_held += len(pcm) // 2
        self._count_sent()

    def set_talking(self, active: bool) -> None:
        """Take the talk button.

        Raises:
            MessageError: there is no talk, or none with a button.
        """
        if not self._is_push_to_talk:
            raise MessageError(
                "not_push_to_talk", "the session has no push-to-talk: say so in start"
            )
        self._is_listening = active
        if self._talk is not None:
            self._talk.set_talking(active)

    def set_context(self, context: str) -> None:
        """Tell the talk, if there is one, what the person now writes about the session."""
        if self._talk is not None:
            self._talk.set_context(context)

    async def run(self) -> None:
        """Run the talk until it ends or this is cancelled; the session goes on without it."""
        await self._opened.wait()
        assert self._talk is not None
        try:
            await self._talk.run()
        except Exception:
            logger.exception("a talk with the assistant failed")
            self.on_failure("internal_error", "the assistant could not go on")
            self.on_state("unavailable")
        finally:
            self._talk = None
            self.on_interrupted()

    # Events of the talk

    def on_reply(self, pcm: bytes) -> None:
        if self._reply is not None:
            self._reply.push(pcm)

    def on_interrupted(self) -> None:
        if self._reply is not None:
            self._reply.flush()

    def on_words(self, role: str, text: str, final: bool) -> None:
        turn = self._captions.take(role, text, final, self._elapsed_s())
        if turn is None:
            return
        self.transcripts += 1
        self._publish(messages.transcript(self.transcripts, turn))
        if turn.is_final:
            self._companions.on_words(turn.role, turn.text, turn.start_s, turn.end_s)

    def on_opinion(self, emotion: str, confidence: float, energy: EnergyLevel) -> None:
        start_s, end_s = self._captions.user_window_s(self._elapsed_s())
        self._voices.take(VoiceReading(emotion, confidence, energy, start_s, end_s), GEMINI_LIVE)

    def on_state(self, state: str) -> None:
        self._is_connected = state in CONNECTED_STATES
        if state == "unavailable":
            self._take_held()
            # Nobody goes on talking who is said not to be there.
            self.on_interrupted()
        self._count_sent()
        self._publish(messages.assistant(state))

    def on_failure(self, code: str, message: str) -> None:
        self._publish(messages.error(f"live_{code}", message))

    def _count_sent(self) -> None:
        if self._is_connected:
            self._samples_sent += self._take_held()

    def _take_held(self) -> int:
        """Let go of the samples held, and return how many of them the talk has not dropped."""
        dropped_s = self._talk.dropped_s if self._talk is not None else 0.0
        dropped = round(dropped_s * SAMPLE_RATE_HZ)
        left = self._samples_held - (dropped - self._samples_dropped)
        self._samples_held, self._samples_dropped = 0, dropped
        return left
