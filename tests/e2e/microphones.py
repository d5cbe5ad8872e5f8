"""Speech for Chromium's fake microphone, by espeak-ng."""

import subprocess
import wave
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

RATE_HZ = 48_000
LEVEL = 3_277.0
"""Root mean square of speech: 20 dB below full scale."""

NOISE = 10.0
"""No microphone is ever exactly silent."""

ESPEAK_TIMEOUT_S = 30

Sound = NDArray[np.float64]


def spoken(text: str, seconds: float, voice: str = "es") -> Sound:
    """Speak a text, over and over, for so long."""
    command = ["espeak-ng", "--stdout", "-v", voice, text]
    sound = subprocess.run(command, check=True, capture_output=True, timeout=ESPEAK_TIMEOUT_S)
    with wave.open(BytesIO(sound.stdout)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        ratio = Fraction(RATE_HZ, file.getframerate())
    signal = resample_poly(samples.astype(np.float64), ratio.numerator, ratio.denominator)
    loud = signal[np.abs(signal) > 0.05 * np.abs(signal).max()]
    return np.resize(loud * LEVEL / np.sqrt(np.mean(loud**2)), round(seconds * RATE_HZ))


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE_HZ))


def write_microphone(path: Path, sounds: Sequence[Sound]) -> Path:
    """Write sounds as a file that Chromium plays in a loop."""
    whole = np.concatenate(sounds)
    noise = np.random.default_rng(0).normal(0.0, NOISE, len(whole))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.clip(whole + noise, -32_768, 32_767).astype("<i2").tobytes())
    return path
