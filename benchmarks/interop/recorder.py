"""Stands before the server and notes what a publisher signals, changing nothing."""

import asyncio
import time
from contextlib import AbstractAsyncContextManager, suppress
from typing import Self

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, web
from yarl import URL

from benchmarks.interop.outcome import Exchange, count_candidates
from benchmarks.relay.proxy import MAX_BODY_BYTES, passed_on

IDLE_TIMEOUT_S = 30
OFFER_PATH = "/whip"
REDIRECTS = (307, 308)


class Recorder:
    """A reverse proxy of one server for one publisher.

    Args:
        upstream: the server's URL.
        key: that the server asks for, if it does.

    Attributes:
        exchanges: one for each offer, in their order.
    """

    def __init__(self, upstream: str, key: str | None = None) -> None:
        self.exchanges: list[Exchange] = []
        self._upstream = URL(upstream)
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._answered = asyncio.Event()
        self._client: ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        self._client = ClientSession(timeout=ClientTimeout(None, sock_read=IDLE_TIMEOUT_S))
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *failure: object) -> None:
        assert self._runner is not None
        assert self._client is not None
        await self._client.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """What stands for the server's URL, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    async def answered(self) -> Exchange:
        """Wait until an offer is answered, by whichever server it was sent on to."""
        await self._answered.wait()
        return next(each for each in self.exchanges if each.status not in (0, *REDIRECTS))

    def get(self, path: str) -> AbstractAsyncContextManager[ClientResponse]:
        """Request as a publisher would."""
        assert self._client is not None
        return self._client.get(self.url + path, headers=self._headers)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._pass_on(request)
        except ClientError as error:
            # A publisher that ends takes its own requests with it.
            return web.Response(status=502, text=f"{type(error).__name__}: {error}")

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        assert self._client is not None
        arrived_s, body = time.time(), await request.read()
        exchange = self._noted(request, body, arrived_s)
        async with self._client.request(
            request.method,
            self._upstream.join(request.rel_url),
            headers=passed_on(request.headers),
            data=body or None,
            allow_redirects=False,
        ) as response:
            if exchange is not None and request.method == "PATCH":
                exchange.fragments.append((count_candidates(body.decode()), response.status))
            if exchange is None or request.method != "POST":
                return await _streamed(request, response)
            exchange.status = response.status
            exchange.answer = await response.text()
            if response.status not in REDIRECTS:
                exchange.location = response.headers.get("Location", "")
                self._answered.set()
            return web.Response(
                status=response.status,
                body=exchange.answer.encode(),
                headers=passed_on(response.headers),
            )

    def _noted(self, request: web.Request, body: bytes, arrived_s: float) -> Exchange | None:
        """Return the exchange that a request belongs to, if any."""
        if request.method == "POST" and request.path.startswith(OFFER_PATH):
            self.exchanges.append(Exchange(arrived_s, body.decode(errors="replace")))
            return self.exchanges[-1]
        for exchange in self.exchanges:
            if exchange.location and request.path.startswith(exchange.location):
                exchange.reads_events |= request.path.endswith("/events")
                exchange.deleted |= request.method == "DELETE"
                return exchange
        return None


async def _streamed(request: web.Request, response: ClientResponse) -> web.StreamResponse:
    passing = web.StreamResponse(status=response.status, headers=passed_on(response.headers))
    await passing.prepare(request)
    # Whoever sends or reads may go in the middle.
    with suppress(ClientError):
        async for chunk in response.content.iter_any():
            await passing.write(chunk)
    return passing
