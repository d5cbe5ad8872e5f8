"""Readings of what is no speech: ``python -m training.voice.false_alarms [--minutes 10]``.

Makes noise, hum, clicks, chords, a melody and silence, and counts the readings of each. The
exit status says whether there was any.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.voice_classifier import VoiceClassifier
from analysis.voice_reader import VoiceReader
from voice.activity import SpeechModel
from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk

MODELS_DIR = Path(__file__).resolve().parents[2] / "models"

NOTES_HZ = 220.0 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
NOTE_SAMPLES = SAMPLE_RATE_HZ // 4

Second = NDArray[np.float64]

KINDS = ("silence", "white noise", "pink noise", "hum", "clicks", "chord", "melody", "drums")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    seconds = round(parser.parse_args().minutes * 60)
    model, speech_model = VoiceClassifier.load(MODELS_DIR), SpeechModel()
    alarms = {kind: readings(kind, seconds, model, speech_model) for kind in KINDS}
    for kind, count in alarms.items():
        print(f"{kind:12} {count} readings in {seconds} s", flush=True)
    sys.exit(any(alarms.values()))


def readings(kind: str, seconds: int, model: VoiceClassifier, speech_model: SpeechModel) -> int:
    """Count the readings of so many seconds of one of KINDS."""
    reader = VoiceReader(model, speech_model)
    return sum(reader.push(chunk) is not None for chunk in chunks(kind, seconds))


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
    if kind == "white noise":
        return rng.normal(0, 800, len(time_s))
    if kind == "pink noise":
        spectrum = np.fft.rfft(rng.normal(0, 800, len(time_s)))
        slope = np.sqrt(100 / np.maximum(np.arange(len(spectrum)), 20))
        return np.asarray(np.fft.irfft(spectrum * slope))
    if kind == "hum":
        parts = [np.sin(2 * np.pi * 50 * k * time_s) / k for k in (1, 2, 3, 5)]
        return np.asarray(3000 * np.sum(parts, axis=0))
    if kind == "clicks":
        return np.where(rng.random(len(time_s)) < 5e-4, 20_000.0, 0.0)
    if kind == "chord":
        return np.asarray(
            2000 * np.sum([np.sin(2 * np.pi * f * time_s) for f in (262, 330, 392)], axis=0)
        )
    if kind == "melody":
        return _melody(rng)
    if kind == "drums":
        fall = np.exp(-(np.arange(len(time_s)) % NOTE_SAMPLES) / 800)
        return np.asarray(rng.normal(0, 6000, len(time_s)) * fall)
    return np.zeros(len(time_s))


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
