"""A receiver of webhooks on loopback, which checks signatures as docs/scenarios.md tells."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = b"0123456789abcdef0123456789abcdef"

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Received:
    """One call."""

    headers: dict[str, str]
    body: bytes
    is_signed: bool

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def fields(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Takes calls; `replies` are given one by one, and 204 after the last."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    calls: asyncio.Queue[Received] = field(default_factory=asyncio.Queue)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.put_nowait(Received(headers, body, is_signed(headers, body)))
        return await self.replies.pop(0)(request) if self.replies else web.Response(status=204)

    async def next(self) -> Received:
        async with asyncio.timeout(30):
            return await self.calls.get()

    async def hang(self, request: web.Request) -> web.StreamResponse:
        await self.ending.wait()
        return web.Response()


def is_signed(headers: dict[str, str], body: bytes) -> bool:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(SECRET, signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return hmac.compare_digest(expected, headers["webhook-signature"])


def status(code: int, **headers: str) -> Reply:
    async def reply(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=code, headers=named)

    return reply


async def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serve_receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver
        receiver.ending.set()
