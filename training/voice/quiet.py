"""How much speech the detector hears of quiet microphones: ``python -m training.voice.quiet``.

EmoDB's sentences with pauses between them, at their own level and below, with the slow gain and
without it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from training.voice.corpus import RATE_HZ, load_clips
from voice.activity import SpeechDetector, SpeechModel
from voice.audio import CHUNK_SAMPLES, SAMPLE_RATE_HZ
from voice.gain import SlowGain

PAUSE_S = 0.5
EVERY = 14
"""Of the corpus's sentences every so manieth: forty are enough for two digits."""

ATTENUATIONS_DB = (0, -20, -30, -40, -50, -60)

Stream = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""A signal, -1..1, 16 kHz, and which of its chunks are of a sentence."""


class NoGain(SlowGain):
    """Leaves everything as it is."""

    def apply(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        return signal


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds emodb")
    clips = load_clips(parser.parse_args(arguments).data)[::EVERY]
    stream = joined([clip.samples for clip in clips])
    model = SpeechModel()
    print("attenuation, dB | heard without gain | with it")
    for attenuation_db in ATTENUATIONS_DB:
        shares = [
            heard_share(stream, attenuation_db, SpeechDetector(model, gain))
            for gain in (NoGain(), SlowGain())
        ]
        print(f"{attenuation_db:>4} | {shares[0]:.3f} | {shares[1]:.3f}", flush=True)


def joined(sentences: Sequence[NDArray[np.float32]]) -> Stream:
    """Join sentences of RATE_HZ, a pause after each."""
    pause = np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ))
    signals, marks = [], []
    for sentence in sentences:
        signal = resample_poly(sentence.astype(np.float64), SAMPLE_RATE_HZ, RATE_HZ)
        signals += [signal, pause]
        marks += [np.ones(len(signal)), np.zeros(len(pause))]
    n_chunks = sum(map(len, signals)) // CHUNK_SAMPLES
    mark = np.concatenate(marks)[: n_chunks * CHUNK_SAMPLES].reshape(n_chunks, CHUNK_SAMPLES)
    return np.concatenate(signals)[: n_chunks * CHUNK_SAMPLES], mark.mean(axis=1) > 0.5


def heard_share(stream: Stream, attenuation_db: float, detector: SpeechDetector) -> float:
    """Return the share of the sentences' chunks that the detector takes for speech."""
    signal, is_sentence = stream
    quieter = np.round(signal * 10 ** (attenuation_db / 20) * 32_767).astype(np.int16)
    heard = [detector.hear(chunk) for chunk in quieter.reshape(-1, CHUNK_SAMPLES)]
    return float(np.array(heard)[is_sentence].mean())


if __name__ == "__main__":
    main()
