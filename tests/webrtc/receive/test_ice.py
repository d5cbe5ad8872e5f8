import asyncio
import socket
import time
from collections.abc import Iterator

import pytest
from aioice import Connection

from webrtc.receive import ice
from webrtc.receive.ice import MAX_QUEUED_DATAGRAMS, ServerIceConnection
from webrtc.receive.network import (
    LOOPBACK,
    Network,
    NoAddressError,
    PortsExhaustedError,
    UdpPorts,
)


def connection(network: Network) -> ServerIceConnection:
    return ServerIceConnection(network, lambda now_s: None)


def two_free_ports() -> tuple[int, int]:
    """Return the lower of two neighbouring ports that nobody uses now, and the higher."""
    while True:
        with (
            socket.socket(type=socket.SOCK_DGRAM) as low,
            socket.socket(type=socket.SOCK_DGRAM) as high,
        ):
            low.bind((LOOPBACK, 0))
            port = low.getsockname()[1]
            try:
                high.bind((LOOPBACK, port + 1))
            except (OSError, OverflowError):
                continue
            return port, port + 1


@pytest.fixture
def busy_port() -> Iterator[int]:
    """The lower of two ports is taken by another program."""
    low, _ = two_free_ports()
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind((LOOPBACK, low))
        yield low


async def test_a_session_takes_a_port_of_the_range_and_gives_it_back() -> None:
    low, _ = two_free_ports()
    ports = UdpPorts(low, low)
    first = connection(Network((LOOPBACK,), ports=ports))
    await first.gather_candidates()
    assert [(c.host, c.port) for c in first.local_candidates] == [(LOOPBACK, low)]

    second = connection(Network((LOOPBACK,), ports=ports))
    with pytest.raises(PortsExhaustedError):
        await second.gather_candidates()
    await second.close()

    await first.close()
    assert ports.take() == low


async def test_a_port_in_use_by_another_program_is_passed_over_and_stays_in_the_range(
    busy_port: int,
) -> None:
    ports = UdpPorts(busy_port, busy_port + 1)
    session = connection(Network((LOOPBACK,), ports=ports))
    await session.gather_candidates()
    assert session.local_candidates[0].port == busy_port + 1
    assert ports.take() == busy_port
    await session.close()


async def test_an_address_that_is_gone_is_passed_over() -> None:
    session = connection(Network(("203.0.113.77", LOOPBACK)))
    await session.gather_candidates()
    assert [c.host for c in session.local_candidates] == [LOOPBACK]
    await session.close()


async def test_without_any_address_a_session_fails_at_once_and_keeps_no_port() -> None:
    ports = UdpPorts(*two_free_ports())
    session = connection(Network(("203.0.113.77",), ports=ports))
    with pytest.raises(NoAddressError):
        await session.gather_candidates()
    await session.close()
    assert {ports.take(), ports.take()}


async def test_publishers_are_told_the_announced_address_and_the_bound_port() -> None:
    low, _ = two_free_ports()
    network = Network((LOOPBACK, "::1"), "203.0.113.9", UdpPorts(low, low))
    session = connection(network)
    await session.gather_candidates()
    assert [(c.host, c.port) for c in session.local_candidates] == [("203.0.113.9", low)]
    await session.close()


async def test_media_that_the_sink_takes_never_waits_in_a_queue() -> None:
    taken: list[bytes] = []
    session = connection(Network((LOOPBACK,)))

    def sink(data: bytes, arrival_s: float) -> bool:
        taken.append(data)
        return True

    session.media_sink = sink
    session.data_received(b"\x80 media", 1)
    session.data_received(b"\x16 handshake", 1)
    assert taken == [b"\x80 media"]
    assert session._queue.qsize() == 1
    await session.close()


async def test_what_nobody_reads_is_dropped_and_counted() -> None:
    session = connection(Network((LOOPBACK,)))
    for _ in range(MAX_QUEUED_DATAGRAMS + 5):
        session.data_received(b"\x16 handshake", 1)
    assert session.datagrams_dropped == 5
    await session.close()


async def connected_pair() -> tuple[ServerIceConnection, Connection]:
    """Return a session's connection and its publisher's, on loopback."""
    session, publisher = connection(Network((LOOPBACK,))), Connection(ice_controlling=True)
    await session.gather_candidates()
    publisher.remote_username, publisher.remote_password = (
        session.local_username,
        session.local_password,
    )
    for candidate in session.local_candidates:
        await publisher.add_remote_candidate(candidate)
    await publisher.add_remote_candidate(None)
    await publisher.gather_candidates()
    session.remote_username, session.remote_password = (
        publisher.local_username,
        publisher.local_password,
    )
    await asyncio.gather(session.connect(), publisher.connect())
    return session, publisher


@pytest.mark.parametrize("sends_media", [False, True])
async def test_who_answers_no_checks_is_kept_only_while_authentic_media_come(
    monkeypatch: pytest.MonkeyPatch, sends_media: bool
) -> None:
    monkeypatch.setattr(ice, "CONSENT_INTERVAL_S", 0.05)
    monkeypatch.setattr(ice, "CONSENT_FAILURES", 2)
    session, publisher = await connected_pair()
    for protocol in publisher._protocols:
        protocol.transport.close()
    ends = asyncio.create_task(session.recv())
    async with asyncio.timeout(10):
        if sends_media:
            for _ in range(100):
                session.note_authentic(time.monotonic())
                await asyncio.sleep(0.02)
            assert not ends.done()
        with pytest.raises(ConnectionError):
            await ends
    await publisher.close()


async def test_a_cancelled_session_leaves_no_socket_and_no_port_behind() -> None:
    low, _ = two_free_ports()
    ports = UdpPorts(low, low)
    session = connection(Network((LOOPBACK,), ports=ports))
    gathering = asyncio.create_task(session.gather_candidates())
    await asyncio.sleep(0)
    gathering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gathering
    await session.close()

    successor = connection(Network((LOOPBACK,), ports=ports))
    async with asyncio.timeout(5):
        while not successor.local_candidates:
            successor._local_candidates_start = False
            try:
                await successor.gather_candidates()
            except PortsExhaustedError:
                await asyncio.sleep(0.01)
    assert successor.local_candidates[0].port == low
    await successor.close()
