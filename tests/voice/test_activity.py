from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.activity import HANG_OVER_S, STATE_SHAPE, SpeechDetector, SpeechModel
from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return SpeechModel()


class Scripted:
    """A model that says what it is told to."""

    def __init__(self, probabilities: Sequence[float]) -> None:
        self._probabilities = list(probabilities)

    def run(
        self, samples: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32]]:
        return self._probabilities.pop(0), np.zeros(STATE_SHAPE, np.float32)


def decisions(probabilities: Sequence[float]) -> list[bool]:
    detector = SpeechDetector(cast(SpeechModel, Scripted(probabilities)))
    silence = np.zeros(CHUNK_SAMPLES, np.int16)
    return [detector.hear(silence) for _ in probabilities]


def share_of_speech(model: SpeechModel, samples: NDArray[np.int16]) -> float:
    detector = SpeechDetector(model)
    chunks = samples[: len(samples) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
    return float(np.mean([detector.hear(chunk) for chunk in chunks]))


def sounds(seconds: float) -> dict[str, NDArray[np.int16]]:
    rng = np.random.default_rng(0)
    time_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    clicks = np.where(rng.random(len(time_s)) < 5e-4, 20_000, 0)
    chord = np.sum([np.sin(2 * np.pi * f * time_s) for f in (262, 330, 392)], axis=0)
    return {
        "silence": np.zeros(len(time_s), np.int16),
        "noise": rng.normal(0, 800, len(time_s)).astype(np.int16),
        "hum": (3000 * np.sin(2 * np.pi * 50 * time_s)).astype(np.int16),
        "clicks": clicks.astype(np.int16),
        "chord": (2000 * chord).astype(np.int16),
    }


@pytest.mark.parametrize("name", ["silence", "noise", "hum", "clicks", "chord"])
def test_what_is_not_speech_is_never_taken_for_it(model: SpeechModel, name: str) -> None:
    assert share_of_speech(model, sounds(20.0)[name]) == 0


def test_a_pause_between_words_belongs_to_speech_and_a_longer_one_does_not() -> None:
    bridged = int(HANG_OVER_S / CHUNK_S)
    heard = decisions([0.9] + [0.1] * (bridged + 5))
    assert heard == [True] * (1 + bridged) + [False] * 5


def test_a_doubtful_chunk_goes_on_with_speech_and_does_not_begin_it() -> None:
    assert decisions([0.4, 0.4]) == [False, False]
    assert decisions([0.9] + [0.4] * 40) == [True] * 41


def test_a_chunk_of_another_size_is_refused(model: SpeechModel) -> None:
    with pytest.raises(ValueError, match="512"):
        SpeechDetector(model).hear(np.zeros(480, np.int16))


def test_speakers_do_not_hear_each_other(model: SpeechModel) -> None:
    noise = sounds(2.0)["noise"]
    alone = SpeechDetector(model)
    chunks = noise[: len(noise) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
    for chunk in chunks:
        alone.hear(chunk)
    first, second = SpeechDetector(model), SpeechDetector(model)
    for chunk in chunks:
        first.hear(chunk)
        second.hear(np.zeros(CHUNK_SAMPLES, np.int16))
    assert np.array_equal(alone._state, first._state)
    assert not np.array_equal(first._state, second._state)
