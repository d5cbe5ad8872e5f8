"""Temporal layers on the wire: aiortc packs VP8 without them, browsers send them."""

from aiortc import rtcrtpsender
from aiortc.codecs import get_encoder
from aiortc.codecs.base import Encoder
from aiortc.codecs.vpx import Vp8Encoder, VpxPayloadDescriptor
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from av import Packet, stream


class LayeredVp8Encoder(Vp8Encoder):
    """Packs a frame with the temporal layer that its packet's `opaque` names, if any."""

    def pack(self, packet: "Packet[stream.Stream]") -> tuple[list[bytes], int]:
        payloads, timestamp = super().pack(packet)
        layer = packet.opaque
        if isinstance(layer, int):
            payloads = [_with_layer(payload, layer) for payload in payloads]
        return payloads, timestamp


def _with_layer(payload: bytes, layer: int) -> bytes:
    descriptor, data = VpxPayloadDescriptor.parse(payload)
    # The second of the pair says that a decoder may begin to decode the layer here
    # (RFC 7741 section 4.2, Y).
    descriptor.tid = (layer, 0)
    return bytes(descriptor) + data


def send_layers() -> None:
    """Have this process's senders mark temporal layers."""

    def choose(codec: RTCRtpCodecParameters) -> Encoder:
        return LayeredVp8Encoder() if codec.name == "VP8" else get_encoder(codec)

    vars(rtcrtpsender)["get_encoder"] = choose
