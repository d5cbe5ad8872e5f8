"""A server with the same model on fastrtc 0.0.34, after its user guide.

Done better than the guide's examples: they run the model inside the handler, and so on
the event loop, for every frame. Here the handler picks one frame a second and hands it to
a thread; `skip_frames` keeps the newest frame; no STUN server is asked.

Runs in a virtual environment of its own, see requirements-fastrtc.in.
"""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import numpy as np
import uvicorn
from fastapi import FastAPI, Request, Response
from fastrtc import Stream, VideoStreamHandler, get_current_context
from fastrtc.stream import Body

from analysis.face_pool import FacePool, Image
from benchmarks.loopback import offer_loopback
from benchmarks.rivals.common import (
    CORS_HEADERS,
    build_pool,
    label_text,
    parse_options,
    wire_timestamp,
)
from webrtc.sampler import FrameSampler

logger = logging.getLogger(__name__)

MAX_SESSIONS = 1000


class Labeller:
    """The handler: sees every frame of every session, and reads one a second of each."""

    def __init__(self, pool: FacePool) -> None:
        self._pool = pool
        self._samplers: defaultdict[str, FrameSampler] = defaultdict(FrameSampler)
        self._readings: dict[str, asyncio.Task[None]] = {}
        handler = VideoStreamHandler(self.take_frame, skip_frames=True)
        self.stream = Stream(
            handler,
            modality="video",
            mode="send",
            concurrency_limit=MAX_SESSIONS,
            server_rtc_configuration={"iceServers": []},
            allow_extra_tracks=True,
            verbose=False,
        )

    def take_frame(self, bgr: Image) -> None:
        """Take the newest frame and send none back; called by fastrtc on the event loop."""
        session = get_current_context().webrtc_id
        # With `skip_frames` this is the frame that `bgr` was made of.
        frame = self.stream.connections[session][0].latest_frame
        now_s = asyncio.get_running_loop().time()
        is_busy = session in self._readings
        if not is_busy and self._samplers[session].is_due(frame.time, now_s):
            reading = asyncio.create_task(self._read(session, bgr, frame.pts))
            self._readings[session] = reading
            reading.add_done_callback(lambda _: self._readings.pop(session))

    async def _read(self, session: str, bgr: Image, pts: int) -> None:
        timed = await self._pool.read(partial(_rgb, bgr))
        pc, channel = self.stream.pcs.get(session), self.stream.data_channels.get(session)
        if pc is not None and channel is not None and channel.readyState == "open":
            channel.send(label_text(timed, wire_timestamp(pc, pts)))

    async def join(self, offer: str) -> tuple[str, dict[str, Any] | Response]:
        """Give an offer to fastrtc and return the session's name and what fastrtc says."""
        session = secrets.token_urlsafe(12)
        answer = await self.stream.offer(Body(sdp=offer, type="offer", webrtc_id=session))
        # fastrtc passes frames by unseen until it is given the handler's other arguments.
        self.stream.set_input(session, None)
        return session, answer

    async def leave(self, session: str) -> None:
        self._samplers.pop(session, None)
        pc = self.stream.pcs.get(session)
        if pc is not None:
            await pc.close()

    async def close(self) -> None:
        await asyncio.gather(*(self.leave(session) for session in [*self.stream.pcs]))
        for reading in self._readings.values():
            reading.cancel()


def _rgb(bgr: Image) -> Image:
    return np.ascontiguousarray(bgr[:, :, ::-1])


def build_app(face_workers: int) -> FastAPI:
    pool = build_pool(face_workers)
    labeller = Labeller(pool)

    @asynccontextmanager
    async def run_pool(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await labeller.close()
        await pool.close()

    async def handle_ready() -> Response:
        return Response(headers=CORS_HEADERS)

    async def handle_offer(request: Request) -> Response:
        session, answer = await labeller.join((await request.body()).decode())
        if not isinstance(answer, dict):
            return Response(status_code=503, content=answer.body, headers=CORS_HEADERS)
        headers = {**CORS_HEADERS, "Location": f"/whip/{session}"}
        return Response(answer["sdp"], 201, headers, media_type="application/sdp")

    async def handle_delete(session: str) -> Response:
        await labeller.leave(session)
        return Response(headers=CORS_HEADERS)

    app = FastAPI(lifespan=run_pool)
    app.add_api_route("/readyz", handle_ready, methods=["GET"])
    app.add_api_route("/whip", handle_offer, methods=["POST"])
    app.add_api_route("/whip", handle_ready, methods=["OPTIONS"])
    app.add_api_route("/whip/{session}", handle_delete, methods=["DELETE"])
    app.add_api_route("/whip/{session}", handle_ready, methods=["OPTIONS"])
    return app


def main() -> None:
    options = parse_options("Serve the model on fastrtc.")
    logging.basicConfig(level=logging.WARNING)
    offer_loopback()
    uvicorn.run(
        build_app(options.face_workers),
        host="127.0.0.1",
        port=options.port,
        loop="uvloop",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
