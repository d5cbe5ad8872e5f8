"""A stand-in for the Gemini REST API on loopback, spoken to by the real google-genai client.

It speaks generateContent and streamGenerateContent?alt=sse, answers as it is told
and remembers what it was asked.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

# Symptom: "DeprecationWarning: Inheritance class AiohttpClientSession from
# ClientSession is discouraged" with the client's first request. google-genai 3.4.0
# subclasses aiohttp's session (_api_client.py, _get_aiohttp_session). Remove when
# it no longer does.
ignore_client_warning = pytest.mark.filterwarnings(
    "ignore:Inheritance class AiohttpClientSession:DeprecationWarning"
)

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class RecordedRequest:
    """What the stand-in was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def data_block(self) -> str:
        """The only text of the only user turn."""
        (turn,) = self.body["contents"]
        (part,) = turn["parts"]
        return str(part["text"])

    @property
    def system_instruction(self) -> str:
        return "".join(part["text"] for part in self.body["systemInstruction"]["parts"])


@dataclass
class GeminiStandin:
    """One running stand-in; set `reply` before the request that shall get it."""

    base_url: str = ""
    requests: list[RecordedRequest] = field(default_factory=list)
    reply: Reply = field(default_factory=lambda: answer("Hola."))
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def forget(self) -> None:
        """Make a running stand-in as good as new."""
        self.requests.clear()
        self.reply = answer("Hola.")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(
            RecordedRequest(
                path=request.path,
                query=dict(request.query),
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.json(),
            )
        )
        return await self.reply(request)

    def hang(self, *pieces: str) -> Reply:
        """Send pieces, if any, and then nothing more until the stand-in closes."""

        async def reply(request: web.Request) -> web.StreamResponse:
            response = await _start(request, pieces) if pieces else web.StreamResponse()
            await self.closing.wait()
            return response

        return reply


@asynccontextmanager
async def serve_gemini() -> AsyncIterator[GeminiStandin]:
    standin = GeminiStandin()
    app = web.Application()
    app.router.add_post("/{version}/models/{call}", standin.handle)
    async with TestServer(app, host="127.0.0.1") as server:
        standin.base_url = str(server.make_url("")).rstrip("/")
        try:
            yield standin
        finally:
            standin.closing.set()


def answer(*pieces: str, finish: str | None = "STOP") -> Reply:
    """Answer with a text, in these pieces where it is streamed."""

    async def reply(request: web.Request) -> web.StreamResponse:
        if not _streamed(request):
            return web.json_response(_chunk("".join(pieces), finish))
        response = await _start(request, pieces[:-1])
        await _send(response, _chunk(pieces[-1], finish))
        return response

    return reply


def without_text(finish: str) -> Reply:
    """Answer with a candidate that has no parts, as when thinking used up the output."""
    return _whole({"candidates": [{"index": 0, "content": {}, "finishReason": finish}]})


def blocked_prompt(reason: str) -> Reply:
    return _whole({"promptFeedback": {"blockReason": reason}})


def thoughts_only() -> Reply:
    parts = [{"text": "The user seems sad.", "thought": True}]
    return _whole({"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]})


def failure(status: int, name: str, message: str, details: Sequence[Any] = ()) -> Reply:
    """Answer with Google's error object."""

    async def reply(request: web.Request) -> web.StreamResponse:
        return web.json_response(error_object(status, name, message, details), status=status)

    return reply


def error_object(
    status: int, name: str, message: str, details: Sequence[Any] = ()
) -> dict[str, Any]:
    error = {"code": status, "message": message, "status": name, "details": list(details)}
    return {"error": error}


def raw(status: int, body: str, content_type: str) -> Reply:
    async def reply(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type=content_type)

    return reply


def stream_then(last: Any, *pieces: str) -> Reply:
    """Stream pieces and then one more event with any JSON."""

    async def reply(request: web.Request) -> web.StreamResponse:
        response = await _start(request, pieces)
        await _send(response, last)
        return response

    return reply


def broken_off(*pieces: str) -> Reply:
    """Stream pieces and then drop the connection."""

    async def reply(request: web.Request) -> web.StreamResponse:
        response = await _start(request, pieces)
        assert request.transport is not None
        # Not abort(): its reset may overtake the pieces.
        request.transport.close()
        return response

    return reply


def _whole(body: dict[str, Any]) -> Reply:
    async def reply(request: web.Request) -> web.StreamResponse:
        if not _streamed(request):
            return web.json_response(body)
        response = await _start(request, ())
        await _send(response, body)
        return response

    return reply


def _streamed(request: web.Request) -> bool:
    return request.match_info["call"].endswith(":streamGenerateContent")


async def _start(request: web.Request, pieces: Sequence[str]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for piece in pieces:
        await _send(response, _chunk(piece, None))
    return response


async def _send(response: web.StreamResponse, body: Any) -> None:
    await response.write(f"data: {json.dumps(body)}\r\n\r\n".encode())


def _chunk(text: str, finish: str | None) -> dict[str, Any]:
    candidate: dict[str, Any] = {
        "index": 0,
        "content": {"role": "model", "parts": [{"text": text}]},
    }
    if finish is not None:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "modelVersion": "stand-in"}
