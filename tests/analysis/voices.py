"""Sounds for the tests of the voice reader: espeak-ng's speech, and what is no speech."""

import subprocess
import wave
from fractions import Fraction
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk

TEXT = (
    "Today I went to the market and bought bread, apples and a little cheese. "
    "Afterwards I walked home along the river, where people were sitting in the sun."
)


def spoken(text: str = TEXT, *, pitch: int = 50, words_a_minute: int = 160) -> NDArray[np.int16]:
    """Speech at 16 kHz, about 20 dB below full scale."""
    command = ["espeak-ng", "--stdout", "-p", str(pitch), "-s", str(words_a_minute), text]
    sound = subprocess.run(command, check=True, capture_output=True, timeout=30).stdout
    with wave.open(BytesIO(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        ratio = Fraction(SAMPLE_RATE_HZ, file.getframerate())
    signal = resample_poly(samples.astype(np.float64), ratio.numerator, ratio.denominator)
    signal += np.random.default_rng(0).normal(0, 10, len(signal))  # no microphone is silent
    return np.asarray(np.rint(signal * 3277 / np.sqrt(np.mean(signal**2))), np.int16)


def silence(seconds: float) -> NDArray[np.int16]:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), np.int16)


def chunks_of(samples: NDArray[np.int16], start_s: float = 0.0) -> list[AudioChunk]:
    rows = samples[: len(samples) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
    return [AudioChunk(row, start_s + index * CHUNK_S) for index, row in enumerate(rows)]
