import numpy as np
import pytest
from numpy.typing import NDArray

from webrtc.microphone import SAMPLE_RATE_HZ, Microphone


def sine(hertz: float, seconds: float) -> NDArray[np.int16]:
    times_s = np.arange(round(48_000 * seconds)) / 48_000
    return np.round(9_000 * np.sin(2 * np.pi * hertz * times_s)).astype(np.int16)


def converted(samples: NDArray[np.int16], piece: int) -> NDArray[np.int16]:
    microphone = Microphone()
    pieces = [samples[i : i + piece] for i in range(0, len(samples), piece)]
    return np.frombuffer(b"".join(map(microphone.convert, pieces)), "<i2")


def level(samples: NDArray[np.int16]) -> float:
    middle = samples[1_600:-1_600].astype(float)
    return float(np.sqrt(2 * np.mean(middle**2)))


def test_a_third_of_the_samples_comes_out() -> None:
    out = converted(sine(440, 2.0), 2_880)
    assert 0 <= 2 * SAMPLE_RATE_HZ - len(out) < 0.005 * SAMPLE_RATE_HZ


@pytest.mark.parametrize("hertz", [100, 440, 3_000, 6_500])
def test_speech_keeps_its_level(hertz: float) -> None:
    assert level(converted(sine(hertz, 1.0), 960)) == pytest.approx(9_000, rel=0.02)


@pytest.mark.parametrize("hertz", [9_500, 12_000, 15_000])
def test_what_16_khz_cannot_hold_does_not_come_back_as_another_tone(hertz: float) -> None:
    assert level(converted(sine(hertz, 1.0), 960)) < 90


def test_the_pieces_do_not_matter() -> None:
    samples = sine(440, 1.0)
    whole, in_pieces = converted(samples, 48_000), converted(samples, 960)
    shared = min(len(whole), len(in_pieces))
    assert (whole[:shared] == in_pieces[:shared]).all()
