"""A peer of ours that speaks, and aiortc's own peer that hears it, on loopback."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import cast

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack
from numpy.typing import NDArray

from webrtc.offer import parse_offer
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.network import LOOPBACK, Network
from webrtc.send.play_out import SAMPLE_RATE_HZ
from webrtc.send.reply_track import ReplyTrack

HEARD_RATE_HZ = 48_000
LOUD = 500
"""Peak of a frame that is no silence."""


def tone(seconds: float, hertz: float = 440.0, peak: float = 9_000) -> bytes:
    times_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = peak * np.sin(2 * np.pi * hertz * times_s)
    return wave.round().astype("<i2").tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A decoded frame: samples of the left side, its RTP time in ticks, and when it was there."""

    samples: NDArray[np.int16]
    ticks: int
    at_s: float

    @property
    def is_loud(self) -> bool:
        return int(np.abs(self.samples.astype(int)).max()) > LOUD


class SpeakingPeer:
    """Our peer, as sessions have it, and what it was told."""

    def __init__(self, reply: MediaStreamTrack | None) -> None:
        self.peer = Peer(Network((LOOPBACK,)), self, reply)
        self.connected = asyncio.Event()

    def on_connected(self) -> None:
        self.connected.set()

    def on_frame(self, frame: DecodedFrame) -> None: ...

    def on_audio(self, frame: AudioFrame) -> None: ...

    def on_message(self, text: str | bytes) -> None: ...

    def on_channel(self, label: str) -> None: ...

    def on_lost(self) -> None: ...


@dataclass
class Line:
    """A connection over which a reply is heard; to be used as a context."""

    reply: MediaStreamTrack = field(default_factory=ReplyTrack)
    heard: list[Heard] = field(default_factory=list)
    pc: RTCPeerConnection = field(
        default_factory=lambda: RTCPeerConnection(RTCConfiguration(iceServers=[]))
    )
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> "Line":
        self.speaker = SpeakingPeer(self.reply)
        self.pc.addTrack(AudioStreamTrack())
        self.pc.createDataChannel("events")
        tracks: list[MediaStreamTrack] = []
        self.pc.on("track", tracks.append)
        async with asyncio.timeout(20):
            await self.pc.setLocalDescription(await self.pc.createOffer())
            answer = await self.speaker.peer.answer(parse_offer(self.pc.localDescription.sdp))
            await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await self.speaker.connected.wait()
        self._reading = asyncio.create_task(self._read(tracks[0]))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.speaker.peer.close()
        await self.pc.close()
        await self._reading

    @property
    def samples(self) -> NDArray[np.int16]:
        return np.concatenate([np.zeros(0, np.int16), *(frame.samples for frame in self.heard)])

    @property
    def loud(self) -> list[Heard]:
        return [frame for frame in self.heard if frame.is_loud]

    async def hears(self, frames: int, timeout_s: float = 20) -> None:
        """Wait until so many frames have been heard in all."""
        async with asyncio.timeout(timeout_s):
            while len(self.heard) < frames:
                self._changed.clear()
                await self._changed.wait()

    async def _read(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = cast(av.AudioFrame, await track.recv())
            except MediaStreamError:
                return
            assert frame.pts is not None
            left = frame.to_ndarray()[0, ::2].astype(np.int16)
            self.heard.append(Heard(left, frame.pts, time.monotonic()))
            self._changed.set()
