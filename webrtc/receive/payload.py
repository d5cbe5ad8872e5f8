"""RTP payloads of the video codecs: their data, and where frames and key frames start."""

from collections.abc import Callable
from dataclasses import dataclass

from aiortc.codecs.h264 import h264_depayload
from aiortc.codecs.vpx import VpxPayloadDescriptor

# NAL unit types of RFC 6184 table 1 and H.264 table 7-1.
_NAL_IDR = 5
_NAL_SEI = 6
_NAL_SPS = 7
_NAL_AUD = 9
_NAL_STAP_A = 24
_NAL_FU_A = 28
_FU_START = 0x80
_NAL_TYPE_MASK = 0x1F
_NAL_REF_IDC_MASK = 0x60
_KEY_TYPES = {_NAL_IDR, _NAL_SPS}
_PREAMBLE_TYPES = {_NAL_AUD, _NAL_SEI}


@dataclass(frozen=True, slots=True)
class Payload:
    """One packet's share of an encoded frame.

    Attributes:
        data: bytes for the decoder.
        starts_key_frame: a frame that needs no other frame can be decoded from this packet on.
        is_disposable: frames of lower temporal layers do not need this packet's frame.
        is_preamble: it holds only what may stand before the first packet that is needed.
    """

    data: bytes
    starts_key_frame: bool
    is_disposable: bool = False
    is_preamble: bool = False


def parse_vp8(payload: bytes) -> Payload:
    """Parse a VP8 payload (RFC 7741 section 4).

    Raises:
        ValueError: the payload descriptor is cut off.
    """
    descriptor, data = VpxPayloadDescriptor.parse(payload)
    is_start = descriptor.partition_start == 1 and descriptor.partition_id == 0
    # The P bit of the payload header is 0 in key frames (RFC 7741 section 4.3).
    starts_key_frame = is_start and bool(data) and not data[0] & 0x01
    is_disposable = descriptor.tid is not None and descriptor.tid[0] > 0
    return Payload(data, starts_key_frame, is_disposable)


def vp8_pixels(frame: bytes) -> int:
    """Return how many pixels a VP8 key frame says it has; 0 for any other frame.

    The size stands in two fields of 14 bits after the start code (RFC 6386 section 9.1).
    """
    if len(frame) < 10 or frame[0] & 0x01:
        return 0
    width, height = (int.from_bytes(frame[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return width * height


def parse_h264(payload: bytes) -> Payload:
    """Parse an H.264 payload (RFC 6184 section 5).

    Raises:
        ValueError: the payload is cut off or of an unsupported NAL unit type.
    """
    data = h264_depayload(payload)
    types = _nal_types(payload)
    is_later_fragment = payload[0] & _NAL_TYPE_MASK == _NAL_FU_A and not payload[1] & _FU_START
    return Payload(
        data,
        starts_key_frame=not is_later_fragment and not types.isdisjoint(_KEY_TYPES),
        # Aggregates and fragments carry the highest nal_ref_idc of what is in them.
        is_disposable=not payload[0] & _NAL_REF_IDC_MASK,
        is_preamble=types <= _PREAMBLE_TYPES,
    )


def _nal_types(payload: bytes) -> set[int]:
    """Return the types of the NAL units of which a well-formed payload holds all or a part."""
    nal_type = payload[0] & _NAL_TYPE_MASK
    if nal_type == _NAL_FU_A:
        return {payload[1] & _NAL_TYPE_MASK}
    if nal_type != _NAL_STAP_A:
        return {nal_type}
    types, start = set(), 1
    while start + 2 < len(payload):
        size_bytes = int.from_bytes(payload[start : start + 2])
        if size_bytes:
            types.add(payload[start + 2] & _NAL_TYPE_MASK)
        start += 2 + size_bytes
    return types


PARSERS: dict[str, Callable[[bytes], Payload]] = {"VP8": parse_vp8, "H264": parse_h264}
"""Payload parsers by the codec's name in the SDP."""

PADDING = Payload(b"", starts_key_frame=False, is_disposable=True)
"""What a packet without media counts as: it only takes a sequence number."""
