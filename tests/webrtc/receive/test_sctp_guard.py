"""Packets that a peer may send once DTLS stands, given to a transport that stands alone."""

import struct

import pytest
from aiortc import (
    RTCCertificate,
    RTCDtlsTransport,
    RTCIceGatherer,
    RTCIceTransport,
    RTCSctpTransport,
)
from aiortc.rtcsctptransport import (
    SCTP_DATA_FIRST_FRAG,
    SCTP_DATA_LAST_FRAG,
    SCTP_DATA_UNORDERED,
    WEBRTC_BINARY,
    WEBRTC_DCEP,
    WEBRTC_STRING,
    Chunk,
    DataChunk,
    HeartbeatChunk,
    serialize_packet,
)
from google_crc32c import value as crc32c
from hypothesis import given
from hypothesis import strategies as st

from webrtc.receive.sctp_guard import (
    MAX_CHANNELS,
    MAX_CHUNKS,
    MAX_STREAMS,
    MESSAGES_AT_ONCE,
    PARAMETERS_AT,
    Allowance,
    ViolationError,
    guard,
    is_well_formed,
)

WHOLE = SCTP_DATA_FIRST_FRAG | SCTP_DATA_LAST_FRAG
NOW_S = 100.0
FIRST_TSN = 1


class Peer:
    """Sends to a guarded transport; what that sends back is lost."""

    def __init__(self, sctp: RTCSctpTransport) -> None:
        self.sctp = sctp
        self.heard: list[str | bytes] = []
        self.clock_s = NOW_S
        sctp._last_received_tsn = FIRST_TSN - 1
        sctp._remote_port, sctp._remote_verification_tag = 5000, 1
        self._tsn = FIRST_TSN

        async def lose(data: bytes) -> None: ...

        vars(sctp.transport)["_send_data"] = lose
        guard(sctp, lambda: self.clock_s)
        sctp.on("datachannel", lambda channel: channel.on("message", self.heard.append))

    async def send(self, chunk: Chunk) -> None:
        tag = self.sctp._local_verification_tag
        await self.sctp._handle_data(serialize_packet(5000, 5000, tag, chunk))

    async def send_raw(self, kind: int, body: bytes) -> None:
        head = struct.pack("!HHL", 5000, 5000, self.sctp._local_verification_tag)
        chunk = struct.pack("!BBH", kind, 0, 4 + len(body)) + body
        checksum = crc32c(head + bytes(4) + chunk)
        await self.sctp._handle_data(head + struct.pack("<L", checksum) + chunk)

    def data(
        self, data: bytes, protocol: int = WEBRTC_STRING, stream: int = 0, flags: int = WHOLE
    ) -> DataChunk:
        chunk = DataChunk(flags=flags | SCTP_DATA_UNORDERED)
        chunk.tsn, chunk.stream_id, chunk.stream_seq = self._tsn, stream, 0
        chunk.protocol, chunk.user_data = protocol, data
        self._tsn += 1
        return chunk

    async def send_after_a_hole(self) -> None:
        self._tsn += 1
        self.clock_s += 1
        await self.send(self.data(b"x"))

    async def open(self, stream: int) -> None:
        opening = struct.pack("!BBHLHH", 3, 0, 0, 0, 1, 0) + b"x"
        await self.send(self.data(opening, WEBRTC_DCEP, stream))


@pytest.fixture
async def peer() -> Peer:
    ice = RTCIceTransport(RTCIceGatherer(iceServers=[]))
    return Peer(RTCSctpTransport(RTCDtlsTransport(ice, [RTCCertificate.generateCertificate()])))


async def test_messages_come_through(peer: Peer) -> None:
    await peer.open(0)
    await peer.send(peer.data(b"hello"))
    await peer.send(peer.data(b"\xff", WEBRTC_BINARY))
    assert peer.heard == ["hello", b"\xff"]


@pytest.mark.parametrize(("kind", "at"), PARAMETERS_AT.items())
async def test_a_parameter_without_a_length_does_not_stop_the_process(
    peer: Peer, kind: int, at: int
) -> None:
    await peer.send_raw(kind, bytes(at) + bytes((0, 1, 0, 0)))


async def test_parameters_as_they_should_be_come_through(peer: Peer) -> None:
    heartbeat = HeartbeatChunk()
    heartbeat.params = [(1, b"12345"), (2, b"")]
    packet = serialize_packet(5000, 5000, 0, heartbeat)
    assert is_well_formed(packet)


async def test_text_that_is_no_utf_8_ends_the_connection(peer: Peer) -> None:
    await peer.open(0)
    with pytest.raises(ConnectionError, match="UnicodeDecodeError"):
        await peer.send(peer.data(b"\xff\xfe"))


async def test_a_channel_that_is_opened_twice_ends_the_connection(peer: Peer) -> None:
    await peer.open(0)
    with pytest.raises(ConnectionError, match="AssertionError"):
        await peer.open(0)


@pytest.mark.parametrize("kind", [0, 3, 7, 192])
async def test_a_chunk_that_is_cut_off_ends_the_connection(peer: Peer, kind: int) -> None:
    with pytest.raises(ConnectionError, match="error"):
        await peer.send_raw(kind, b"\0")


async def test_fragments_of_a_message_without_an_end_are_bounded(peer: Peer) -> None:
    for _ in range(MAX_CHUNKS):
        await peer.send(peer.data(b"x", flags=0))
    with pytest.raises(ViolationError, match="not whole"):
        await peer.send(peer.data(b"x", flags=0))


async def test_holes_in_the_sequence_are_bounded(peer: Peer) -> None:
    await peer.open(0)
    for _ in range(MAX_CHUNKS):
        await peer.send_after_a_hole()
    with pytest.raises(ViolationError, match="not whole"):
        await peer.send_after_a_hole()


async def test_streams_are_bounded(peer: Peer) -> None:
    for stream in range(MAX_STREAMS):
        await peer.send(peer.data(b"x", stream=stream))
    with pytest.raises(ViolationError, match="not whole"):
        await peer.send(peer.data(b"x", stream=MAX_STREAMS))


async def test_channels_are_bounded(peer: Peer) -> None:
    for stream in range(MAX_CHANNELS):
        await peer.open(stream)
    with pytest.raises(ViolationError, match="channels"):
        await peer.open(MAX_CHANNELS)


async def test_a_flood_of_messages_ends_the_connection(peer: Peer) -> None:
    await peer.open(0)
    for _ in range(int(MESSAGES_AT_ONCE) - 1):
        await peer.send(peer.data(b"{}"))
    with pytest.raises(ViolationError, match="too many messages"):
        await peer.send(peer.data(b"{}"))


def test_who_sends_steadily_is_never_stopped() -> None:
    allowance = Allowance(at_s=0.0)
    assert all(allowance.take(number / 50) for number in range(10_000))


@given(st.binary(max_size=200))
def test_the_check_ends_on_anything(packet: bytes) -> None:
    assert is_well_formed(packet) in (True, False)
