"""What a session sends to addresses that its offer names, or that somebody pretends to have.

Targets are sockets here that never answer; a session's own sockets are real.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aioice import stun

from problem import Problem
from tests.security.offers import PASSWORD, UFRAG, offer_text
from webrtc.offer import parse_candidate, parse_offer
from webrtc.peer import Peer
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.checks import CHECK_RETRANSMISSIONS, MAX_CANDIDATES, IpNetwork, may_check
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.network import LOOPBACK, Network

LONGEST_UFRAG = "u" * 256
CHECK_SENDINGS = 1 + CHECK_RETRANSMISSIONS
RETRANSMISSION_TIMEOUT_S = 0.05
CHECKED_S = RETRANSMISSION_TIMEOUT_S * 2**CHECK_SENDINGS + 0.5
"""Until a check and all its retransmissions are out, with some to spare."""
LOOPBACK_NETWORK = ipaddress.ip_network("127.0.0.0/8")


class NoEvents:
    def on_connected(self) -> None: ...

    def on_lost(self) -> None: ...

    def on_frame(self, frame: DecodedFrame) -> None: ...

    def on_audio(self, frame: AudioFrame) -> None: ...

    def on_channel(self, label: str) -> None: ...

    def on_message(self, text: str | bytes) -> None: ...


class Target:
    """Counts what reaches a port on any loopback address, and says nothing."""

    def __init__(self) -> None:
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind(("0.0.0.0", 0))
        self.socket.setblocking(False)
        self.port: int = self.socket.getsockname()[1]

    def received(self) -> list[bytes]:
        datagrams = []
        while True:
            try:
                datagrams.append(self.socket.recv(65_536))
            except BlockingIOError:
                return datagrams


@pytest.fixture
def target() -> Iterator[Target]:
    target = Target()
    yield target
    target.socket.close()


@pytest.fixture(autouse=True)
def quick_retransmissions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aioice.stun.RETRY_RTO", RETRANSMISSION_TIMEOUT_S)


@asynccontextmanager
async def answered(
    candidates: Sequence[tuple[str, int]], checked: tuple[IpNetwork, ...] = (), ufrag: str = UFRAG
) -> AsyncIterator[tuple[Peer, str]]:
    peer = Peer(Network((LOOPBACK,), checked=checked), NoEvents())
    try:
        yield peer, await peer.answer(parse_offer(offer_text(candidates, ufrag=ufrag)))
    finally:
        await peer.close()


def named(target: Target, count: int) -> list[tuple[str, int]]:
    return [(f"127.0.0.{number}", target.port) for number in range(2, 2 + count)]


async def test_nobody_is_checked_for_being_named(target: Target) -> None:
    async with answered(named(target, 50)):
        await asyncio.sleep(CHECKED_S)
        assert target.received() == []


async def test_nobody_is_checked_for_being_trickled(target: Target) -> None:
    async with answered([]) as (peer, _):
        line = f"1 1 udp 2130706431 127.0.0.9 {target.port} typ host"
        await peer.add_candidates([parse_candidate(line)])
        await asyncio.sleep(CHECKED_S)
        assert target.received() == []


async def test_where_checks_are_allowed_their_number_is_bounded(target: Target) -> None:
    async with answered(named(target, 50), (LOOPBACK_NETWORK,), LONGEST_UFRAG) as (peer, _):
        for first in range(60, 200, 40):
            more = [
                parse_candidate(f"1 1 udp 1 127.0.0.{first + n} {target.port} typ host")
                for n in range(40)
            ]
            await peer.add_candidates(more)
        await asyncio.sleep(CHECKED_S + MAX_CANDIDATES * 0.02)
        assert 0 < len(target.received()) <= MAX_CANDIDATES * CHECK_SENDINGS


def check(answer: str, number: int) -> bytes:
    """Return an authentic check, as whoever made the offer can send from any address."""
    server_ufrag, server_password = (
        re.findall(rf"a=ice-{name}:(\S+)", answer)[0] for name in ("ufrag", "pwd")
    )
    message = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.REQUEST,
        transaction_id=number.to_bytes(12, "big"),
    )
    message.attributes["USERNAME"] = f"{server_ufrag}:{UFRAG}"
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 1
    message.add_message_integrity(server_password.encode())
    return bytes(message)


def server_address(answer: str) -> tuple[str, int]:
    candidates = re.findall(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+)", answer)
    host, port = candidates[0]
    return host, int(port)


async def test_a_forged_check_brings_its_victim_few_bytes_and_an_end(target: Target) -> None:
    async with answered([]) as (_, answer):
        sent = [check(answer, 1)]
        target.socket.sendto(sent[0], server_address(answer))
        await asyncio.sleep(CHECKED_S)
        got = target.received()
        # A response, and the checks that it provokes.
        assert 2 <= len(got) <= 1 + CHECK_SENDINGS
        assert sum(map(len, got)) <= (1 + CHECK_SENDINGS) * len(sent[0])


async def test_a_flood_of_forged_checks_is_not_amplified(target: Target) -> None:
    async with answered([]) as (_, answer):
        sent = [check(answer, number) for number in range(200)]
        got: list[bytes] = []
        for message in sent:
            target.socket.sendto(message, server_address(answer))
            await asyncio.sleep(0.005)
            got += target.received()
        await asyncio.sleep(CHECKED_S)
        got += target.received()
        assert len(sent) <= len(got)
        assert sum(map(len, got)) <= 1.1 * sum(map(len, sent))


async def test_checks_from_many_addresses_are_remembered_up_to_a_bound() -> None:
    async with answered([]) as (peer, answer):
        sockets = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(2 * MAX_CANDIDATES)]
        for number, own in enumerate(sockets):
            own.sendto(check(answer, number), server_address(answer))
            own.close()
        connection = peer._connection
        assert connection is not None
        async with asyncio.timeout(10):
            while peer.drops()["checks"] < MAX_CANDIDATES:
                await asyncio.sleep(0.01)
        assert len(connection.remote_candidates) == MAX_CANDIDATES
        assert len(connection._check_list) == MAX_CANDIDATES


@pytest.mark.parametrize(
    "address",
    [
        "224.0.0.251",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "ff02::fb",
        "::ffff:224.0.0.1",
        "a.local",
        "metadata.google.internal",
        "127.1",
    ],
)
def test_no_setting_opens_groups_and_names(address: str) -> None:
    everywhere = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
    assert not may_check(address, everywhere)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("11.1.2.3", False),
        ("169.254.169.254", False),
        ("2001:db8::1", False),
    ],
)
def test_only_named_networks_are_open(address: str, allowed: bool) -> None:
    assert may_check(address, (ipaddress.ip_network("10.0.0.0/8"),)) is allowed


@pytest.mark.parametrize(
    ("ufrag", "password"),
    [
        ("abc", PASSWORD),
        ("u" * 257, PASSWORD),
        ("a:bcd", PASSWORD),
        (UFRAG, "p" * 21),
        (UFRAG, "p" * 257),
    ],
)
def test_credentials_of_a_wrong_length_are_refused(ufrag: str, password: str) -> None:
    with pytest.raises(Problem, match="malformed ICE credentials"):
        parse_offer(offer_text(ufrag=ufrag, password=password))
