"""From the microphone to decoded sound: EmoChat's receiver and aiortc's own, side by side.

All hear the same packets at the same time over real connections on loopback, in one event
loop. Of each piece of sound it is measured how old its first sample is when it can be used.
Half-way one packet is lost.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

import av
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from benchmarks.voice.speech import RATE_HZ, Speech
from benchmarks.voice.track import SpeechTrack
from webrtc.offer import parse_offer
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.network import Network, choose_addresses

CONNECT_TIMEOUT_S = 30
SETTLE_S = 1.0
"""Of the stream, before and after the loss, that is left out."""

RTCP_TYPES = range(64, 96)
"""Of an RTP packet's second byte without its marker, those that are RTCP (RFC 5761)."""


@dataclass
class Ages:
    """How old sound was when it could be used."""

    seen: list[tuple[float, float]] = field(default_factory=list)
    """Of each piece: media time of its first sample, and time.monotonic() when it was there."""

    def note(self, start_s: float) -> None:
        self.seen.append((start_s, time.monotonic()))

    def ages_ms(self, microphone_s: float, from_s: float, to_s: float) -> list[float]:
        """Return the ages of the pieces that begin in that media time.

        Args:
            microphone_s: time.monotonic() at media time 0.
            from_s: media time.
            to_s: media time.
        """
        return [
            round(1000 * (there_s - microphone_s - start_s), 2)
            for start_s, there_s in self.seen
            if from_s <= start_s < to_s
        ]


class Receiver(Protocol):
    """One of the receivers that are compared."""

    ages: Ages

    async def answer(self, offer: str) -> str: ...

    async def close(self) -> None: ...


class EmoChatReceiver:
    """EmoChat's peer, as its sessions have it."""

    def __init__(self) -> None:
        self.ages = Ages()
        self._peer = Peer(Network(choose_addresses((), include_loopback=True)), self)

    async def answer(self, offer: str) -> str:
        answer = await self._peer.answer(parse_offer(offer))
        self._peer.listen()
        return answer

    async def close(self) -> None:
        await self._peer.close()

    def on_connected(self) -> None: ...

    def on_channel(self, label: str) -> None: ...

    def on_frame(self, frame: DecodedFrame) -> None: ...

    def on_audio(self, frame: AudioFrame) -> None:
        if frame.is_received:
            self.ages.note(frame.media_time_s)

    def on_message(self, text: str | bytes) -> None: ...

    def on_lost(self) -> None: ...


class StockReceiver:
    """A peer connection of aiortc as it comes, whose track is read at once."""

    def __init__(self) -> None:
        self.ages = Ages()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._tasks: list[asyncio.Task[None]] = []
        self._pc.on("track", self._on_track)

    async def answer(self, offer: str) -> str:
        await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        return str(self._pc.localDescription.sdp)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._pc.close()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._read(track)))

    async def _read(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = cast(av.AudioFrame, await track.recv())
            except MediaStreamError:
                return
            assert frame.pts is not None
            self.ages.note(frame.pts / RATE_HZ)


@dataclass(frozen=True, slots=True)
class Way:
    """A receiver, and the speech that it is sent."""

    name: str
    new_receiver: Callable[[], Receiver]
    speech: Speech


@dataclass(frozen=True, slots=True)
class PathFigures:
    """Ages of sound in one way, in ms, while all packets came and after one was lost."""

    name: str
    packet_ms: int
    before_ms: list[float]
    after_loss_ms: list[float]


async def measure(ways: Sequence[Way], seconds: float) -> list[PathFigures]:
    """Send to all ways at once for so long.

    Raises:
        TimeoutError: a connection did not come up.
    """
    lines = [_Line(way, seconds / 2) for way in ways]
    try:
        await asyncio.gather(*(line.connect() for line in lines))
        for line in lines:
            line.microphone.play()
        await asyncio.sleep(seconds)
    finally:
        await asyncio.gather(*(line.close() for line in lines))
    return [line.figures(seconds) for line in lines]


class _Line:
    """One sender and its receiver; the packet that begins at `loss_s` does not arrive."""

    def __init__(self, way: Way, loss_s: float) -> None:
        self._way = way
        self._loss_s = loss_s
        self._receiver = way.new_receiver()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = SpeechTrack(way.speech)
        self._sender = self._pc.addTrack(self.microphone)

    async def connect(self) -> None:
        is_connected = asyncio.Event()
        self._pc.on("connectionstatechange", lambda: self._note_state(is_connected))
        # EmoChat answers to offers with a data channel only.
        self._pc.createDataChannel("events")
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await self._pc.setLocalDescription(await self._pc.createOffer())
            answer = await self._receiver.answer(self._pc.localDescription.sdp)
            await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await is_connected.wait()
        _lose(self._sender.transport, round(self._loss_s / self._way.speech.packet_s))

    async def close(self) -> None:
        await self._pc.close()
        await self._receiver.close()

    def figures(self, seconds: float) -> PathFigures:
        microphone_s = self.microphone.started_s
        assert microphone_s is not None, "nothing was sent"
        ages = self._receiver.ages
        return PathFigures(
            self._way.name,
            self._way.speech.packet_ms,
            ages.ages_ms(microphone_s, SETTLE_S, self._loss_s),
            ages.ages_ms(microphone_s, self._loss_s + SETTLE_S, seconds),
        )

    def _note_state(self, is_connected: asyncio.Event) -> None:
        if self._pc.connectionState == "connected":
            is_connected.set()


def _lose(transport: object, index: int) -> None:
    """Have the transport lose media packet `index`, counted from now on.

    aiortc has no public way to lose a packet.
    """
    send = vars(type(transport))["_send_rtp"]
    sent = 0

    async def send_or_lose(data: bytes) -> None:
        nonlocal sent
        is_media = data[1] & 0x7F not in RTCP_TYPES
        sent += is_media
        if not (is_media and sent == index + 1):
            await send(transport, data)

    vars(transport)["_send_rtp"] = send_or_lose
