"""Readings of what is no speech: ``python -m training.voice.false_alarms [--minutes 10]``.

Makes noises, hums, clicks, tones, a melody, drums and silence, has each heard as it is and as
Opus leaves it, and counts the readings. The exit status says whether there was any.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from analysis.voice_classifier import VoiceClassifier
from analysis.voice_reader import VoiceReader
from training.voice.augment import through_opus
from vision.model_file import MODELS_DIR
from voice.activity import SpeechModel
from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk
from voice.downsampler import FACTOR, Downsampler

NOTES_HZ = 220.0 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
NOTE_SAMPLES = SAMPLE_RATE_HZ // 4

Second = NDArray[np.float64]

CODED_S = 60.0
"""Sound that goes through one encoder; a new one begins after it."""

HUM_HZ = {"hum of 50 Hz": 50, "hum of 60 Hz": 60}

NOISE_SLOPES = {"white noise": 0.0, "pink noise": 1.0, "brown noise": 2.0, "fan": 1.0}
"""By how much power falls with frequency: its exponent."""

BLADES_HZ = 84.0
"""Seven blades, 12 turns a second: a fan's noise swells with each and carries their tone."""

QUIET = "quiet white noise"
QUIET_SHARE = 0.03
"""-66 dB of full scale, where the detector is given 20 dB more (voice/gain.py)."""

KINDS = (
    "silence",
    QUIET,
    *NOISE_SLOPES,
    *HUM_HZ,
    "clicks",
    "chord",
    "gliding tone",
    "melody",
    "drums",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    seconds = round(parser.parse_args().minutes * 60)
    model, speech_model = VoiceClassifier.load(MODELS_DIR), SpeechModel()
    alarms = 0
    for kind in KINDS:
        plain = readings(chunks(kind, seconds), model, speech_model)
        coded = readings(through_codec(chunks(kind, seconds)), model, speech_model)
        alarms += plain + coded
        print(f"{kind:12} {plain} readings in {seconds} s, {coded} through Opus", flush=True)
    sys.exit(alarms > 0)


def readings(heard: Iterable[AudioChunk], model: VoiceClassifier, speech_model: SpeechModel) -> int:
    """Count the readings of a sound."""
    reader = VoiceReader(model, speech_model)
    return sum(reader.push(chunk) is not None for chunk in heard)


def through_codec(heard: Iterable[AudioChunk]) -> Iterator[AudioChunk]:
    """Give a sound as it comes out of Opus, a stretch of CODED_S after the other."""
    downsampler = Downsampler()
    for stretch in _stretches(heard):
        signal = np.concatenate([chunk.samples for chunk in stretch]).astype(np.float32) / 32_768
        coded = through_opus(np.asarray(resample_poly(signal, FACTOR, 1), np.float32))
        yield from downsampler.push(coded, stretch[0].media_time_s)


def _stretches(heard: Iterable[AudioChunk]) -> Iterator[list[AudioChunk]]:
    stretch: list[AudioChunk] = []
    for chunk in heard:
        stretch.append(chunk)
        if len(stretch) * CHUNK_S >= CODED_S:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def chunks(kind: str, seconds: int) -> Iterator[AudioChunk]:
    """Make a sound, a second at a time."""
    rng = np.random.default_rng(0)
    pending, index = np.zeros(0, np.int16), 0
    for second in range(seconds):
        signal = _second(kind, second, rng)
        pending = np.concatenate([pending, np.clip(signal, -32_768, 32_767).astype(np.int16)])
        while len(pending) >= CHUNK_SAMPLES:
            yield AudioChunk(pending[:CHUNK_SAMPLES], index * CHUNK_S)
            pending, index = pending[CHUNK_SAMPLES:], index + 1


def _second(kind: str, second: int, rng: np.random.Generator) -> Second:
    time_s = second + np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    if kind in NOISE_SLOPES:
        noise = _noise(NOISE_SLOPES[kind], rng)
        return noise * _swell(time_s) + _tone(BLADES_HZ, time_s) if kind == "fan" else noise
    if kind == QUIET:
        return _noise(0.0, rng) * QUIET_SHARE
    if kind in HUM_HZ:
        parts = [_tone(HUM_HZ[kind] * k, time_s) / k for k in (1, 2, 3, 5)]
        return np.asarray(10 * np.sum(parts, axis=0))
    if kind == "clicks":
        return np.where(rng.random(len(time_s)) < 5e-4, 20_000.0, 0.0)
    if kind == "chord":
        return np.asarray(7 * np.sum([_tone(hz, time_s) for hz in (262, 330, 392)], axis=0))
    if kind == "gliding tone":
        return np.asarray(10_000 * np.sin(2 * np.pi * (300 * time_s + 150 * np.sin(time_s))))
    if kind == "melody":
        return _melody(rng)
    if kind == "drums":
        fall = np.exp(-(np.arange(len(time_s)) % NOTE_SAMPLES) / 800)
        return np.asarray(rng.normal(0, 6000, len(time_s)) * fall)
    return np.zeros(len(time_s))


def _noise(slope: float, rng: np.random.Generator) -> Second:
    spectrum = np.fft.rfft(rng.normal(0, 800, SAMPLE_RATE_HZ))
    spectrum *= (100 / np.maximum(np.arange(len(spectrum)), 20)) ** (slope / 2)
    return np.asarray(np.fft.irfft(spectrum))


def _swell(time_s: Second) -> Second:
    return np.asarray(1 + 0.3 * np.sin(2 * np.pi * BLADES_HZ * time_s))


def _tone(hz: float, time_s: Second) -> Second:
    return np.asarray(300 * np.sin(2 * np.pi * hz * time_s))


def _melody(rng: np.random.Generator) -> Second:
    """Four notes of six harmonics each, struck and fading."""
    time_s = np.arange(NOTE_SAMPLES) / SAMPLE_RATE_HZ
    notes = []
    for hz in rng.choice(NOTES_HZ, SAMPLE_RATE_HZ // NOTE_SAMPLES):
        parts = [np.sin(2 * np.pi * hz * k * time_s) / k for k in range(1, 7)]
        notes.append(5000 * np.sum(parts, axis=0) * np.exp(-6 * time_s))
    return np.concatenate(notes)


if __name__ == "__main__":
    main()
