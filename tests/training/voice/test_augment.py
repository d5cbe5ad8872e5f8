import numpy as np
import pytest
from numpy.typing import NDArray

from training.voice.augment import (
    in_a_room,
    opus_packets,
    through_a_microphone,
    through_opus,
    to_codec_rate,
    to_int16,
    with_noise,
)
from training.voice.corpus import RATE_HZ
from voice.downsampler import INPUT_RATE_HZ
from webrtc.receive.opus_packet import opus_duration

FRAME = INPUT_RATE_HZ // 50


def tone(seconds: float, rate_hz: int, hz: float = 200.0) -> NDArray[np.float32]:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.asarray(0.2 * np.sin(2 * np.pi * hz * time_s), np.float32)


def decibel(signal: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(np.square(signal, dtype=np.float64))))


def loudest_hz(signal: NDArray[np.float32], rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(signal))
    return float(np.argmax(spectrum) * rate_hz / len(signal))


def test_the_codec_keeps_length_and_level() -> None:
    signal = tone(1.0, INPUT_RATE_HZ)
    uneven = np.concatenate([signal, signal[: FRAME // 3]])
    coded = through_opus(uneven)
    assert len(coded) == len(signal)
    heard = coded[len(coded) // 2 :].astype(np.float32) / np.float32(32_768)
    assert decibel(heard) == pytest.approx(decibel(signal), abs=1.0)


@pytest.mark.parametrize("packet_ms", [20, 60])
def test_packets_are_whole_and_as_long_as_asked(packet_ms: int) -> None:
    packets = opus_packets(to_int16(tone(0.5, INPUT_RATE_HZ)), packet_ms)
    assert len(packets) == 500 // packet_ms
    assert {opus_duration(data) for data in packets} == {packet_ms * INPUT_RATE_HZ // 1000}


def test_noise_is_as_loud_as_asked() -> None:
    signal = tone(2.0, RATE_HZ)
    noise = with_noise(signal, np.random.default_rng(0), 10.0) - signal
    assert decibel(signal) - decibel(noise) == pytest.approx(10.0, abs=0.1)


def test_a_room_goes_on_sounding_and_keeps_the_direct_sound_in_place() -> None:
    click = np.zeros(RATE_HZ, np.float32)
    click[100] = 1.0
    heard = in_a_room(click, np.random.default_rng(0))
    assert len(heard) == len(click)
    assert np.argmax(np.abs(heard)) == 100
    assert heard[100] == pytest.approx(1.0, abs=1e-3)
    assert np.abs(heard[:100]).max() < 1e-6
    assert np.abs(heard[101:2000]).max() > 1e-3


def test_a_smaller_throat_is_higher_and_faster() -> None:
    signal = tone(1.0, RATE_HZ)
    same, smaller = to_codec_rate(signal), to_codec_rate(signal, throat=1.1)
    assert len(same) == INPUT_RATE_HZ
    assert len(smaller) == pytest.approx(INPUT_RATE_HZ / 1.1, rel=0.01)
    assert loudest_hz(same, INPUT_RATE_HZ) == pytest.approx(200, abs=2)
    assert loudest_hz(smaller, INPUT_RATE_HZ) == pytest.approx(220, abs=3)


def test_a_microphone_bends_the_spectrum_within_bounds() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, RATE_HZ).astype(np.float32)
    heard = through_a_microphone(noise, np.random.default_rng(1))
    assert len(heard) == len(noise)
    change = 20 * np.log10(np.abs(np.fft.rfft(heard))[100:] / np.abs(np.fft.rfft(noise))[100:])
    assert 0.5 < np.abs(change).max() < 20


def test_the_same_randomness_gives_the_same_sound() -> None:
    signal = tone(0.5, RATE_HZ)
    for change in (in_a_room, through_a_microphone):
        first, second, other = (change(signal, np.random.default_rng(seed)) for seed in (3, 3, 4))
        assert np.array_equal(first, second)
        assert not np.array_equal(first, other)


def test_what_is_too_loud_is_cut_and_does_not_wrap_around() -> None:
    assert to_int16(np.array([2.0, -2.0, 0.5], np.float32)).tolist() == [32_767, -32_768, 16_384]
