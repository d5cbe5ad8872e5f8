"""The TCP relays before a real server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from benchmarks.relay.kernel_tcp import KernelTcpRelay
from benchmarks.relay.link import LinkConditions
from benchmarks.relay.network import Network
from benchmarks.relay.running import can_lose_tcp_packets
from benchmarks.relay.sdp import Address
from benchmarks.relay.tcp import TcpRelay
from benchmarks.relay.tun import destination_port, turned_back


@pytest.fixture
async def server() -> AsyncIterator[Address]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()

    listener = await asyncio.start_server(echo, "127.0.0.1", 0)
    host, port = listener.sockets[0].getsockname()
    yield Address(host, port)
    listener.close()


async def round_trip(relay: TcpRelay | KernelTcpRelay, data: bytes) -> tuple[bytes, float]:
    """Return what comes back, and how long it took once the connection stood."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(20):
        reader, writer = await asyncio.open_connection(relay.address.host, relay.address.port)
        writer.write(b"?")
        await reader.readexactly(1)
        sent_s = loop.time()
        writer.write(data)
        answer = await reader.readexactly(len(data))
        took_s = loop.time() - sent_s
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
    return answer, took_s


async def test_a_stream_arrives_whole_though_packets_would_get_lost(server: Address) -> None:
    bad = LinkConditions(delay_s=0.01, jitter_s=0.01, may_reorder=True, loss=0.5)
    relay = await TcpRelay.open(server, Network("bad", bad, bad))
    data = bytes(range(256)) * 200
    assert (await round_trip(relay, data))[0] == data
    await relay.close()


async def test_delay_and_rate_take_their_time(server: Address) -> None:
    narrow = LinkConditions(delay_s=0.05, rate_bps=1_000_000)
    relay = await TcpRelay.open(server, Network("narrow", up=narrow))
    _, took_s = await round_trip(relay, b"x" * 25_000)
    assert took_s >= 0.05 + 25_000 * 8 / 1_000_000
    await relay.close()


async def test_closing_ends_connections(server: Address) -> None:
    relay = await TcpRelay.open(server, Network("clean"))
    reader, writer = await asyncio.open_connection(relay.address.host, relay.address.port)
    writer.write(b"?")
    async with asyncio.timeout(5):
        assert await reader.read(1) == b"?"
        await relay.close()
        assert await reader.read() == b""
    writer.close()


needs_device = pytest.mark.skipif(
    not can_lose_tcp_packets(), reason="this process may not make a network device"
)


@needs_device
async def test_the_kernels_tcp_brings_a_stream_through_losses(server: Address) -> None:
    bad = LinkConditions(delay_s=0.005, loss=0.05)
    relay = await KernelTcpRelay.open(server, Network("bad", bad, bad), seed=1)
    data = bytes(range(256)) * 200
    assert (await round_trip(relay, data))[0] == data
    assert relay.figures()["lost_up"] > 0
    await relay.close()


@needs_device
async def test_the_kernels_tcp_has_the_networks_delay_and_rate(server: Address) -> None:
    narrow = LinkConditions(delay_s=0.05, rate_bps=1_000_000)
    relay = await KernelTcpRelay.open(server, Network("narrow", up=narrow), seed=1)
    _, took_s = await round_trip(relay, b"x" * 25_000)
    assert took_s >= 0.05 + 25_000 * 8 / 1_000_000
    await relay.close()


@needs_device
async def test_packets_that_come_while_it_closes_do_no_harm(server: Address) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    relay = await KernelTcpRelay.open(server, Network("clean"), seed=1)
    reader, writer = await asyncio.open_connection(relay.address.host, relay.address.port)
    writer.write(b"?")
    async with asyncio.timeout(5):
        await reader.readexactly(1)
        await relay.close()
        await reader.read()
    writer.close()
    assert failures == []


def test_the_way_back_has_source_and_destination_swapped() -> None:
    header = bytes.fromhex("4500002800000000400600000a0000010a000002")
    packet = header + bytes.fromhex("9c4000500000000000000000500200000000") + b"data"
    assert destination_port(packet) == 80
    back = turned_back(packet)
    assert back[12:20] == bytes.fromhex("0a0000020a000001")
    assert (back[:12], back[20:]) == (packet[:12], packet[20:])


def test_other_packets_have_no_tcp_port() -> None:
    udp = bytes.fromhex("4500001c00000000401100000a0000010a0000029c40005000080000")
    assert destination_port(udp) is None
    assert destination_port(bytes.fromhex("6000000000003a40") + bytes(32)) is None
