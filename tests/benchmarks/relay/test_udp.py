"""The UDP relay between two real sockets on loopback."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from benchmarks.relay.link import LinkConditions
from benchmarks.relay.network import Links, Network
from benchmarks.relay.sdp import Address
from benchmarks.relay.udp import UdpRelay


class Socket(asyncio.DatagramProtocol):
    """Keeps what it receives, and with `echoes` sends it back in capitals."""

    def __init__(self, echoes: bool = False) -> None:
        self.echoes = echoes
        self.received: asyncio.Queue[tuple[bytes, Any]] = asyncio.Queue()
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.received.put_nowait((data, addr))
        if self.echoes:
            self.transport.sendto(data.upper(), addr)

    async def next(self) -> bytes:
        async with asyncio.timeout(5):
            return (await self.received.get())[0]


async def open_socket(echoes: bool = False) -> Socket:
    loop = asyncio.get_running_loop()
    _, protocol = await loop.create_datagram_endpoint(
        lambda: Socket(echoes), local_addr=("127.0.0.1", 0)
    )
    return protocol


@pytest.fixture
async def server() -> AsyncIterator[Socket]:
    socket = await open_socket(echoes=True)
    yield socket
    socket.transport.close()


async def open_relay(server: Socket, network: Network) -> UdpRelay:
    host, port = server.transport.get_extra_info("sockname")
    return await UdpRelay.open(Address(host, port), Links(network, seed=1))


async def exchange(browser: Socket, relay: UdpRelay, data: bytes) -> bytes:
    """Send until an answer comes, as ICE does: the first datagram only opens the way."""
    async with asyncio.timeout(5):
        while True:
            browser.transport.sendto(data, (relay.address.host, relay.address.port))
            try:
                async with asyncio.timeout(0.5):
                    return (await browser.received.get())[0]
            except TimeoutError:
                continue


async def test_datagrams_go_both_ways(server: Socket) -> None:
    relay, browser = await open_relay(server, Network("clean")), await open_socket()
    assert await exchange(browser, relay, b"check") == b"CHECK"
    await relay.close()
    browser.transport.close()


async def test_each_browser_socket_has_an_address_of_its_own_for_the_server(server: Socket) -> None:
    relay = await open_relay(server, Network("clean"))
    browsers = [await open_socket() for _ in range(2)]
    for number, browser in enumerate(browsers):
        assert await exchange(browser, relay, b"from %d" % number) == b"FROM %d" % number
    seen = [server.received.get_nowait() for _ in range(server.received.qsize())]
    assert len({address for _, address in seen}) == 2
    await relay.close()
    for browser in browsers:
        browser.transport.close()


async def test_a_datagram_takes_its_time_in_each_direction(server: Socket) -> None:
    slow = Network("slow", LinkConditions(delay_s=0.1), LinkConditions(delay_s=0.2))
    relay, browser = await open_relay(server, slow), await open_socket()
    loop = asyncio.get_running_loop()
    await exchange(browser, relay, b"opens the way")
    sent_s = loop.time()
    browser.transport.sendto(b"check", (relay.address.host, relay.address.port))
    while await browser.next() != b"CHECK":
        pass
    assert loop.time() - sent_s >= 0.3
    await relay.close()
    browser.transport.close()


async def test_lost_datagrams_do_not_arrive_and_are_counted(server: Socket) -> None:
    links = Links(Network("lossy", up=LinkConditions(loss=0.5)), seed=3)
    host, port = server.transport.get_extra_info("sockname")
    relay, browser = await UdpRelay.open(Address(host, port), links), await open_socket()
    await exchange(browser, relay, b"opens the way")
    sent = 40
    lost_before, came_before = links.up.lost_packets, server.received.qsize()
    for number in range(sent):
        browser.transport.sendto(b"%d" % number, (relay.address.host, relay.address.port))
    async with asyncio.timeout(10):
        while server.received.qsize() - came_before + links.up.lost_packets - lost_before < sent:
            await asyncio.sleep(0.01)
    assert links.figures()["lost_up"] - lost_before > 5
    assert server.received.qsize() - came_before > 5
    await relay.close()
    browser.transport.close()
