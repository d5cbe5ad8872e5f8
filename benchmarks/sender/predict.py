"""One session the old way: a JPEG as a data URL to /predict, once a second."""

import asyncio
import base64
import json
import math
import time
from collections.abc import Sequence

import aiohttp

from benchmarks.sender.record import SentFrame, SessionRecord

INTERVAL_S = 1.0


def predict_bodies(jpegs: Sequence[bytes]) -> tuple[bytes, ...]:
    """Write the requests' bodies, as a page does with canvas.toDataURL."""
    urls = (f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" for jpeg in jpegs)
    return tuple(json.dumps({"image": url}).encode() for url in urls)


class PredictSession:
    """Posts one picture a second over a connection that it keeps, never two at a time.

    Args:
        http: keeps connections alive.
        url: of the server, without a slash at its end.
        bodies: requests, sent in turn.
    """

    def __init__(self, http: aiohttp.ClientSession, url: str, bodies: Sequence[bytes]) -> None:
        self.record = SessionRecord()
        self.frames_sent = 0
        self._http = http
        self._url = url + "/predict"
        self._bodies = bodies
        self._task: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """There is nothing to connect."""

    def consent(self) -> None:
        """The old way does not ask."""

    def play(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        started_s = time.monotonic()
        second = 0
        while True:
            await asyncio.sleep(max(0.0, started_s + second * INTERVAL_S - time.monotonic()))
            await self._post(second)
            # Seconds that went by while the server was busy have no label.
            second = max(second + 1, math.floor((time.monotonic() - started_s) / INTERVAL_S))

    async def _post(self, second: int) -> None:
        self.record.note_sent(second, SentFrame(second * INTERVAL_S, time.monotonic()))
        self.frames_sent += 1
        body = self._bodies[second % len(self._bodies)]
        headers = {"Content-Type": "application/json"}
        async with self._http.post(self._url, data=body, headers=headers) as response:
            await response.read()
            if response.status == 200:
                self.record.note_label(second, time.monotonic())
