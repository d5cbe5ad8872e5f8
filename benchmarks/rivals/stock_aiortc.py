"""A server with the same model on aiortc as it comes: what one writes after its examples.

Done as well as its public interface allows: no STUN server is waited for, every frame is
read from the track at once, the newest of a second wins, nothing heavy runs on the event
loop, which is uvloop's.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from functools import partial
from typing import cast

import av
import uvloop
from aiohttp import web
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import MediaStreamError

from analysis.face_pool import FacePool, Image
from benchmarks.loopback import offer_loopback
from benchmarks.rivals.common import (
    CORS_HEADERS,
    LABELS,
    build_pool,
    label_text,
    parse_options,
    wire_timestamp,
)
from webrtc.sampler import FrameSampler

logger = logging.getLogger(__name__)


class Session:
    """One client: its peer connection and the tasks that read it."""

    def __init__(self, pool: FacePool) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._pool = pool
        self._channel: RTCDataChannel | None = None
        self._newest: asyncio.Queue[av.VideoFrame] = asyncio.Queue(maxsize=1)
        self._unwanted = MediaBlackhole()
        self._tasks: list[asyncio.Task[None]] = []
        self.pc.on("track", self._on_track)
        self.pc.on("datachannel", self._on_channel)

    async def answer(self, offer: str) -> str:
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._unwanted.start()
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        return str(self.pc.localDescription.sdp)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._unwanted.stop()
        await self.pc.close()

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            self._tasks.append(asyncio.create_task(self._take_frames(track)))
            self._tasks.append(asyncio.create_task(self._read_frames()))
        else:
            self._unwanted.addTrack(track)

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if self._channel is None or channel.label == LABELS:
            self._channel = channel

    async def _take_frames(self, track: MediaStreamTrack) -> None:
        sampler, loop = FrameSampler(), asyncio.get_running_loop()
        while True:
            try:
                frame = cast(av.VideoFrame, await track.recv())
            except MediaStreamError:
                return
            assert frame.time is not None
            if sampler.is_due(frame.time, loop.time()):
                if self._newest.full():
                    self._newest.get_nowait()
                self._newest.put_nowait(frame)

    async def _read_frames(self) -> None:
        while True:
            frame = await self._newest.get()
            timed = await self._pool.read(partial(_rgb, frame))
            assert frame.pts is not None
            if self._channel is not None and self._channel.readyState == "open":
                self._channel.send(label_text(timed, wire_timestamp(self.pc, frame.pts)))


def _rgb(frame: av.VideoFrame) -> Image:
    return cast(Image, frame.to_ndarray(format="rgb24"))


class Server:
    """The routes, and the sessions by the secret in their URLs."""

    def __init__(self, face_workers: int) -> None:
        self._pool = build_pool(face_workers)
        self._sessions: dict[str, Session] = {}

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/readyz", self._handle_ready),
                web.post("/whip", self._handle_offer),
                web.options("/whip", self._handle_ready),
                web.delete("/whip/{secret}", self._handle_delete),
                web.options("/whip/{secret}", self._handle_ready),
            ]
        )
        app.on_response_prepare.append(_add_cors_headers)
        app.cleanup_ctx.append(self._run)
        return app

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        await self._pool.start()
        yield
        await asyncio.gather(*(session.close() for session in self._sessions.values()))
        await self._pool.close()

    async def _handle_ready(self, request: web.Request) -> web.Response:
        return web.Response()

    async def _handle_offer(self, request: web.Request) -> web.Response:
        session, secret = Session(self._pool), secrets.token_urlsafe(12)
        self._sessions[secret] = session
        session.pc.on("connectionstatechange", partial(self._on_state, secret))
        answer = await session.answer(await request.text())
        return web.Response(
            status=201,
            text=answer,
            content_type="application/sdp",
            headers={"Location": f"/whip/{secret}"},
        )

    async def _handle_delete(self, request: web.Request) -> web.Response:
        await self._close(request.match_info["secret"])
        return web.Response()

    async def _on_state(self, secret: str) -> None:
        session = self._sessions.get(secret)
        if session is not None and session.pc.connectionState in ("failed", "closed"):
            await self._close(secret)

    async def _close(self, secret: str) -> None:
        session = self._sessions.pop(secret, None)
        if session is not None:
            await session.close()


async def _add_cors_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(CORS_HEADERS)


def main() -> None:
    options = parse_options("Serve the model on aiortc as it comes.")
    logging.basicConfig(level=logging.WARNING)
    offer_loopback()
    web.run_app(
        Server(options.face_workers).app(),
        host="127.0.0.1",
        port=options.port,
        access_log=None,
        shutdown_timeout=1.0,
        loop=uvloop.new_event_loop(),
        print=logger.info,
    )


if __name__ == "__main__":
    main()
