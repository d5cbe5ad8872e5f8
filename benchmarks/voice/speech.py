"""Speech as a microphone's encoder sends it: made by espeak-ng, coded by libopus."""

import subprocess
import wave
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import BytesIO

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

RATE_HZ = 48_000
"""Opus's clock, and what browsers encode from."""

BIT_RATE = 32_000
LEVEL = 3277.0
"""Root mean square: 20 dB below full scale."""

ESPEAK_TIMEOUT_S = 30

TEXT = (
    "Good morning. Today I went to the market and bought bread, apples and a little cheese. "
    "Afterwards I walked home along the river, where many people were sitting in the sun. "
    "A friend called and asked whether we could meet in the evening, and I said that I would "
    "rather stay at home and read."
)


@dataclass(frozen=True, slots=True)
class Speech:
    """Opus packets that are played in a loop.

    Attributes:
        packet_ms: duration of each; one of those that Opus has.
    """

    packets: tuple[bytes, ...]
    packet_ms: int

    @property
    def packet_ticks(self) -> int:
        return self.packet_ms * RATE_HZ // 1000

    @property
    def packet_s(self) -> float:
        return self.packet_ms / 1000


@cache
def speech(packet_ms: int) -> Speech:
    """Speak TEXT in packets of so many milliseconds.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
        subprocess.SubprocessError: it failed.
    """
    return Speech(encoded(spoken(), packet_ms), packet_ms)


def spoken() -> NDArray[np.int16]:
    """Return TEXT as mono sound at RATE_HZ."""
    command = ["espeak-ng", "--stdout", TEXT]
    sound = subprocess.run(command, check=True, capture_output=True, timeout=ESPEAK_TIMEOUT_S)
    with wave.open(BytesIO(sound.stdout)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        ratio = Fraction(RATE_HZ, file.getframerate())
    signal = resample_poly(samples.astype(np.float64), ratio.numerator, ratio.denominator)
    return np.asarray(np.rint(signal * LEVEL / np.sqrt(np.mean(signal**2))), np.int16)


def encoded(samples: NDArray[np.int16], packet_ms: int) -> tuple[bytes, ...]:
    """Encode mono sound at RATE_HZ as a browser does for speech."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "s16"
    encoder.bit_rate = BIT_RATE
    encoder.options = {"application": "voip", "frame_duration": str(packet_ms)}
    size = packet_ms * RATE_HZ // 1000
    packets: list[bytes] = []
    for start in range(0, len(samples) - size + 1, size):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + size], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, start, Fraction(1, RATE_HZ)
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(packets)
