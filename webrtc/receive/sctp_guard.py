"""Bounds on what a peer's data channels may do to this server.

Deviations from aiortc 1.16's RTCSctpTransport:

* Symptom: one packet of 20 bytes stops the process and fills its memory. Cause:
  `decode_params` never gets past a parameter whose length is 0. Such packets are dropped here.
* Symptom: a traceback in the log for a malformed chunk, text that is no UTF-8, or a channel
  opened twice. Cause: `struct.error`, `UnicodeDecodeError` and `AssertionError` go up to the
  task of the transport. Here they end the connection as any other loss of it.
* Symptom: memory grows with fragments of messages that never end, with channels, and with
  holes in the sequence. Cause: aiortc announces a window of 1 MiB and does not insist on it.

No upstream issue; remove when aiortc has bounds of its own. `tests/webrtc/receive/
test_sctp_guard.py` sends all of these.
"""

import logging
import struct
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from aiortc import RTCSctpTransport
from aiortc.rtcsctptransport import DATA_CHANNEL_OPEN, WEBRTC_DCEP

logger = logging.getLogger(__name__)

MAX_CHANNELS = 16
MAX_STREAMS = 64
MAX_CHUNKS = 1024
"""Waiting for the rest of their message, or for those before them: 1.2 MB."""

MESSAGES_PER_S = 50.0
MESSAGES_AT_ONCE = 200.0
"""A page sends about one a second; publishers of other makes, none."""

HEADER_BYTES = 12
CHUNK_HEADER_BYTES = 4
MIN_PARAMETER_BYTES = 4
PARAMETERS_AT = {1: 16, 2: 16, 4: 0, 5: 0, 6: 0, 9: 0, 130: 0}
"""Where parameters begin in the chunks that have any, by chunk type (RFC 9260, RFC 6525)."""

MALFORMED = (AssertionError, IndexError, KeyError, ValueError, struct.error)
"""What aiortc 1.16 raises on chunks that are not as they should be."""


class ViolationError(ConnectionError):
    """A peer went over a bound; aiortc ends the connection on it, without a word."""


@dataclass(slots=True)
class Allowance:
    """Messages that a peer may still send: a bucket that fills steadily.

    Attributes:
        left: messages that may come now.
        at_s: when that was so.
    """

    at_s: float
    left: float = MESSAGES_AT_ONCE

    def take(self, now_s: float) -> bool:
        """Count one message, and return whether it was allowed."""
        self.left = min(MESSAGES_AT_ONCE, self.left + (now_s - self.at_s) * MESSAGES_PER_S)
        self.at_s = now_s
        if self.left < 1:
            return False
        self.left -= 1
        return True


def guard(sctp: RTCSctpTransport, clock: Callable[[], float] = time.monotonic) -> None:
    """Put the bounds on a transport that has not started yet."""
    handle, receive = sctp._handle_data, sctp._receive
    allowance = Allowance(clock())

    async def handle_data(data: bytes) -> None:
        if not is_well_formed(data):
            return
        try:
            await handle(data)
        except MALFORMED as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            name = type(error).__name__
            logger.info("data channels ended by %s in %s", name, place.name)
            raise ViolationError(name) from error
        _require_bounds(sctp)

    async def receive_message(stream_id: int, protocol: int, data: bytes) -> None:
        if not allowance.take(clock()):
            raise ViolationError("too many messages")
        is_opening = protocol == WEBRTC_DCEP and data[:1] == bytes((DATA_CHANNEL_OPEN,))
        if is_opening and len(sctp._data_channels) >= MAX_CHANNELS:
            raise ViolationError("too many channels")
        await receive(stream_id, protocol, data)

    vars(sctp).update(_handle_data=handle_data, _receive=receive_message)


def is_well_formed(packet: bytes) -> bool:
    """Whether aiortc's parser gets to the end of an SCTP packet; it checks the rest itself."""
    at = HEADER_BYTES
    while at <= len(packet) - CHUNK_HEADER_BYTES:
        kind, _, length = struct.unpack_from("!BBH", packet, at)
        if length < CHUNK_HEADER_BYTES:
            return False
        body = packet[at + CHUNK_HEADER_BYTES : at + length]
        if kind in PARAMETERS_AT and not _have_lengths(body[PARAMETERS_AT[kind] :]):
            return False
        at += _padded(length)
    return True


def _have_lengths(parameters: bytes) -> bool:
    at = 0
    while at <= len(parameters) - MIN_PARAMETER_BYTES:
        _, length = struct.unpack_from("!HH", parameters, at)
        if length < MIN_PARAMETER_BYTES:
            return False
        at += _padded(length)
    return True


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _require_bounds(sctp: RTCSctpTransport) -> None:
    streams = sctp._inbound_streams
    waiting = sum(len(stream.reassembly) for stream in streams.values())
    misordered = len(sctp._sack_misordered)
    if len(streams) > MAX_STREAMS or waiting > MAX_CHUNKS or misordered > MAX_CHUNKS:
        raise ViolationError("too much that is not whole")
