"""What aiohttp itself would log, through a real socket."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from api.http_log import NAME
from api.serving import make_runner

SECRET = "9c2e41-secret-of-a-session"

MALFORMED = [
    b"GET /whip/%b HTTP/x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n%b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n X: %b\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: %b\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: %b\0\r\n\r\n",
    b"\x16\x03\x01%b\r\n\r\n",
]


async def fail(request: web.Request) -> web.StreamResponse:
    raise RuntimeError(f"about {request.path}")


async def read(request: web.Request) -> web.StreamResponse:
    try:
        return web.Response(body=await request.read())
    except web.RequestPayloadError:
        return web.Response(status=400)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = web.Application()
    app.router.add_get("/whip/{secret}", fail)
    app.router.add_post("/read", read)
    runner = make_runner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("request_bytes", MALFORMED)
@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
async def test_a_malformed_request_leaves_no_trace_of_what_it_said(
    port: int, request_bytes: bytes, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(level)
    answer = await exchange(port, request_bytes % SECRET.encode())
    assert answer.startswith(b"HTTP/1.0 400") or answer.startswith(b"HTTP/1.1 400")
    told = [record for record in caplog.records if record.name != "asyncio"]
    assert {record.name for record in told} <= {NAME}
    assert len(told) == (1 if level == logging.DEBUG else 0)
    assert SECRET not in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_body_that_cannot_be_unpacked_is_no_failure_of_ours(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    head = "POST /read HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\n"
    assert (await exchange(port, f"{head}not gzip".encode())).startswith(b"HTTP/1.1 400")
    assert not [record for record in caplog.records if record.name == NAME]


async def test_a_failure_of_ours_is_told_by_name_and_place(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    request = f"GET /whip/{SECRET} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert (await exchange(port, request.encode())).startswith(b"HTTP/1.1 500")
    assert "the HTTP server failed: RuntimeError" in caplog.text
    assert "in fail" in caplog.text
    assert SECRET not in caplog.text
    assert "127.0.0.1" not in caplog.text
