"""Whom a real coturn lets in, with the shipped configuration."""

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aioice.stun import TransactionFailed
from aioice.turn import TurnClientUdpProtocol

from tests.relay.coturn import SECRET, Coturn, coturn, wait_until_listening
from webrtc.turn import CREDENTIALS_LIVE_S, TurnServers

# coturn's default is a range that other tests may use.
RELAY_PORTS = ("--min-port=61000", "--max-port=61099", "--allow-loopback-peers")
OLD_SECRET = "secret-that-is-being-replaced"
MEDIA_SERVER, OTHER_PEER = "127.0.0.1", "127.0.0.9"
UNAUTHORIZED, FORBIDDEN = 401, 403
URL = "turn:127.0.0.1:3478?transport=udp"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    folder: Path = tmp_path_factory.mktemp("coturn")
    listens_on = ("127.0.0.1", free_port())
    more = (*RELAY_PORTS, f"--static-auth-secret={OLD_SECRET}")
    with coturn(folder, listens_on, "127.0.0.1", [MEDIA_SERVER], more=more) as running:
        wait_until_listening(running)
        yield running


def credentials(secret: str = SECRET, now_s: float | None = None) -> tuple[str, str]:
    """Return user name and credential as they stand in the link of an answer."""
    now_s = time.time() if now_s is None else now_s
    (link,) = TurnServers((URL,), secret).links("0123456789abcdef", now_s)
    found = re.search(r'username="([^"]+)"; credential="([^"]+)"', link)
    assert found is not None
    return found[1], found[2]


@asynccontextmanager
async def allocation(
    server: Coturn, username: str, credential: str
) -> AsyncIterator[TurnClientUdpProtocol]:
    _, client = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: TurnClientUdpProtocol(server.address, username, credential, 600, 500),
        remote_addr=server.address,
    )
    try:
        await client.connect()
        yield client
        await client.delete()
    finally:
        client.transport.close()


async def refusal(server: Coturn, username: str, credential: str) -> int | None:
    """Return the error code that an allocation is refused with."""
    with pytest.raises(TransactionFailed) as refused:
        async with allocation(server, username, credential):
            pass
    return refused.value.response.error_code


async def test_credentials_of_a_link_open_the_relay_to_the_media_servers(server: Coturn) -> None:
    async with allocation(server, *credentials()) as client:
        assert client.relayed_address is not None
        await client.channel_bind(0x4000, (MEDIA_SERVER, 40_000))


async def test_while_a_secret_is_replaced_both_hold(server: Coturn) -> None:
    async with allocation(server, *credentials(secret=OLD_SECRET)) as client:
        assert client.relayed_address is not None


async def test_nobody_else_is_reached_through_the_relay(server: Coturn) -> None:
    async with allocation(server, *credentials()) as client:
        with pytest.raises(TransactionFailed) as refused:
            await client.channel_bind(0x4000, (OTHER_PEER, 40_000))
    assert refused.value.response.error_code == FORBIDDEN


async def test_credentials_made_with_another_secret_are_refused(server: Coturn) -> None:
    assert await refusal(server, *credentials(secret="another-secret-of-a-test")) == UNAUTHORIZED


async def test_expired_credentials_are_refused(server: Coturn) -> None:
    long_ago_s = time.time() - CREDENTIALS_LIVE_S - 60
    assert await refusal(server, *credentials(now_s=long_ago_s)) == UNAUTHORIZED


async def test_an_end_that_somebody_moved_is_refused(server: Coturn) -> None:
    username, credential = credentials()
    end_s, _, session_id = username.partition(":")
    assert await refusal(server, f"{int(end_s) + 3_600}:{session_id}", credential) == UNAUTHORIZED


async def test_the_relay_s_log_holds_no_secret(server: Coturn) -> None:
    async with allocation(server, *credentials()):
        pass
    assert SECRET not in server.log()
