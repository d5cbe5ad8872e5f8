"""A made-up microphone: Opus packets of 20 ms, and the network between."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from webrtc.receive.audio_jitter import AudioPacket

PACKET_TICKS = 960
PACKET_S = 0.02
FIRST_NUMBER = 65_530
FIRST_TIMESTAMP = 2**32 - 2 * PACKET_TICKS
TOC_20_MS = 0x78  # one frame of 20 ms, CELT (RFC 6716 table 2)
REFUSED_BY_LIBOPUS = bytes([TOC_20_MS | 3, 0x80 | 3, 200, 200])  # three frames of nothing


def packet(index: int, delay_s: float = 0.0, data: bytes | None = None) -> AudioPacket:
    """Return packet `index` of a stream whose numbers and timestamps wrap around early."""
    return AudioPacket(
        sequence_number=(FIRST_NUMBER + index) % 2**16,
        rtp_timestamp=(FIRST_TIMESTAMP + index * PACKET_TICKS) % 2**32,
        data=bytes([TOC_20_MS, index % 256]) if data is None else data,
        arrival_s=index * PACKET_S + delay_s,
    )


def after_silence(item: AudioPacket, ticks: int) -> AudioPacket:
    """Return the packet as the sender would send it after not sending for so many ticks."""
    return replace(
        item,
        rtp_timestamp=(item.rtp_timestamp + ticks) % 2**32,
        arrival_s=item.arrival_s + ticks / 48_000,
    )


def tone(seconds: float, hertz: float = 440.0) -> NDArray[np.int16]:
    times_s = np.arange(round(seconds * 48_000)) / 48_000
    return np.asarray(np.round(8_000 * np.sin(2 * np.pi * hertz * times_s)), np.int16)


def encoded(samples: NDArray[np.int16], packet_ms: int = 20) -> list[bytes]:
    """Encode mono sound with libopus as a browser does for speech."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = 32_000
    encoder.options = {"application": "voip", "frame_duration": str(packet_ms)}
    size = packet_ms * 48
    packets = []
    for start in range(0, len(samples) - size + 1, size):
        frame = av.AudioFrame.from_ndarray(
            samples[None, start : start + size], format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        packets += [bytes(item) for item in encoder.encode(frame)]
    return packets
