"""A stand-in for the Gemini Live API on loopback, over TLS, for the real google-genai client.

It speaks `BidiGenerateContent` as a script tells it to, one script a connection, and remembers
what it was sent. tests/live/scripts.py has scripts, one that holds a whole talk among them.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from tests.live import frames
from tests.live.certificate import server_context, write_certificate
from tests.live.frames import Frame

PATH = "/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent"


class Peer:
    """One connection, seen from Google's side.

    Attributes:
        path: of the request, with the API version.
        headers: of the handshake, by lower-case name.
        setup: the first message's content.
        received: all later messages.
        audio: all sound in them, decoded.
        open_before: earlier connections that were still open when this one came.
    """

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, open_before: int):
        self.path = request.path
        self.headers = {name.lower(): value for name, value in request.headers.items()}
        self.setup: Frame = {}
        self.received: list[Frame] = []
        self.audio = bytearray()
        self.open_before = open_before
        self.is_closed = asyncio.Event()
        self._socket = socket
        self._transport = request.transport
        self._changed = asyncio.Condition()

    @property
    def handle(self) -> str | None:
        """The handle that this connection was asked to resume."""
        handle = frames.field(self.setup, "session_resumption.handle")
        return None if handle is None else str(handle)

    @property
    def instruction(self) -> str:
        return frames.instruction_of(self.setup)

    @property
    def updates(self) -> list[str]:
        """The instructions that replaced that of the set-up, the newest last."""
        found = [frames.field(frame, "context_update") for frame in self.received]
        return [frames.instruction_of(update) for update in found if update is not None]

    @property
    def answers(self) -> list[Frame]:
        """All function responses."""
        found = [frames.field(frame, "tool_response.function_responses") for frame in self.received]
        return [answer for answers in found for answer in answers or ()]

    @property
    def activity(self) -> list[str | int]:
        """Push-to-talk marks, and between them the bytes of sound."""
        seen: list[str | int] = []
        for frame in self.received:
            given = frames.field(frame, "realtime_input") or {}
            sound = sound_in(frame)
            if sound and seen and isinstance(seen[-1], int):
                seen[-1] += len(sound)
            elif sound:
                seen.append(len(sound))
            else:
                seen.extend(name for name in given if name.startswith("activity"))
        return seen

    async def send(self, *sent: Frame, as_bytes: bool = True) -> None:
        for frame in sent:
            text = json.dumps(frame)
            # Google sends binary frames.
            await (self._socket.send_bytes(text.encode()) if as_bytes else self.send_raw(text))

    async def send_raw(self, text: str) -> None:
        await self._socket.send_str(text)

    def drop(self) -> None:
        """End the connection without a close frame."""
        assert self._transport is not None
        self._transport.abort()

    async def close(self, code: int, reason: str = "") -> None:
        await self._socket.close(code=code, message=reason.encode())

    async def until(self, condition: Callable[["Peer"], bool]) -> None:
        """Wait until what was received fulfils a condition."""
        async with self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def listen(self, on_frame: Callable[[Frame], Awaitable[None]] | None = None) -> None:
        """Receive until the client closes."""
        async for message in self._socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            await self._take(json.loads(message.data))
            if on_frame is not None:
                await on_frame(self.received[-1])

    async def receive_setup(self) -> None:
        self.setup = json.loads((await self._socket.receive()).data)["setup"]

    async def _take(self, frame: Frame) -> None:
        async with self._changed:
            self.received.append(frame)
            self.audio += sound_in(frame)
            self._changed.notify_all()


Script = Callable[[Peer], Awaitable[None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class LiveStandin:
    """One running stand-in.

    Attributes:
        base_url: what a client is told instead of Google's address.
        certificate_path: for `SSL_CERT_FILE` of a server in a process of its own.
        peers: all connections so far, the newest last.
        scripts: one for each next connection; the last one stays.
        http_status: answers handshakes instead, where it is not None.
        arrived: is set anew with each connection.
    """

    base_url: str
    certificate_path: Path
    scripts: list[Script] = field(default_factory=list)
    peers: list[Peer] = field(default_factory=list)
    http_status: int | None = None
    refusals: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _transports: set[asyncio.Transport] = field(default_factory=set)

    def client_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate_path))

    async def connection(self, number: int) -> Peer:
        """Wait for the connection of that number, from 1, and for its set-up."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.peers) >= number)
        return self.peers[number - 1]

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.transport is not None:
            self._transports.add(request.transport)
        return await handler(request)

    def abort(self) -> None:
        """End all connections, also where a client does not answer TLS's goodbye.

        asyncio waits for it longer than the loop of a test lives, which left sockets open.
        """
        for transport in self._transports:
            transport.abort()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.http_status is not None:
            self.refusals += 1
            return web.json_response(frames.error(self.http_status), status=self.http_status)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        still_open = sum(not peer.is_closed.is_set() for peer in self.peers)
        peer = Peer(request, socket, still_open)
        await peer.receive_setup()
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        async with self._changed:
            self.peers.append(peer)
            self._changed.notify_all()
        try:
            await script(peer)
        except ConnectionError:
            # The client left in mid-script, as a client may.
            pass
        finally:
            peer.is_closed.set()
        return socket


@asynccontextmanager
async def serve_live(folder: Path, *scripts: Script) -> AsyncIterator[LiveStandin]:
    """Serve on a free port of 127.0.0.1; certificate and key are written to `folder`."""
    certificate_path, key_path = write_certificate(folder)
    standin = LiveStandin("", certificate_path, list(scripts))
    app = web.Application(middlewares=[standin.watch])
    app.router.add_get(PATH, standin.handle)
    # The short timeout ends scripts that wait for what will not come.
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    context = server_context(certificate_path, key_path)
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    try:
        await site.start()
        host, port = runner.addresses[0][:2]
        standin.base_url = f"https://{host}:{port}"
        yield standin
    finally:
        await runner.cleanup()
        standin.abort()


def sound_in(frame: Frame) -> bytes:
    data: Any = frames.field(frame, "realtime_input.audio.data")
    return frames.decode_sound(data) if data else b""
