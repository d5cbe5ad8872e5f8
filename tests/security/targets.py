"""What takes bytes from strangers, each as a function that raises only where there is a bug.

`test_fuzzing.py` gives them hypothesis' inputs, `coverage_guided.py` atheris' ones.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from types import SimpleNamespace

from aioice import stun
from aiortc.rtcsctptransport import RTCSctpTransport
from aiortc.rtp import HeaderExtensionsMap, RtcpPacket, RtpPacket
from google_crc32c import value as crc32c

from problem import Problem
from vision.picture import PictureError, decode_picture
from webrtc.client_messages import parse_client_message
from webrtc.message_fields import MessageError
from webrtc.offer import parse_offer
from webrtc.receive.assembler import FrameAssembler, MediaPacket
from webrtc.receive.audio_decoder import AudioStream
from webrtc.receive.audio_jitter import AudioPacket
from webrtc.receive.ice import ServerIceConnection, _Socket
from webrtc.receive.network import LOOPBACK, Network
from webrtc.receive.payload import PADDING, PARSERS
from webrtc.receive.sctp_guard import ViolationError, guard
from webrtc.start_options import StartRules
from webrtc.trickle import parse_fragment

RULES = StartRules("es", scenarios=("support",))
PACKET_LENGTH_BYTES = 2
SCTP_HEADER_BYTES = 12
SERVER_PASSWORD = "p" * 22


def offer(data: bytes) -> None:
    with suppress(Problem):
        parse_offer(data.decode(errors="replace"))


def fragment(data: bytes) -> None:
    with suppress(ValueError):
        parse_fragment(data.decode(errors="replace"))


def message(data: bytes) -> None:
    for sent in (data, data.decode(errors="replace")):
        try:
            understood = parse_client_message(sent, RULES)
        except MessageError as error:
            json.dumps(error.detail, ensure_ascii=False).encode()
            continue
        if understood is not None:
            # All of it may be sent on, to the publisher or to others.
            json.dumps(asdict(understood), ensure_ascii=False).encode()


def picture(data: bytes) -> None:
    with suppress(PictureError):
        assert decode_picture(data).shape[2] == 3


def video(data: bytes) -> None:
    """Read a row of packets: sequence number, time, flags and payload each."""
    assembler = FrameAssembler()
    for number, packet in enumerate(_split(data)):
        if len(packet) < 5:
            continue
        codec = ("VP8", "H264")[packet[0] & 1]
        try:
            payload = PARSERS[codec](packet[5:]) if packet[5:] else PADDING
        except ValueError:
            continue
        assembler.add(
            MediaPacket(
                sequence_number=int.from_bytes(packet[1:3], "big"),
                rtp_timestamp=int.from_bytes(packet[3:5], "big") * 3_000,
                marker=bool(packet[0] & 2),
                codec=codec,
                payload=payload,
                arrival_s=number / 100,
                is_retransmission=bool(packet[0] & 4),
            )
        )
        assembler.poll(number / 100)


def audio(data: bytes) -> None:
    stream = AudioStream(lambda frame: None)
    for number, packet in enumerate(_split(data)):
        if len(packet) < 4:
            continue
        sequence, timestamp = (int.from_bytes(packet[at : at + 2], "big") for at in (0, 2))
        with suppress(ValueError):
            stream.add(AudioPacket(sequence, timestamp * 960, packet[4:], number / 50))
        stream.poll(number / 50)


def rtp(data: bytes) -> None:
    extensions = HeaderExtensionsMap()
    with suppress(ValueError):
        RtpPacket.parse(data, extensions)


def rtcp(data: bytes) -> None:
    with suppress(ValueError):
        RtcpPacket.parse(data)


def datagram(data: bytes) -> None:
    """Give a session's socket what anybody may send it."""
    asyncio.run(_receive(data))


def sctp(data: bytes) -> None:
    """Give data channels chunks with the right header and checksum."""
    asyncio.run(_receive_chunks(data))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        offer,
        fragment,
        message,
        picture,
        video,
        audio,
        rtp,
        rtcp,
        datagram,
        sctp,
    )  # fmt: skip
}


def _split(data: bytes) -> list[bytes]:
    """Return packets that stand one after another, each after its length."""
    packets = []
    while len(data) > PACKET_LENGTH_BYTES:
        end = PACKET_LENGTH_BYTES + int.from_bytes(data[:PACKET_LENGTH_BYTES], "big") % 1_500
        packets.append(data[PACKET_LENGTH_BYTES:end])
        data = data[end:]
    return packets


async def _receive(data: bytes) -> None:
    connection = ServerIceConnection(Network((LOOPBACK,)), lambda now_s: None)
    socket = _Socket(connection)
    socket.connection_made(_Nowhere())
    socket.local_candidate = SimpleNamespace(component=1)  # type: ignore[assignment]
    # Checks by whoever knows the session's password, as its publisher does.
    for sent in (data, _signed(data, connection.local_password)):
        socket.datagram_received(sent, ("192.0.2.7", 50_000))


def _signed(data: bytes, password: str) -> bytes:
    try:
        read = stun.parse_message(data)
        read.add_message_integrity(password.encode())
        return bytes(read)
    except Exception:  # noqa: BLE001 - what cannot be signed is sent as it is
        return data


class _Nowhere(asyncio.DatagramTransport):
    def sendto(self, data: object, addr: object = None) -> None: ...


async def _receive_chunks(data: bytes) -> None:
    async def lose(sent: bytes) -> None: ...

    dtls = SimpleNamespace(
        state="connected", _send_data=lose, _data_receiver=None, transport=None, is_client=False
    )
    transport = RTCSctpTransport(dtls)  # type: ignore[arg-type]
    transport._remote_port, transport._remote_verification_tag = 5000, 1
    transport._last_received_tsn = 0
    transport._association_state = transport.State.ESTABLISHED
    guard(transport, lambda: 0.0)
    tag = transport._local_verification_tag
    try:
        for packet in _split(data):
            head = b"\x13\x88\x13\x88" + tag.to_bytes(4, "big")
            checksum = crc32c(head + bytes(4) + packet).to_bytes(4, "little")
            await transport._handle_data(head + checksum + packet)
    except ViolationError:
        return
    finally:
        for timer in (transport._t1_handle, transport._t2_handle, transport._t3_handle):
            if timer is not None:
                timer.cancel()
