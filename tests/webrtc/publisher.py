"""A publisher on real aiortc, and the rooms behind a session replaced by quick ones."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiohttp.test_utils import TestClient
from aiortc import (
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.codecs import get_capabilities
from aiortc.mediastreams import AudioStreamTrack

from analysis.face_pool import Image, TimedReading
from analysis.labels import EnergyLevel, Expression, Face, FaceBox, FaceReading, VoiceReading
from analysis.timeline import TimelineEntry
from analysis.voice_pool import Sound
from analysis.writing import AnalysisDelta, AnalysisResult
from webrtc.receive.opus_packet import OPUS_CLOCK_HZ

HAPPY = FaceReading(
    face=Face(FaceBox(0.3, 0.2, 0.4, 0.5), 1),
    expression=Expression(0.9, (0.01, 0.01, 0.01, 0.9, 0.05, 0.01, 0.01)),
    reason=None,
)


class QuickAnalyzer:
    """Reads every picture as a happy face, through the real conversion to RGB."""

    model: Mapping[str, str] = {"name": "quick", "version": "1"}

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.shapes: list[tuple[int, ...]] = []

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        started_s = self._clock()
        self.shapes.append((await asyncio.to_thread(load_image)).shape)
        return TimedReading(HAPPY, started_s, self._clock())


class QuickVoice:
    """Reads every whole second of sound as a sad voice."""

    def __init__(self) -> None:
        self.ears: list[QuickEar] = []

    def open(self) -> "QuickEar":
        self.ears.append(QuickEar())
        return self.ears[-1]


class QuickEar:
    """Listens to one speaker; `may_hear` holds it up."""

    def __init__(self) -> None:
        self.samples = 0
        self.calibrations = 0
        self.may_hear = asyncio.Event()
        self.may_hear.set()

    def calibrate(self) -> None:
        self.calibrations += 1

    async def hear(self, sounds: Sequence[Sound]) -> list[VoiceReading]:
        await self.may_hear.wait()
        before_s = self.samples // OPUS_CLOCK_HZ
        self.samples += sum(len(sound.samples) for sound in sounds)
        ends_s = range(before_s + 1, self.samples // OPUS_CLOCK_HZ + 1)
        return [VoiceReading("sad", 0.7, EnergyLevel.LOW, end_s - 1.0, end_s) for end_s in ends_s]


class QuickWriter:
    """Writes two pieces at once, and the whole when it is let."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.calls = 0
        self.may_finish = asyncio.Event()
        self.may_finish.set()

    async def write(
        self,
        *,
        context: str,
        entries: Sequence[TimelineEntry],
        language: str,
        duration_s: float,
        remarks: Sequence[str] = (),
    ) -> AsyncIterator[AnalysisDelta | AnalysisResult]:
        self.calls += 1
        self.remarks = list(remarks)
        yield AnalysisDelta(f"{len(entries)} readings, ")
        yield AnalysisDelta(f"{language}: {context}")
        await self.may_finish.wait()
        yield AnalysisResult(f"{len(entries)} readings, {language}: {context}", "local", None, None)


class MovingPicture(VideoStreamTrack):
    """A camera at 30 fps whose picture changes with every frame."""

    def __init__(self, width: int = 320, height: int = 240) -> None:
        super().__init__()
        self._size = (height, width)

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        image = np.full((*self._size, 3), pts // 3_000 % 256, dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = pts, Fraction(time_base)
        return frame


@dataclass
class Publisher:
    """Joins a server by WHIP, as a browser would, and keeps what it hears."""

    client: TestClient[Any, Any]
    pc: RTCPeerConnection = field(
        default_factory=lambda: RTCPeerConnection(RTCConfiguration(iceServers=[]))
    )
    received: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    channels: dict[str, RTCDataChannel] = field(default_factory=dict)
    answer: str = ""
    location: str = ""
    etag: str = ""
    token: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.pc.on("connectionstatechange", self._notify)

    def add_channels(self, *labels: str) -> None:
        for label in labels:
            is_live = label == "labels"
            channel = self.pc.createDataChannel(
                label, ordered=not is_live, maxRetransmits=0 if is_live else None
            )
            self.channels[label] = channel
            channel.on("message", lambda text, label=label: self._take(label, text))
            channel.on("open", self._notify)

    def add_media(self, *, video: bool = True, audio: bool = False) -> None:
        if video:
            self.pc.addTrack(MovingPicture())
        if audio:
            self.pc.addTrack(AudioStreamTrack())

    def offer_audio_codecs(self, *names: str) -> None:
        """Offer sound in these codecs, the best one first; to be called after `add_media`."""
        codecs = get_capabilities("audio").codecs
        wanted = [next(c for c in codecs if c.name == name) for name in names]
        for transceiver in self.pc.getTransceivers():
            if transceiver.kind == "audio":
                transceiver.setCodecPreferences(wanted)

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return str(self.pc.localDescription.sdp)

    async def join(self, query: str = "", **headers: str) -> None:
        """POST the offer without candidates and apply the answer."""
        sdp = re.sub(r"a=(candidate:.*|end-of-candidates)\r\n", "", await self.offer())
        async with self.client.post(
            "/whip" + query, data=sdp, headers={"Content-Type": "application/sdp", **headers}
        ) as response:
            answer = await response.text()
            assert response.status == 201, answer
            self.location = response.headers["Location"]
            self.etag = response.headers["ETag"]
            self.token = response.headers.get("EmoChat-Resume", "")
            self.answer = answer
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def start(self, **fields: Any) -> None:
        await self.wait_for(lambda: self.channels["events"].readyState == "open")
        self.send({"type": "start", "consent": True, **fields})

    def send(self, message: Mapping[str, Any] | str) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        self.channels["events"].send(text)

    def messages(self, kind: str) -> list[dict[str, Any]]:
        return [m for ms in self.received.values() for m in ms if m["type"] == kind]

    async def wait_for(self, condition: Callable[[], bool], timeout_s: float = 20) -> None:
        async with asyncio.timeout(timeout_s):
            while not condition():
                changed = self._changed
                await changed.wait()

    async def wait_for_message(self, kind: str, count: int = 1) -> dict[str, Any]:
        await self.wait_for(lambda: len(self.messages(kind)) >= count)
        return self.messages(kind)[count - 1]

    async def close(self) -> None:
        await self.pc.close()

    def _take(self, label: str, text: str) -> None:
        self.received.setdefault(label, []).append(json.loads(text))
        self._notify()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
