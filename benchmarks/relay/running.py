"""A relay beside a scenario, on a thread with an event loop of its own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from benchmarks.relay.kernel_tcp import KernelTcpRelay
from benchmarks.relay.network import Network
from benchmarks.relay.proxy import WhipProxy
from benchmarks.relay.sdp import Address
from benchmarks.relay.tcp import TcpRelay
from benchmarks.relay.tun import TunDevice

CALL_TIMEOUT_S = 30

T = TypeVar("T")


class _Closable(Protocol):
    async def close(self) -> None: ...


Result = TypeVar("Result", bound=_Closable)


@contextmanager
def run_whip_relay(server_url: str, network: Network, seed: int) -> Iterator[WhipProxy]:
    """Put a network before a server for WHIP and its media; its `url` replaces the server's."""
    with _running(WhipProxy.open(server_url, network, seed)) as proxy:
        yield proxy


@contextmanager
def run_tcp_relay(server_url: str, network: Network, seed: int | None) -> Iterator[str]:
    """Put a network before a server for plain HTTP, and give the URL that replaces the server's.

    With a seed for its losses the kernel's TCP runs over the whole network; with None it is
    TcpRelay's, which loses nothing and needs no privilege.

    Raises:
        OSError: with a seed, where this process may not make a network device.
    """
    parts = urlsplit(server_url)
    assert parts.hostname is not None
    assert parts.port is not None
    server = Address(parts.hostname, parts.port)
    with _running(_open_tcp(server, network, seed)) as relay:
        yield f"http://{relay.address.host}:{relay.address.port}"


def can_lose_tcp_packets() -> bool:
    """Say whether this process may make the network device that it takes."""
    try:
        TunDevice.open().close()
    except OSError:
        return False
    return True


async def _open_tcp(
    server: Address, network: Network, seed: int | None
) -> TcpRelay | KernelTcpRelay:
    if seed is None:
        return await TcpRelay.open(server, network)
    return await KernelTcpRelay.open(server, network, seed)


@contextmanager
def _running(opening: Coroutine[Any, Any, Result]) -> Iterator[Result]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="relay", daemon=True)
    thread.start()
    try:
        relay = _call(loop, opening)
        try:
            yield relay
        finally:
            _call(loop, relay.close())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CALL_TIMEOUT_S)
        loop.close()


def _call(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result(CALL_TIMEOUT_S)
