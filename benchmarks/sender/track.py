"""A track that hands a clip's encoded frames to aiortc on time."""

import asyncio
from collections.abc import Callable
from fractions import Fraction

import av
from aiortc import MediaStreamTrack

from benchmarks.sender.clip import Clip

RTP_CLOCK_HZ = 90_000


class ClipTrack(MediaStreamTrack):
    """Plays a clip in a loop without encoding: aiortc packs an av.Packet as it is.

    Args:
        clip: what to play.
        on_sent: called when all packets of a frame were handed to the transport, with the
            media time of the frame in seconds.
    """

    kind = "video"

    def __init__(self, clip: Clip, on_sent: Callable[[float], None]) -> None:
        super().__init__()
        self._clip = clip
        self._on_sent = on_sent
        self._may_play = asyncio.Event()
        self._started_s: float | None = None
        self._number = 0
        self._position = 0

    @property
    def frames_sent(self) -> int:
        return self._number

    def play(self) -> None:
        """Let the first frame out; until then nothing is sent."""
        self._may_play.set()

    def force_key_frame(self) -> None:
        """Go on at the clip's beginning, which is its key frame."""
        self._position = 0

    async def recv(self) -> "av.Packet[av.stream.Stream]":
        """Return the next frame when it is due; aiortc asks once the last one is out."""
        loop = asyncio.get_running_loop()
        if self._started_s is None:
            await self._may_play.wait()
            self._started_s = loop.time()
        else:
            self._on_sent(self._number / self._clip.fps)
            self._number += 1
        due_s = self._started_s + self._number / self._clip.fps
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        packet = av.Packet(self._clip.frames[self._position])
        packet.pts = self._number * (RTP_CLOCK_HZ // self._clip.fps)
        packet.time_base = Fraction(1, RTP_CLOCK_HZ)
        packet.opaque = self._clip.layer(self._position)
        self._position = (self._position + 1) % len(self._clip.frames)
        return packet
