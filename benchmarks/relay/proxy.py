"""WHIP's requests on their way to a server, changed so that the media takes the relay."""

import asyncio
from collections.abc import Mapping
from typing import Self

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

from benchmarks.relay.network import Links, Network
from benchmarks.relay.sdp import server_address, with_candidate, without_candidates
from benchmarks.relay.udp import UdpRelay

SDP_TYPE = "application/sdp"
FRAGMENT_TYPE = "application/trickle-ice-sdpfrag"
REQUEST_TIMEOUT_S = 30
MAX_BODY_BYTES = 16 * 2**20
MAX_SESSIONS = 64

# Hop-by-hop headers (RFC 9110 section 7.6.1), and what aiohttp sets by the body.
_OWN_HEADERS = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


class WhipProxy:
    """Stands in a server's place: passes all requests on, and gives each offer a UDP relay.

    The requests themselves are not delayed: joining is measured elsewhere.

    Args:
        upstream: the server's URL.
        seed: of the first session's losses; each further one's is one higher.
    """

    def __init__(self, upstream: str, network: Network, seed: int) -> None:
        self._upstream = URL(upstream)
        self._network = network
        self._seed = seed
        self._relays: list[UdpRelay] = []
        self._links: list[Links] = []
        self._client: ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._port = 0

    @classmethod
    async def open(cls, upstream: str, network: Network, seed: int) -> Self:
        proxy = cls(upstream, network, seed)
        proxy._client = ClientSession(timeout=ClientTimeout(REQUEST_TIMEOUT_S))
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_route("*", "/{path:.*}", proxy._handle)
        proxy._runner = web.AppRunner(app, access_log=None)
        await proxy._runner.setup()
        site = web.TCPSite(proxy._runner, "127.0.0.1", 0)
        await site.start()
        proxy._port = proxy._runner.addresses[0][1]
        return proxy

    @property
    def url(self) -> str:
        """What stands for the server's URL, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    def figures(self) -> list[dict[str, int]]:
        """Return, for each session so far, how many packets did not get through."""
        return [links.figures() for links in self._links]

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._client is not None:
            await self._client.close()
        await asyncio.gather(*(relay.close() for relay in self._relays))

    async def _handle(self, request: web.Request) -> web.Response:
        body: bytes = await request.read()
        if request.content_type in (SDP_TYPE, FRAGMENT_TYPE):
            body = without_candidates(body.decode()).encode()
        assert self._client is not None
        async with self._client.request(
            request.method,
            self._upstream.join(request.rel_url),
            headers=passed_on(request.headers),
            data=body or None,
            allow_redirects=False,
        ) as response:
            answer = await response.read()
            if response.status == 201 and response.content_type == SDP_TYPE:
                answer = (await self._through_relay(answer.decode())).encode()
            return web.Response(
                status=response.status, body=answer, headers=passed_on(response.headers)
            )

    async def _through_relay(self, answer: str) -> str:
        if len(self._relays) >= MAX_SESSIONS:
            raise web.HTTPServiceUnavailable(text="the relay has too many sessions")
        server = server_address(answer)
        links = Links(self._network, self._seed + len(self._relays))
        relay = await UdpRelay.open(server, links)
        self._relays.append(relay)
        self._links.append(links)
        return with_candidate(answer, server, relay.address)


def passed_on(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the headers that a proxy passes on."""
    return [(name, value) for name, value in headers.items() if name.lower() not in _OWN_HEADERS]
