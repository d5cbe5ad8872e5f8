"""UDP between a browser and a server, over a modelled network."""

import asyncio
from collections.abc import Callable
from typing import Self

from benchmarks.relay.delivery import Delivery, Handover
from benchmarks.relay.link import Link
from benchmarks.relay.network import Links
from benchmarks.relay.sdp import Address

HEADER_BYTES = 28
"""IPv4 (20) and UDP (8) headers, which a bottleneck carries too."""

MAX_BROWSER_ADDRESSES = 16
"""A browser sends from one socket per network interface."""

_Peer = tuple[str, int]


class UdpRelay:
    """Forwards one peer connection's datagrams; a server sees each browser socket as its own."""

    def __init__(self, server: Address, links: Links) -> None:
        self._server = server
        self._links = links
        self._delivery = Delivery()
        self._front: asyncio.DatagramTransport | None = None
        self._backs: dict[_Peer, asyncio.DatagramTransport] = {}
        self._opening: dict[_Peer, asyncio.Task[None]] = {}

    @classmethod
    async def open(cls, server: Address, links: Links) -> Self:
        relay = cls(server, links)
        loop = asyncio.get_running_loop()
        relay._front, _ = await loop.create_datagram_endpoint(
            lambda: _Port(relay._from_browser), local_addr=("127.0.0.1", 0)
        )
        return relay

    @property
    def address(self) -> Address:
        """Where the browser shall send to."""
        assert self._front is not None
        host, port = self._front.get_extra_info("sockname")[:2]
        return Address(host, port)

    async def close(self) -> None:
        self._delivery.close()
        for task in self._opening.values():
            task.cancel()
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        for transport in (self._front, *self._backs.values()):
            if transport is not None:
                transport.close()

    def _from_browser(self, data: bytes, browser: _Peer) -> None:
        if browser not in self._opening:
            if len(self._opening) >= MAX_BROWSER_ADDRESSES:
                return
            self._opening[browser] = asyncio.create_task(self._open_back(browser))
        self._forward(self._links.up, data, lambda: self._to_server(data, browser))

    async def _open_back(self, browser: _Peer) -> None:
        loop = asyncio.get_running_loop()
        self._backs[browser], _ = await loop.create_datagram_endpoint(
            lambda: _Port(lambda data, _: self._from_server(data, browser)),
            remote_addr=(self._server.host, self._server.port),
        )

    def _to_server(self, data: bytes, browser: _Peer) -> None:
        # The first check may come out before its socket is there; ICE sends it again.
        if (back := self._backs.get(browser)) is not None and not back.is_closing():
            back.sendto(data)

    def _from_server(self, data: bytes, browser: _Peer) -> None:
        self._forward(self._links.down, data, lambda: self._to_browser(data, browser))

    def _to_browser(self, data: bytes, browser: _Peer) -> None:
        if self._front is not None and not self._front.is_closing():
            self._front.sendto(data, browser)

    def _forward(self, link: Link, data: bytes, hand_over: Handover) -> None:
        out_s = link.send(asyncio.get_running_loop().time(), len(data) + HEADER_BYTES)
        if out_s is not None:
            self._delivery.at(out_s, hand_over)


class _Port(asyncio.DatagramProtocol):
    def __init__(self, on_datagram: Callable[[bytes, _Peer], None]) -> None:
        self._on_datagram = on_datagram

    def datagram_received(self, data: bytes, addr: _Peer) -> None:
        self._on_datagram(data, addr)

    def error_received(self, exc: Exception) -> None:
        # The other side has closed its port: what it misses is as good as lost.
        return
