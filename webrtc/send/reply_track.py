"""The track on which the assistant speaks, for aiortc's own RTP sender.

It gives out encoded packets, and none while there is nothing to say: aiortc's sender then sleeps,
and a session without replies is not charged for silence.
"""

import asyncio
import time
from collections.abc import Callable

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from webrtc.send.pace import Pace
from webrtc.send.play_out import FRAME_S, PlayOut
from webrtc.send.speech_encoder import SpeechEncoder


class ReplyTrack(MediaStreamTrack):
    """Plays what is pushed, at its own pace.

    Args:
        clock: seconds of a steady clock.
    """

    kind = "audio"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._play_out = PlayOut()
        self._pace = Pace()
        self._encoder: SpeechEncoder | None = None
        self._pushed = asyncio.Event()
        self._is_paused = True

    @property
    def queued_s(self) -> float:
        """How much sound waits to be played."""
        return self._play_out.queued_s

    @property
    def samples_dropped(self) -> int:
        """Of 24 kHz, that came while 30 s waited already."""
        return self._play_out.samples_dropped

    def push(self, pcm: bytes) -> None:
        """Play sound after what waits already.

        Args:
            pcm: 24 kHz, mono, s16le, of any length.
        """
        if self.readyState == "live":
            self._play_out.push(pcm)
            self._pushed.set()

    def flush(self) -> None:
        """Drop all that has not left: from the next frame on there is silence."""
        self._play_out.flush()

    def stop(self) -> None:
        super().stop()
        self._pushed.set()

    async def recv(self) -> "av.Packet[av.AudioStream]":
        """Return the next packet when it is time to send it; called by aiortc's sender.

        Raises:
            MediaStreamError: the track was stopped.
        """
        if self._is_paused or self._play_out.is_idle:
            await self._resume()
        now_s = self._clock()
        delay_s = self._pace.due_s(now_s) - now_s
        if delay_s > 0:
            await asyncio.sleep(delay_s)
            # The event loop may have stood still meanwhile.
            self._pace.due_s(self._clock())
        self._require_live()
        if self._encoder is None:
            self._encoder = SpeechEncoder()
        return self._encoder.encode(self._play_out.next_frame(), self._pace.stamp())

    async def _resume(self) -> None:
        self._is_paused = True
        while self._play_out.is_idle:
            self._pushed.clear()
            await self._pushed.wait()
            self._require_live()
        # Less than a frame has the time of one to become whole.
        wait_s = 0.0 if self._play_out.has_frame else FRAME_S
        self._pace.resume(self._clock() + wait_s)
        self._is_paused = False

    def _require_live(self) -> None:
        if self.readyState != "live":
            raise MediaStreamError
