"""An ICE connection that fits a server: chosen addresses, signs of life, lenient checks.

Deviations from aioice 0.13, each by overriding one method:

* `gather_candidates`: aioice leaves out 127.0.0.1, so a machine with nothing but
  loopback has no candidate and the connection silently never starts. The server
  names its addresses. Remove when aioice takes a list of addresses.
* `data_received`, `request_received`: aioice notices a vanished peer after 30 s
  (RFC 7675 consent, 6 x 5 s; https://github.com/aiortc/aiortc/issues/25), as long as
  a whole session. Here every datagram is a sign of life that the session watches.
* `data_received` also bounds the queue of datagrams, which grows without limit while
  the event loop is busy or before DTLS reads it. Remove when aioice bounds it.
* `check_incoming`: FFmpeg 8.0's WHIP muxer sends connectivity checks without
  PRIORITY, on which aioice raises KeyError and never connects. RFC 8445 section
  7.1.1 demands it; the pair gets the lowest priority instead.
"""

import time
from collections.abc import Callable
from typing import Any

from aioice import Connection, stun
from aioice.ice import StunProtocol, get_host_addresses
from aiortc.rtcicetransport import RTCIceTransport

LOWEST_PRIORITY = 1

MAX_QUEUED_DATAGRAMS = 1024
"""Received but not yet decrypted: about ten seconds of video at 1 Mbit/s."""


class ServerIceConnection(Connection):
    """aioice's connection with the deviations that the module names."""

    def __init__(self, addresses: tuple[str, ...], on_datagram: Callable[[float], None]) -> None:
        super().__init__(ice_controlling=False)
        self._addresses = addresses
        self._on_datagram = on_datagram
        self.datagrams_dropped = 0

    async def gather_candidates(self) -> None:
        if self._local_candidates_start:
            return
        self._local_candidates_start = True
        self._local_candidates += await self.get_component_candidates(
            component=1, addresses=list(self._addresses)
        )
        self._local_candidates_end = True

    def data_received(self, data: bytes, component: int) -> None:
        self._on_datagram(time.monotonic())
        if self._queue.qsize() >= MAX_QUEUED_DATAGRAMS:
            self.datagrams_dropped += 1
            return
        super().data_received(data, component)

    def request_received(
        self, message: stun.Message, addr: tuple[str, int], protocol: StunProtocol
    ) -> None:
        self._on_datagram(time.monotonic())
        super().request_received(message, addr, protocol)

    def check_incoming(
        self, message: stun.Message, addr: tuple[str, int], protocol: StunProtocol
    ) -> None:
        message.attributes.setdefault("PRIORITY", LOWEST_PRIORITY)
        super().check_incoming(message, addr, protocol)


def install_ice_connection(transport: RTCIceTransport, connection: Connection) -> None:
    """Put a connection in the place of the one that the transport was made with.

    aiortc has no public way to choose the connection's class. Remove with the last
    deviation in this module.
    """
    owners: tuple[Any, ...] = (transport, transport.iceGatherer)
    for owner in owners:
        owner._connection = connection
    transport._recv = connection.recv
    transport._send = connection.send


def usable_addresses(include_loopback: bool) -> tuple[str, ...]:
    """Return the addresses to offer as host candidates.

    Args:
        include_loopback: offer 127.0.0.1 too. It is offered in any case where the
            machine has no other address.
    """
    addresses = tuple(get_host_addresses(use_ipv4=True, use_ipv6=True))
    return (*addresses, "127.0.0.1") if include_loopback or not addresses else addresses
