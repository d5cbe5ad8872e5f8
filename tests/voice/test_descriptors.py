import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio import SAMPLE_RATE_HZ
from voice.descriptors import HOP_SAMPLES, NAMES, REFERENCE_HZ, describe, frame_count


def time_s(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def buzz(hz: float, seconds: float = 0.5, harmonics: int = 8) -> NDArray[np.float32]:
    parts = [np.sin(2 * np.pi * hz * k * time_s(seconds)) / k for k in range(1, harmonics + 1)]
    noise = np.random.default_rng(0).normal(0, 1e-3, len(time_s(seconds)))
    return np.asarray(0.1 * np.sum(parts, axis=0) + noise, np.float32)


def column(name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows[:, NAMES.index(name)]


@pytest.mark.parametrize("hz", [61.0, 75.0, 110.0, 207.0, 330.0, 470.0])
def test_the_pitch_of_a_buzz_is_found_to_a_tenth_of_a_semitone(hz: float) -> None:
    semitones = column("pitch", describe(buzz(hz)))
    assert np.abs(semitones - 12 * np.log2(hz / REFERENCE_HZ)).max() < 0.1


def test_the_pitch_of_a_low_voice_is_no_octave_off_in_noise() -> None:
    rng = np.random.default_rng(0)
    noisy = buzz(95.0) + rng.normal(0, 0.02, 8000).astype(np.float32)
    semitones = column("pitch", describe(noisy))
    assert abs(np.nanmedian(semitones) - 12 * np.log2(95 / REFERENCE_HZ)) < 0.2


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    assert np.isnan(column("pitch", describe(noise))).mean() > 0.95
    assert np.isnan(column("pitch", describe(np.zeros(16_000, np.float32)))).all()


def test_half_the_amplitude_is_six_decibel_less_and_nothing_else() -> None:
    loud, soft = describe(buzz(150.0)), describe(buzz(150.0) * np.float32(0.5))
    assert np.allclose(column("level", loud) - column("level", soft), 6.02, atol=0.01)
    others = [index for index, name in enumerate(NAMES) if name != "level"]
    assert np.allclose(loud[:, others], soft[:, others], atol=0.05)


def test_a_brighter_buzz_has_a_higher_centroid_and_a_flatter_tilt() -> None:
    dull, bright = describe(buzz(150.0, harmonics=3)), describe(buzz(150.0, harmonics=30))
    assert column("centroid", bright).mean() > column("centroid", dull).mean() + 0.1
    assert column("alpha_ratio", bright).mean() < column("alpha_ratio", dull).mean() - 10


def test_a_row_depends_only_on_its_own_frame_and_the_one_before() -> None:
    signal = np.concatenate([buzz(120.0), buzz(240.0)])
    whole = describe(signal)
    part = describe(signal[20 * HOP_SAMPLES :])
    assert np.allclose(whole[21:], part[1:], atol=1e-3, equal_nan=True)


def test_a_signal_shorter_than_a_frame_has_no_row() -> None:
    assert frame_count(639) == 0
    assert describe(np.zeros(639, np.float32)).shape == (0, len(NAMES))
    assert describe(np.zeros(640, np.float32)).shape == (1, len(NAMES))


def test_every_column_but_pitch_is_finite_whatever_comes() -> None:
    rng = np.random.default_rng(1)
    for signal in (np.zeros(3200), np.ones(3200), rng.choice([-1.0, 1.0], 3200)):
        rows = describe(signal.astype(np.float32))
        assert np.isfinite(np.delete(rows, NAMES.index("pitch"), axis=1)).all()
