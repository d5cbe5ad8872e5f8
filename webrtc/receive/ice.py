"""An ICE connection that fits a server: chosen addresses and ports, signs of life.

Deviations from aioice 0.13:

* `gather_candidates` binds what `Network` says. Symptoms: aioice leaves out
  127.0.0.1, so that a machine with nothing but loopback has no candidate and silently
  never connects; it offers every interface, and ports cannot be chosen. Cause:
  `get_host_addresses` and `local_addr=(address, 0)`. Upstream:
  https://github.com/aiortc/aioice/issues/47 and /pull/112. Remove when aioice takes
  lists of addresses and ports.
* Signs of life. Symptom: a vanished peer is noticed after 30 s, as long as a whole
  session. Cause: consent fails after 6 checks 5 s apart (RFC 7675). Upstream:
  https://github.com/aiortc/aiortc/issues/25. Here every datagram is reported and the
  session watches.
* Media packets go to `media_sink` in the callback of their socket, without a queue and
  a task's wake-up in between; all else waits in aioice's queue, which is bounded here.
  Symptom: the queue grows without limit while nothing reads it. Upstream:
  https://github.com/aiortc/aiortc/issues/554. Remove when aioice bounds it.
* `check_incoming`. Symptom: KeyError and no connection with FFmpeg 8.0's WHIP muxer.
  Cause: its checks carry no PRIORITY, which RFC 8445 section 7.1.1 demands. The pair
  gets the lowest priority. Remove when FFmpeg 8.0 is out of use.
* `query_consent`. Symptom: a session of FFmpeg 8.0 is lost after 30 s. Cause: its WHIP muxer
  answers no checks once it sends. Here authentic media count as well: whoever sends them is there.
  Remove when FFmpeg 8.0 is out of use.
* Malformed STUN is dropped. Symptom: a traceback in the log for 28 bytes that anybody can send.
  Cause: aioice's parser unpacks attributes without looking at their length. No upstream issue;
  remove when it raises ValueError.
* Checks go only where `Network.checked` says, or to who has sent an authentic one, and are
  bounded in number. Symptom: an offer of 4 kB has aioice send 85 kB to whom it names, and
  without end to whom its owner pretends to be. Cause: aioice checks every candidate 7 times and
  takes any number. `tests/security/test_ice_checks.py` counts. No upstream issue; remove when
  aioice has such bounds.
"""

import asyncio
import errno
import ipaddress
import logging
import math
import random
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from aioice import Candidate, Connection, stun
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import StunProtocol
from aiortc.rtcicetransport import RTCIceTransport

from webrtc.receive.checks import CHECK_RETRANSMISSIONS, MAX_CANDIDATES, MAX_PAIRS
from webrtc.receive.network import Network, NoAddressError

logger = logging.getLogger(__name__)

LOWEST_PRIORITY = 1

CONSENT_FAILURES = 6
CONSENT_INTERVAL_S = 5.0
"""As aioice has them: consent is lost after 30 s (RFC 7675 section 5.1)."""

MAX_QUEUED_DATAGRAMS = 1024
"""Received but not yet read: DTLS, RTCP, and media before its keys are known."""

RECEIVE_BUFFER_BYTES = 1 << 20
"""Of each socket: several seconds of video while the event loop is busy."""

MALFORMED = (AssertionError, IndexError, KeyError, ValueError, struct.error)
"""What aioice 0.13 raises on STUN messages that are not as they should be."""

_COMPONENT = 1
# First bytes of STUN and of SRTP or SRTCP on a shared port (RFC 7983).
_STUN = range(4)
_MEDIA = range(128, 192)


class _Socket(StunProtocol):
    """aioice's protocol, which knows media by its first byte."""

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        if data and isinstance(data, bytes) and data[0] not in _STUN:
            self.receiver.data_received(data, _COMPONENT)
            return
        try:
            super().datagram_received(data, addr)
        except MALFORMED:
            logger.debug("a malformed STUN message was dropped")

    async def request(
        self,
        request: stun.Message,
        addr: tuple[str, int],
        integrity_key: bytes | None = None,
        retransmissions: int | None = None,
    ) -> tuple[stun.Message, tuple[str, int]]:
        most = CHECK_RETRANSMISSIONS if retransmissions is None else retransmissions
        return await super().request(request, addr, integrity_key, most)


class ServerIceConnection(Connection):
    """aioice's connection with the deviations that the module names.

    Args:
        network: what to bind and announce.
        on_datagram: told the time.monotonic() of everything that arrives.
    """

    def __init__(self, network: Network, on_datagram: Callable[[float], None]) -> None:
        super().__init__(ice_controlling=False)
        self._network = network
        self._on_datagram = on_datagram
        self._port: int | None = None
        self.media_sink: Callable[[bytes, float], bool] | None = None
        """Given each SRTP packet and its time; False leaves it to aioice's queue."""
        self.datagrams_dropped = 0
        self._authentic_s = -math.inf
        self.checks_refused = 0
        """Authentic checks from more addresses than one publisher has."""

    @property
    def local_candidates(self) -> list[Candidate]:
        return [
            _host_candidate(host, candidate.port)
            for candidate in self._local_candidates
            if (host := self._network.announced(candidate.host)) is not None
        ]

    async def add_remote_candidate(self, remote_candidate: Candidate | None) -> None:
        """Add a candidate that may be checked; others are left to check us themselves."""
        if remote_candidate is not None and (
            not self._network.may_check(remote_candidate.host)
            or len(self._remote_candidates) >= MAX_CANDIDATES
        ):
            return
        await super().add_remote_candidate(remote_candidate)

    async def gather_candidates(self) -> None:
        """Bind this session's sockets.

        Raises:
            PortsExhaustedError: the range has no free port.
            NoAddressError: no address can be bound.
        """
        if self._local_candidates_start:
            return
        self._local_candidates_start = True
        sockets = await self._bind()
        self._protocols += sockets
        self._local_candidates += [bound.local_candidate for bound in sockets]
        self._local_candidates_end = True

    async def close(self) -> None:
        try:
            await super().close()
        finally:
            if self._port is not None and self._network.ports is not None:
                self._network.ports.give_back(self._port)
                self._port = None

    def data_received(self, data: bytes, component: int) -> None:
        now_s = time.monotonic()
        self._on_datagram(now_s)
        if self.media_sink is not None and data[0] in _MEDIA and self.media_sink(data, now_s):
            return
        if self._queue.qsize() >= MAX_QUEUED_DATAGRAMS:
            self.datagrams_dropped += 1
            return
        super().data_received(data, component)

    def note_authentic(self, arrival_s: float) -> None:
        """Take the time.monotonic() of media that only the peer can have sent."""
        self._authentic_s = arrival_s

    async def query_consent(self) -> None:
        """Close the connection once the peer neither answers checks nor sends media."""
        failures = 0
        while failures < CONSENT_FAILURES:
            await asyncio.sleep(CONSENT_INTERVAL_S * random.uniform(0.8, 1.2))
            is_sending = time.monotonic() - self._authentic_s < CONSENT_INTERVAL_S
            failures = 0 if is_sending or await self._consents() else failures + 1
        self._query_consent_task = None
        await self.close()

    async def _consents(self) -> bool:
        assert self.remote_password is not None
        for pair in self._nominated.values():
            request = self.build_request(pair, nominate=False)
            key = self.remote_password.encode()
            try:
                await pair.protocol.request(request, pair.remote_addr, key, retransmissions=0)
            except stun.TransactionError:
                return False
        return True

    def send_now(self, data: bytes) -> None:
        """Send a datagram on the nominated pair; without one it is lost, as on a network."""
        pair = self._nominated.get(_COMPONENT)
        if pair is not None:
            pair.protocol.transport.sendto(data, pair.remote_addr)

    def request_received(
        self, message: stun.Message, addr: tuple[str, int], protocol: StunProtocol
    ) -> None:
        self._on_datagram(time.monotonic())
        super().request_received(message, addr, protocol)

    def check_incoming(
        self, message: stun.Message, addr: tuple[str, int], protocol: StunProtocol
    ) -> None:
        if not self._has_room_for(addr, protocol):
            self.checks_refused += 1
            return
        message.attributes.setdefault("PRIORITY", LOWEST_PRIORITY)
        super().check_incoming(message, addr, protocol)

    def _has_room_for(self, addr: tuple[str, int], protocol: StunProtocol) -> bool:
        """Whether an address is known, or one more may be."""
        if len(self._remote_candidates) < MAX_CANDIDATES and len(self._check_list) < MAX_PAIRS:
            return True
        return any(
            pair.protocol is protocol and pair.remote_addr == addr for pair in self._check_list
        )

    async def _bind(self) -> list[_Socket]:
        ports = self._network.ports
        if ports is None:
            return await self._bind_all(0)
        taken_by_others: list[int] = []
        try:
            while True:
                port = ports.take()
                try:
                    sockets = await self._bind_all(port)
                except OSError:
                    # Some other program has this port on one of the addresses.
                    taken_by_others.append(port)
                except BaseException:
                    ports.give_back(port)
                    raise
                else:
                    self._port = port
                    return sockets
        finally:
            for port in taken_by_others:
                ports.give_back(port)

    async def _bind_all(self, port: int) -> list[_Socket]:
        """Bind a port on all addresses that the machine still has.

        Raises:
            NoAddressError: it has none of them.
            OSError: the port is in use on one of them.
        """
        sockets: list[_Socket] = []
        try:
            for address in self._network.addresses:
                try:
                    sockets.append(await self._bind_one(address, port))
                except OSError as error:
                    if error.errno == errno.EADDRINUSE:
                        raise
                    logger.warning("an address of this server cannot be bound: %s", error.strerror)
            if not sockets:
                raise NoAddressError
        except BaseException:
            for bound in sockets:
                await bound.close()
            raise
        return sockets

    async def _bind_one(self, address: str, port: int) -> _Socket:
        is_version_6 = ipaddress.ip_address(address).version == 6
        bound = socket.socket(
            socket.AF_INET6 if is_version_6 else socket.AF_INET, socket.SOCK_DGRAM
        )
        try:
            bound.setblocking(False)
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            bound.bind((address, port))
        except BaseException:
            bound.close()
            raise
        host, bound_port, *_ = bound.getsockname()
        protocol = await self._open(bound)
        protocol.local_candidate = _host_candidate(host, bound_port)
        return protocol

    async def _open(self, bound: socket.socket) -> _Socket:
        """Attach a bound socket to the event loop, or close it if cancelled."""
        loop = asyncio.get_running_loop()
        opening = loop.create_task(loop.create_datagram_endpoint(lambda: _Socket(self), sock=bound))
        try:
            # uvloop 0.23 forgets the transport when it is cancelled here, and leaks the socket.
            _, protocol = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(lambda done: done.result()[0].close())
            raise
        return protocol


def _host_candidate(host: str, port: int) -> Candidate:
    return Candidate(
        foundation=candidate_foundation("host", "udp", host),
        component=_COMPONENT,
        transport="udp",
        priority=candidate_priority(_COMPONENT, "host"),
        host=host,
        port=port,
        type="host",
    )


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
