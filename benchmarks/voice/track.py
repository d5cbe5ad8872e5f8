"""A microphone that hands encoded speech to aiortc on time."""

import asyncio
import time
from fractions import Fraction

import av
from aiortc import MediaStreamTrack

from benchmarks.voice.speech import RATE_HZ, Speech


class SpeechTrack(MediaStreamTrack):
    """Plays packets in a loop without encoding: aiortc packs an av.Packet as it is.

    A packet leaves when the last of its sound has been spoken, as it does from a microphone.
    """

    kind = "audio"

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._may_play = asyncio.Event()
        self._number = 0
        self.started_s: float | None = None
        """time.monotonic() when the microphone took the first sample."""
        self.latest_s = 0.0
        """Most that a packet left too late, for want of the sender's time."""

    @property
    def packets_sent(self) -> int:
        return self._number

    def play(self) -> None:
        """Let the first packet out; until then nothing is sent."""
        self._may_play.set()

    async def recv(self) -> "av.Packet[av.stream.Stream]":
        """Return the next packet when it is due."""
        if self.started_s is None:
            await self._may_play.wait()
            self.started_s = time.monotonic()
        number, self._number = self._number, self._number + 1
        due_s = self.started_s + (number + 1) * self._speech.packet_s
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        self.latest_s = max(self.latest_s, time.monotonic() - due_s)
        packet = av.Packet(self._speech.packets[number % len(self._speech.packets)])
        packet.pts = number * self._speech.packet_ticks
        packet.time_base = Fraction(1, RATE_HZ)
        return packet
