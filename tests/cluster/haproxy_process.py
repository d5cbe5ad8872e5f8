"""A real HAProxy before stub workers."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from cluster.haproxy import Proxy, Server, configuration
from tests.cluster.polling import GUARD_S

WORKER_HEADER = "Worker"
TIMES = 20


@dataclass
class StubWorker:
    """Says which worker it is, and what it was sent.

    Attributes:
        is_ready: what /readyz says.
        takes_offers: False answers 503, as a full or draining worker does.
        takes_s: from an offer to its answer at most, seconds; offers take all times up to it.
    """

    worker_id: str
    is_ready: bool = True
    takes_offers: bool = True
    takes_s: float = 0.0
    offers: int = 0
    asked: int = 0
    ready_checks: int = 0
    headers: dict[str, list[str]] = field(default_factory=dict)
    stream_may_end: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/whip/{secret}/events", self._events)
        app.router.add_post("/whip", self._offer)
        app.router.add_post("/whip/{secret}", self._offer)
        app.router.add_route("*", "/{path:.*}", self._any)
        server = TestServer(app)
        await server.start_server()
        return server

    async def _readyz(self, request: web.Request) -> web.Response:
        self.ready_checks += 1
        return web.Response(status=200 if self.is_ready else 503)

    async def _offer(self, request: web.Request) -> web.Response:
        size = len(await request.read())
        self.asked += 1
        await asyncio.sleep(self.takes_s * (self.asked % TIMES) / TIMES)
        if not self.takes_offers:
            return web.Response(status=503)
        self.offers += 1
        return web.Response(status=201, text=str(size), headers={WORKER_HEADER: self.worker_id})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={WORKER_HEADER: self.worker_id})
        await response.prepare(request)
        await response.write(b"data: first\n\n")
        await self.stream_may_end.wait()
        return response

    async def _any(self, request: web.Request) -> web.Response:
        self.headers = {name: request.headers.getall(name) for name in request.headers}
        return web.Response(headers={WORKER_HEADER: self.worker_id})


@dataclass
class Site:
    """A proxy and the workers behind it."""

    url: str
    stubs: Sequence[StubWorker]
    servers: Sequence[TestServer]
    pid: int


@asynccontextmanager
async def site(
    folder: Path,
    workers: int,
    certificate: Path | None = None,
    change: Callable[[str], str] = lambda text: text,
    user: str | None = None,
) -> AsyncIterator[Site]:
    stubs = [StubWorker(f"w{number + 1}") for number in range(workers)]
    servers = [await stub.start() for stub in stubs]
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(
        servers=[
            Server(stub.worker_id, f"127.0.0.1:{server.port}")
            for stub, server in zip(stubs, servers, strict=True)
        ],
        bind=f"fd@{listener.fileno()}",
    )
    proxy = replace(proxy, certificate=certificate, user=user)
    try:
        async with _haproxy(folder, change(configuration(proxy)), listener) as pid:
            scheme = "http" if certificate is None else "https"
            url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
            yield Site(url, stubs, servers, pid)
    finally:
        listener.close()
        for stub, server in zip(stubs, servers, strict=True):
            stub.stream_may_end.set()
            await server.close()


@asynccontextmanager
async def _haproxy(folder: Path, text: str, listener: socket.socket) -> AsyncIterator[int]:
    path, log = folder / "haproxy.cfg", folder / "haproxy.log"
    path.write_text(text)
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            "haproxy", "-db", "-f", str(path),
            stdout=output, stderr=output, pass_fds=[listener.fileno()],
        )  # fmt: skip
    try:
        yield process.pid
        assert process.returncode is None, log.read_text()
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(GUARD_S):
            await process.wait()


async def make_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that nobody signed, with its key in the same file."""
    key, chain, both = (folder / name for name in ("key.pem", "chain.pem", "both.pem"))
    process = await asyncio.create_subprocess_exec(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(key), "-out", str(chain),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    async with asyncio.timeout(GUARD_S):
        assert await process.wait() == 0
    both.write_text(chain.read_text() + key.read_text())
    return both


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))
