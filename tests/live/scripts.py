"""What a stand-in does on a connection."""

import asyncio
import math
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.live import frames
from tests.live.frames import Frame
from tests.live.standin import Peer, Script, sound_in

HEARD_BYTES_PER_S = 32_000
REPLY_RATE_HZ = 24_000


def sends(*sent: Frame, set_up: bool = True) -> Script:
    """Complete the set-up, send frames, and listen."""

    async def script(peer: Peer) -> None:
        await peer.send(*((frames.SETUP_COMPLETE,) if set_up else ()), *sent)
        await peer.listen()

    return script


def closes(code: int, reason: str = "", *sent: Frame, set_up: bool = True) -> Script:
    """Send frames, and close; without `set_up` instead of completing it."""

    async def script(peer: Peer) -> None:
        await peer.send(*((frames.SETUP_COMPLETE,) if set_up else ()), *sent)
        await peer.close(code, reason)

    return script


def hangs() -> Script:
    """Never complete the set-up."""

    async def script(peer: Peer) -> None:
        await peer.listen()

    return script


def does(action: Callable[[Peer], Awaitable[None]]) -> Script:
    """Complete the set-up, listen, and do something beside it."""

    async def script(peer: Peer) -> None:
        await peer.send(frames.SETUP_COMPLETE)
        listening = asyncio.create_task(peer.listen())
        try:
            await action(peer)
            await listening
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    return script


def tone(duration_s: float, *, frequency_hz: float = 440.0, amplitude: int = 8_000) -> bytes:
    """Return a sine of REPLY_RATE_HZ mono s16le."""
    step = 2 * math.pi * frequency_hz / REPLY_RATE_HZ
    count = round(duration_s * REPLY_RATE_HZ)
    return struct.pack(f"<{count}h", *(round(amplitude * math.sin(step * n)) for n in range(count)))


@dataclass(frozen=True)
class Conversation:
    """A Script that holds a talk: it answers after a pause, and stops when spoken to.

    Its clock is the sound that it hears, so nothing depends on how fast the test runs. With
    push-to-talk the marks take the place of pause and speech.

    Attributes:
        speech_level: mean absolute sample of a message from which on it counts as speech.
        min_speech_s: shorter speech is a click.
        pause_s: silence that ends a turn.
        reply_s: length of the tone that it answers with.
    """

    speech_level: int = 500
    min_speech_s: float = 0.2
    pause_s: float = 0.4
    reply_s: float = 2.0
    heard_text: str = "Estoy nerviosa por el examen."
    said_text: str = "Vamos paso a paso."
    emotion: str = "anxious"
    confidence: float = 0.8
    energy_level: str = "high"

    async def __call__(self, peer: Peer) -> None:
        await peer.send(frames.SETUP_COMPLETE)
        await peer.listen(_Talk(self, peer).on_frame)


class _Talk:
    """One run of a Conversation."""

    def __init__(self, manner: Conversation, peer: Peer) -> None:
        self._manner = manner
        self._peer = peer
        self._turns = 0
        self._now_s = 0.0
        self._speech_s = 0.0
        self._silence_s = 0.0
        self._reply_ends_s: float | None = None

    async def on_frame(self, frame: Frame) -> None:
        given = frames.field(frame, "realtime_input") or {}
        if "activityStart" in given:
            await self._interrupt()
        elif "activityEnd" in given:
            await self._answer()
        elif sound := sound_in(frame):
            await self._hear(sound)

    async def _hear(self, sound: bytes) -> None:
        duration_s = len(sound) / HEARD_BYTES_PER_S
        self._now_s += duration_s
        if _level(sound) >= self._manner.speech_level:
            self._speech_s += duration_s
            self._silence_s = 0.0
        else:
            self._silence_s += duration_s
        is_speech = self._speech_s >= self._manner.min_speech_s
        if self._reply_ends_s is not None and self._now_s >= self._reply_ends_s:
            await self._complete()
        elif is_speech and self._reply_ends_s is not None:
            await self._interrupt()
        elif self._silence_s >= self._manner.pause_s:
            self._speech_s = 0.0
            if is_speech and not self._is_push_to_talk:
                await self._answer()

    @property
    def _is_push_to_talk(self) -> bool:
        detection = "realtime_input_config.automatic_activity_detection.disabled"
        return bool(frames.field(self._peer.setup, detection))

    async def _answer(self) -> None:
        self._turns += 1
        self._speech_s = 0.0
        manner = self._manner
        half = len(manner.said_text) // 2
        pcm = tone(manner.reply_s)
        middle = len(pcm) // 4 * 2
        await self._peer.send(
            frames.heard(manner.heard_text, finished=True),
            frames.opinion(
                f"call-{self._turns}", manner.emotion, manner.confidence, manner.energy_level
            ),
            frames.sound(pcm[:middle]),
            frames.said(manner.said_text[:half]),
            frames.sound(pcm[middle:]),
            frames.said(manner.said_text[half:]),
            frames.reply(generationComplete=True),
        )
        self._reply_ends_s = self._now_s + manner.reply_s
        if self._is_push_to_talk:
            # Nothing is heard while the button is released, so this clock stands still.
            await self._complete()

    async def _complete(self) -> None:
        self._reply_ends_s = None
        await self._peer.send(frames.TURN_COMPLETE, frames.handle(f"handle-{self._turns}"))

    async def _interrupt(self) -> None:
        if self._reply_ends_s is not None:
            self._reply_ends_s = None
            await self._peer.send(frames.INTERRUPTED, frames.TURN_COMPLETE)


def _level(sound: bytes) -> float:
    samples = struct.unpack(f"<{len(sound) // 2}h", sound)
    return sum(abs(int(sample)) for sample in samples) / max(1, len(samples))
