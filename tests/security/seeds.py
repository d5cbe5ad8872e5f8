"""What a well-behaved peer sends, for fuzzing to start from."""

import io
import json
import struct
from collections.abc import Mapping, Sequence

import numpy as np
from aioice import stun
from PIL import Image

from tests.security.offers import offer_text

PICTURE_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
FRAGMENT_LINES = (
    "a=ice-ufrag:abcd",
    "a=mid:0",
    "a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host",
    "a=candidate:2 1 udp 1694498815 198.51.100.7 50001 typ srflx raddr 192.0.2.7 rport 50000",
    "a=end-of-candidates",
)
START = {
    "type": "start",
    "consent": True,
    "context": "hola \U0001f600",
    "duration_s": 30,
    "voice": True,
    "language": "es",
    "scenario": "support",
    "remember": "x",
}


def joined(*packets: bytes) -> bytes:
    """Return packets one after another, each after its length."""
    return b"".join(struct.pack("!H", len(packet)) + packet for packet in packets)


def _picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.arange(24 * 24 * 3, dtype=np.uint8).reshape(24, 24, 3)).save(buffer, kind)
    return buffer.getvalue()


def _check() -> bytes:
    message = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.REQUEST,
        transaction_id=bytes(12),
    )
    message.attributes["USERNAME"] = "abcd:abcd"
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 1
    message.attributes["USE-CANDIDATE"] = None
    message.attributes["XOR-MAPPED-ADDRESS"] = ("192.0.2.7", 5)
    message.attributes["ERROR-CODE"] = (487, "Role Conflict")
    message.add_message_integrity(b"x" * 22)
    return bytes(message)


def _chunk(kind: int, body: bytes, flags: int = 0) -> bytes:
    head = struct.pack("!BBH", kind, flags, 4 + len(body))
    return head + body + bytes(-len(body) % 4)


def _data(number: int, protocol: int, data: bytes) -> bytes:
    return _chunk(0, struct.pack("!LHHL", number, 0, 0, protocol) + data, flags=7)


OPENING = _data(1, 50, struct.pack("!BBHLHH", 3, 0, 0, 0, 1, 0) + b"x")

SEEDS: Mapping[str, Sequence[bytes]] = {
    "offer": [offer_text([("192.0.2.7", 5)]).encode()],
    "fragment": ["\r\n".join(FRAGMENT_LINES).encode()],
    "message": [
        json.dumps(fields).encode()
        for fields in (
            START,
            {"type": "ping", "t": 1e5},
            {"type": "context", "context": "\ud800"},
            {"type": "talk", "active": True},
        )
    ],
    "picture": [_picture(kind) for kind in PICTURE_FORMATS],
    "video": [
        joined(*(bytes([n & 7, 0, n, 0, n]) + b"\x90\x80\x80" + bytes(20) for n in range(20))),
        joined(*(bytes([n | 1, 0, n, 0, n]) + b"\x7c\x85" + bytes(20) for n in range(20))),
    ],
    "audio": [joined(*(struct.pack("!HH", n, n) + b"\x78" + bytes(30) for n in range(20)))],
    "rtp": [
        struct.pack("!BBHLLHH", 0x90, 96, 1, 2, 3, 0xBEDE, 2) + b"\x32abc\x10\x20\0\0" + b"x" * 20
    ],
    "rtcp": [
        struct.pack("!BBHLLLLLL", 0x80, 200, 6, 1, 2, 3, 4, 5, 6)
        + struct.pack("!BBHL", 0x81, 202, 2, 1)
        + b"\x01\x02ab"
        + struct.pack("!BBHLLHH", 0x81, 205, 3, 1, 2, 5, 0)
        + struct.pack("!BBHLL", 0x8F, 206, 2, 1, 2)
    ],
    "datagram": [_check()],
    "sctp": [
        joined(OPENING, _data(2, 51, b"{}")),
        joined(OPENING, _data(2, 51, b"\xff"), OPENING),
        joined(_chunk(130, struct.pack("!HHLLLH", 13, 18, 1, 2, 3, 0))),
        joined(_chunk(3, struct.pack("!LLHHHH", 1, 1, 1, 0, 1, 2))),
        joined(_chunk(192, struct.pack("!LHH", 3, 0, 0))),
        joined(_chunk(4, struct.pack("!HH", 1, 8) + b"abcd")),
        joined(_chunk(1, struct.pack("!LLHHLHH", 1, 1, 1, 1, 1, 0x8008, 4))),
        joined(_chunk(4, struct.pack("!HH", 1, 0))),
    ],
}
"""By the name of what takes them, see targets.TARGETS."""
