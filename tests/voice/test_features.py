import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio import SAMPLE_RATE_HZ
from voice.descriptors import NAMES, REFERENCE_HZ, describe
from voice.features import FEATURE_NAMES, summarise

Signal = NDArray[np.float32]


def syllables(hz: float, per_second: float, seconds: float = 3.0, excursion: float = 0.0) -> Signal:
    """A buzz that comes and goes, its pitch swinging by `excursion` semitones to either side."""
    time_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    pitch = hz * 2 ** (excursion / 12 * np.sin(2 * np.pi * 0.7 * time_s))
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE_HZ
    sound = np.sum([np.sin(k * phase) / k for k in range(1, 9)], axis=0)
    envelope = 0.3 + np.sin(np.pi * per_second * time_s) ** 2
    noise = np.random.default_rng(0).normal(0, 1e-3, len(time_s))
    return np.asarray(0.1 * sound * envelope + noise, np.float32)


def features(signal: Signal) -> dict[str, float]:
    rows = describe(signal)
    vector = summarise(rows, np.ones(len(rows), bool))
    return dict(zip(FEATURE_NAMES, vector.tolist(), strict=True))


def test_names_are_unique_and_as_many_as_features() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)
    assert len(features(syllables(120, 4))) == len(FEATURE_NAMES)


def test_pitch_and_its_range_are_told() -> None:
    flat, lively = features(syllables(150, 4)), features(syllables(150, 4, excursion=4))
    assert flat["pitch_p50"] == pytest.approx(12 * np.log2(150 / REFERENCE_HZ), abs=0.3)
    assert flat["pitch_range"] < 0.5
    assert 6 < lively["pitch_range"] < 8.5


def test_syllables_are_counted() -> None:
    assert features(syllables(150, 3))["syllable_rate"] == pytest.approx(3, abs=0.5)
    assert features(syllables(150, 6))["syllable_rate"] == pytest.approx(6, abs=0.7)


def test_only_loudness_changes_with_the_gain() -> None:
    loud = features(syllables(150, 4, excursion=2))
    soft = features(syllables(150, 4, excursion=2) * np.float32(0.25))
    assert loud["loudness"] - soft["loudness"] == pytest.approx(12.04, abs=0.1)
    others = [name for name in FEATURE_NAMES if name != "loudness"]
    assert [loud[name] for name in others] == pytest.approx(
        [soft[name] for name in others], abs=0.15
    )


def test_what_is_no_speech_leaves_no_trace() -> None:
    speech = describe(syllables(150, 4, seconds=1.5))
    loud_noise = describe(np.random.default_rng(0).normal(0, 0.3, 16_000).astype(np.float32))
    rows = np.concatenate([loud_noise, speech])
    is_speech = np.arange(len(rows)) >= len(loud_noise)
    alone = summarise(speech, np.ones(len(speech), bool))
    assert np.allclose(summarise(rows, is_speech), alone, atol=1e-4)


def test_features_are_finite_without_any_pitch_or_level() -> None:
    rng = np.random.default_rng(0)
    for signal in (np.zeros(16_000), rng.normal(0, 0.1, 16_000), 0.5 * np.ones(16_000)):
        rows = describe(signal.astype(np.float32))
        for count in (6, 20, len(rows)):
            assert np.isfinite(summarise(rows, np.arange(len(rows)) < count)).all()


def test_a_jump_to_another_octave_is_not_taken_for_melody() -> None:
    rows = describe(syllables(150, 4))
    jumped = rows.copy()
    voiced = np.flatnonzero(np.isfinite(rows[:, NAMES.index("pitch")]))
    jumped[voiced[20::25], NAMES.index("pitch")] -= 12
    everything = np.ones(len(rows), bool)
    index = FEATURE_NAMES.index("pitch_range")
    assert summarise(jumped, everything)[index] < 1
