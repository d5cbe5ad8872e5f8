"""Real sockets against bounds that are short for the test."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from api.errors import error_middleware
from api.json_body import read_json_object
from api.serving import make_runner
from api.slow_clients import slow_client_middleware

SHORT_S = 0.2
PATIENCE_S = 10.0
BULK = b"x" * 65_536

Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def read_body(request: web.Request) -> web.Response:
    return web.json_response(await read_json_object(request))


async def ignore_body(request: web.Request) -> web.Response:
    return web.Response(text="not read")


async def work_long(request: web.Request) -> web.Response:
    await request.read()
    await asyncio.sleep(3 * SHORT_S)
    return web.Response(text="done")


class Stream:
    """An answer that never ends of itself, as a session's events."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    async def follow(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(BULK)
        finally:
            self.ended.set()


@pytest.fixture
def stream() -> Stream:
    return Stream()


@pytest.fixture
async def connect(stream: Stream) -> AsyncIterator[Connect]:
    app = web.Application(middlewares=[error_middleware, slow_client_middleware(SHORT_S, SHORT_S)])
    app.router.add_post("/read", read_body)
    app.router.add_post("/ignore", ignore_body)
    app.router.add_post("/work", work_long)
    app.router.add_get("/stream", stream.follow)
    runner = make_runner(app, idle_timeout_s=SHORT_S)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    writers = []

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(address[0], address[1], limit=1024)
        writers.append(writer)
        return reader, writer

    yield connect
    for writer in writers:
        writer.close()
    await runner.cleanup()


async def read_all(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(PATIENCE_S):
        return await reader.read(-1)


def head(path: str, length: int, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    return "\r\n".join([*lines, f"Content-Length: {length}", *more, "", ""]).encode()


async def test_a_connection_without_a_request_is_closed(connect: Connect) -> None:
    reader, _ = await connect()
    assert await read_all(reader) == b""


async def test_headers_that_trickle_do_not_extend_the_time(connect: Connect) -> None:
    reader, writer = await connect()

    async def trickle() -> None:
        writer.write(b"GET /stream HTTP/1.1\r\n")
        for number in range(1_000):
            writer.write(f"X-{number}: 1\r\n".encode())
            await asyncio.sleep(SHORT_S / 10)

    trickling = asyncio.create_task(trickle())
    try:
        assert await read_all(reader) == b""
    finally:
        trickling.cancel()


async def test_a_connection_that_idles_after_an_answer_is_closed(connect: Connect) -> None:
    reader, writer = await connect()
    writer.write(head("/read", 2) + b"{}")
    assert (await read_all(reader)).startswith(b"HTTP/1.1 200")


async def test_a_body_that_trickles_is_refused_and_the_connection_closed(connect: Connect) -> None:
    reader, writer = await connect()
    writer.write(head("/read", 1_000) + b"{")
    async with asyncio.timeout(PATIENCE_S):
        answer = await reader.readuntil(b"the body did not come within 0.2 s")
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n")


async def test_a_body_sent_in_chunks_is_bound_in_the_same_way(connect: Connect) -> None:
    reader, writer = await connect()
    writer.write(b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n")
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
    async with asyncio.timeout(PATIENCE_S):
        assert await reader.readuntil(b"\r\n") == b"HTTP/1.1 408 Request Timeout\r\n"


async def test_a_handler_may_work_longer_than_a_body_may_take(connect: Connect) -> None:
    reader, writer = await connect()
    writer.write(head("/work", 2, "Connection: close") + b"{}")
    answer = await read_all(reader)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"done")


async def test_a_body_that_nobody_reads_and_comes_late_does_no_harm(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await connect()
    writer.write(head("/ignore", 2))
    async with asyncio.timeout(PATIENCE_S):
        assert await reader.readuntil(b"not read")
    writer.write(b"{}")
    assert await read_all(reader) == b""
    assert caplog.records == []


async def test_a_reader_that_never_reads_is_cut_off(connect: Connect, stream: Stream) -> None:
    reader, writer = await connect()
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    writer.write(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    async with asyncio.timeout(PATIENCE_S):
        await stream.ended.wait()
