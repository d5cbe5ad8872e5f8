"""A client as docs/cluster.md has it: it comes back when its connection breaks."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import aiohttp
import av
import numpy as np
from aiortc import RTCSessionDescription, VideoStreamTrack
from numpy.typing import NDArray

from tests.webrtc.publisher import Publisher

RESUME = "EmoChat-Resume"
DELAYS_S = (0.0, 0.5, 1.0, 2.0, 4.0)
GIVE_UP_AFTER_S = 15.0
REFUSALS = (404, 409, 410, 429)
PING_PERIOD_S = 1.0
DOUBT_PERIOD_S = 0.25
DOUBT_AFTER_S = 1.5
PROBE_TIMEOUT_S = 0.7
CONNECT_TIMEOUT_S = 5.0
REPORT_PERIOD_S = 2.0
BUSY_RETRY_S = 5.0
REPORT_PATIENCE_S = 120.0

Message = dict[str, Any]


class SmallPicture(VideoStreamTrack):
    """A camera of five frames a second: what costs little to encode."""

    _number = 0

    def picture(self, number: int) -> NDArray[np.uint8]:
        """Return a frame in RGB."""
        return np.full((120, 160, 3), number % 256, dtype=np.uint8)

    async def recv(self) -> av.VideoFrame:
        await asyncio.sleep(0.2)
        self._number += 1
        image = self.picture(self._number)
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = self._number * 18_000, Fraction(1, 90_000)
        return frame


class RefusedError(Exception):
    """An offer is not answered with 201."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass
class Line(Publisher):
    """One connection, which knows when it last heard anything."""

    heard_s: float = field(default_factory=time.monotonic)
    camera: Callable[[], VideoStreamTrack] = SmallPicture

    def _take(self, label: str, text: str) -> None:
        self.heard_s = time.monotonic()
        super()._take(label, text)

    async def connect(self, token: str | None) -> None:
        self.pc.addTrack(self.camera())
        self.add_channels("labels", "events")
        headers = {"Content-Type": "application/sdp", **({RESUME: token} if token else {})}
        async with self.client.post("/whip", data=await self.offer(), headers=headers) as response:
            answer = await response.text()
            if response.status != 201:
                raise RefusedError(response.status)
            self.location, self.token = response.headers["Location"], response.headers[RESUME]
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await self.wait_for(lambda: self.channels["events"].readyState == "open")

    @property
    def worker_id(self) -> str:
        return self.location.removeprefix("/whip/").partition(".")[0]

    @property
    def is_closed(self) -> bool:
        is_over = self.pc.connectionState in ("closed", "failed")
        return is_over or self.channels["events"].readyState == "closed"

    async def is_there(self) -> bool:
        timeout = aiohttp.ClientTimeout(total=PROBE_TIMEOUT_S)
        try:
            async with self.client.get(self.location, timeout=timeout) as response:
                return response.status == 204
        except (aiohttp.ClientError, TimeoutError):
            return False


@dataclass
class Person:
    """Talks until the end, over as many connections as it takes.

    Attributes:
        camera: makes the picture that is sent.
        losses_s: when each loss was noticed, by time.monotonic().
        resumed_s: when the server had gone on, after each loss.
    """

    http: aiohttp.ClientSession
    camera: Callable[[], VideoStreamTrack] = SmallPicture
    lines: list[Line] = field(default_factory=list)
    losses_s: list[float] = field(default_factory=list)
    resumed_s: list[float] = field(default_factory=list)

    @property
    def line(self) -> Line:
        return self.lines[-1]

    def messages(self, kind: str) -> list[Message]:
        return [message for line in self.lines for message in line.messages(kind)]

    @property
    def session_ids(self) -> set[str]:
        return {message["session_id"] for message in self.messages("started")}

    async def begin(self, **options: Any) -> None:
        while not await self._connects():
            await asyncio.sleep(BUSY_RETRY_S)
        self.line.send({"type": "start", "consent": True, "language": "en", **options})
        await self.line.wait_for_message("label")

    async def _connects(self) -> bool:
        """Offer a session; False where the servers are too busy just now."""
        line = Line(self.http, camera=self.camera)  # type: ignore[arg-type]
        try:
            await line.connect(None)
        except RefusedError as refusal:
            await line.close()
            if refusal.status != 503:
                raise
            return False
        self.lines.append(line)
        return True

    async def live(self) -> Sequence[Message]:
        """Return the analysis, the report and `ended`, however they came."""
        while await self._is_lost():
            self.losses_s.append(time.monotonic())
            if not await self._come_back():
                return await self.fetch_report()
        done = [message for message in self.line.messages("analysis") if message.get("done")]
        return [*done, *self.line.messages("report"), *self.line.messages("ended")]

    async def fetch_report(self) -> Sequence[Message]:
        async with asyncio.timeout(REPORT_PATIENCE_S):
            while True:
                headers = {RESUME: self.line.token}
                async with self.http.get("/whip/report", headers=headers) as response:
                    if response.status == 200:
                        messages: Sequence[Message] = (await response.json())["messages"]
                        return messages
                    if 400 <= response.status < 500:
                        raise RefusedError(response.status)
                await asyncio.sleep(REPORT_PERIOD_S)

    async def close(self) -> None:
        for line in self.lines:
            await line.close()

    async def _is_lost(self) -> bool:
        """Wait for the end or the loss of the connection; True if it is lost."""
        line, pinged_s = self.line, 0.0
        while not line.messages("ended"):
            now_s = time.monotonic()
            if line.is_closed:
                return not line.messages("ended")
            if now_s - pinged_s > PING_PERIOD_S:
                pinged_s = now_s
                line.send({"type": "ping", "t": now_s})
            if now_s - line.heard_s > DOUBT_AFTER_S and not await line.is_there():
                return True
            await asyncio.sleep(DOUBT_PERIOD_S)
        return False

    async def _come_back(self) -> bool:
        until_s = time.monotonic() + GIVE_UP_AFTER_S
        token = self.line.token
        await self.line.close()
        for number in range(100):
            delay_s = DELAYS_S[min(number, len(DELAYS_S) - 1)]
            if time.monotonic() + delay_s > until_s:
                return False
            await asyncio.sleep(delay_s)
            line = Line(self.http, camera=self.camera)  # type: ignore[arg-type]
            try:
                await line.connect(token)
                await line.wait_for_message("started")
            except RefusedError as refusal:
                await line.close()
                if refusal.status in REFUSALS:
                    return False
            except (aiohttp.ClientError, TimeoutError):
                token = line.token or token
                await line.close()
            else:
                self.lines.append(line)
                self.resumed_s.append(time.monotonic())
                return True
        return False
