"""What happens to a voice on its way: other throats, rooms, noise, microphones and the codec.

Signals are float32, -1..1. All randomness comes from the generator that is passed in.
"""

from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve, resample_poly

from training.voice.corpus import RATE_HZ
from voice.downsampler import INPUT_RATE_HZ

Signal = NDArray[np.float32]

OPUS_BIT_RATE = 24_000


def to_codec_rate(signal: Signal, throat: float = 1.0) -> Signal:
    """Resample from RATE_HZ to 48 kHz, as if the speaker were smaller or larger.

    Args:
        signal: at RATE_HZ.
        throat: what pitch and formants are multiplied by; the speech gets as much faster.
    """
    ratio = Fraction(INPUT_RATE_HZ, round(RATE_HZ * throat)).limit_denominator(400)
    return np.asarray(resample_poly(signal, ratio.numerator, ratio.denominator), np.float32)


def in_a_room(signal: Signal, rng: np.random.Generator) -> Signal:
    """Add a room: exponentially decaying noise after the direct sound.

    It decays by 60 dB in 0.15 to 0.6 s; direct sound over reverberation is 0 to 15 dB.
    """
    decay_s = rng.uniform(0.15, 0.6)
    time_s = np.arange(round(decay_s * RATE_HZ)) / RATE_HZ
    tail = rng.normal(size=len(time_s)) * 10 ** (-3 * time_s / decay_s)
    tail *= 10 ** (-rng.uniform(0, 15) / 20) / np.linalg.norm(tail)
    tail[0] = 1.0
    return np.asarray(fftconvolve(signal, tail)[: len(signal)], np.float32)


def with_noise(signal: Signal, rng: np.random.Generator, signal_to_noise_db: float) -> Signal:
    """Add noise whose power falls with frequency by a random exponent from 0 to 2."""
    spectrum = np.fft.rfft(rng.normal(size=len(signal)))
    slope = np.maximum(np.arange(len(spectrum)), 20) ** (-rng.uniform(0, 2) / 2)
    noise = np.fft.irfft(spectrum * slope, len(signal))
    wanted = np.sqrt(np.mean(signal**2)) * 10 ** (-signal_to_noise_db / 20)
    return np.asarray(signal + noise * (wanted / np.sqrt(np.mean(noise**2))), np.float32)


def through_a_microphone(signal: Signal, rng: np.random.Generator) -> Signal:
    """Tilt and bend the spectrum: a smooth random curve of up to about 6 dB."""
    spectrum = np.fft.rfft(signal)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(signal), 1 / RATE_HZ), 60) / 1000)
    tilt_db = rng.normal(0, 1.5) * octaves
    bend_db = rng.normal(0, 2) * np.cos(octaves * rng.uniform(0.5, 1.5) + rng.uniform(0, 6))
    return np.asarray(np.fft.irfft(spectrum * 10 ** ((tilt_db + bend_db) / 20), len(signal)))


def through_opus(signal: Signal) -> NDArray[np.int16]:
    """Encode and decode at 48 kHz and OPUS_BIT_RATE.

    Returns:
        int16, as long as the signal down to a whole number of frames of 20 ms.
    """
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.sample_rate, decoder.layout = INPUT_RATE_HZ, "mono"
    packets = [av.Packet(data) for data in opus_packets(to_int16(signal))]
    decoded = [frame.to_ndarray().reshape(-1) for p in packets for frame in decoder.decode(p)]
    return np.concatenate(decoded)


def opus_packets(samples: NDArray[np.int16], packet_ms: int = 20) -> list[bytes]:
    """Encode at OPUS_BIT_RATE as browsers do for speech; an incomplete last packet is left out.

    Args:
        samples: int16, mono, 48 kHz.
        packet_ms: one of Opus's durations.
    """
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = INPUT_RATE_HZ, "mono", "s16"
    encoder.bit_rate = OPUS_BIT_RATE
    encoder.options = {
        "application": "voip",
        "compression_level": "5",
        "frame_duration": str(packet_ms),
    }
    size = packet_ms * INPUT_RATE_HZ // 1000
    packets: list[bytes] = []
    for offset in range(0, len(samples) - size + 1, size):
        frame = av.AudioFrame.from_ndarray(samples[None, offset : offset + size], "s16", "mono")
        frame.sample_rate, frame.pts = INPUT_RATE_HZ, offset
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


def to_int16(signal: Signal) -> NDArray[np.int16]:
    return np.clip(np.rint(signal * 32_768), -32_768, 32_767).astype(np.int16)
