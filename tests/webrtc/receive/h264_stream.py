"""A made-up camera: H.264 as libx264 encodes it, and the ways of publishers to packetize it."""

import re
from fractions import Fraction

import av
import numpy as np

MAX_PAYLOAD_BYTES = 1_200
_STAP_A, _FU_A = 24, 28
_NRI_MASK, _TYPE_MASK = 0x60, 0x1F
_FU_START, _FU_END = 0x80, 0x40


def access_units(count: int, *, key_every: int, size: tuple[int, int]) -> list[list[bytes]]:
    """Encode noise, each access unit with a delimiter before it as in MPEG-TS.

    Returns:
        Of each access unit its NAL units, without start codes.
    """
    width, height = size
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, 30)
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "x264-params": f"aud=1:keyint={key_every}:min-keyint={key_every}:scenecut=0",
    }
    noise = np.random.default_rng(5)
    units = []
    for number in range(count):
        picture = noise.integers(0, 255, (height, width, 3), np.uint8)
        image = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        image.pts = number
        units.append(_nal_units(b"".join(bytes(packet) for packet in encoder.encode(image))))
    return units


def in_single_packets(nal_units: list[bytes]) -> list[bytes]:
    """Packetize as simple senders do: each NAL unit by itself."""
    return [payload for nal_unit in nal_units for payload in _fragments(nal_unit)]


def gathered(nal_units: list[bytes]) -> list[bytes]:
    """Packetize as FFmpeg does: neighbours that fit go together (RFC 6184 section 5.7.1)."""
    payloads: list[bytes] = []
    waiting: list[bytes] = []
    for nal_unit in nal_units:
        if len(_aggregate([*waiting, nal_unit])) > MAX_PAYLOAD_BYTES:
            payloads += _aggregates(waiting)
            waiting = []
        if len(nal_unit) > MAX_PAYLOAD_BYTES:
            payloads += _fragments(nal_unit)
        else:
            waiting.append(nal_unit)
    return payloads + _aggregates(waiting)


def _nal_units(stream: bytes) -> list[bytes]:
    return [part for part in re.split(b"\0*\0\0\1", stream) if part]


def _aggregates(nal_units: list[bytes]) -> list[bytes]:
    return nal_units if len(nal_units) < 2 else [_aggregate(nal_units)]


def _aggregate(nal_units: list[bytes]) -> bytes:
    header = _STAP_A | max(nal_unit[0] & _NRI_MASK for nal_unit in nal_units)
    sized = (len(nal_unit).to_bytes(2) + nal_unit for nal_unit in nal_units)
    return bytes([header]) + b"".join(sized)


def _fragments(nal_unit: bytes) -> list[bytes]:
    """Return a NAL unit as it is, or where it is too large in FU-As (RFC 6184 section 5.8)."""
    if len(nal_unit) <= MAX_PAYLOAD_BYTES:
        return [nal_unit]
    indicator, kind = nal_unit[0] & _NRI_MASK | _FU_A, nal_unit[0] & _TYPE_MASK
    step = MAX_PAYLOAD_BYTES - 2
    starts = range(1, len(nal_unit), step)
    return [
        bytes([indicator, kind | _FU_START * (at == starts[0]) | _FU_END * (at == starts[-1])])
        + nal_unit[at : at + step]
        for at in starts
    ]
