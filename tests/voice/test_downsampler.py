import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk
from voice.downsampler import INPUT_RATE_HZ, MAX_GAP_S, TAPS, Downsampler

FRAME = 960


def tone(frequency_hz: float, seconds: float, amplitude: float = 9000.0) -> NDArray[np.int16]:
    time_s = np.arange(round(seconds * INPUT_RATE_HZ)) / INPUT_RATE_HZ
    return np.rint(amplitude * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.int16)


def pushed(
    downsampler: Downsampler, samples: NDArray[np.int16], start_s: float = 0.0
) -> list[AudioChunk]:
    chunks: list[AudioChunk] = []
    for offset in range(0, len(samples), FRAME):
        time_s = start_s + offset / INPUT_RATE_HZ
        chunks += downsampler.push(samples[offset : offset + FRAME], time_s)
    return chunks


def joined(chunks: list[AudioChunk]) -> NDArray[np.int16]:
    return np.concatenate([chunk.samples for chunk in chunks])


def rms(samples: NDArray[np.int16]) -> float:
    return float(np.sqrt(np.mean(samples.astype(float) ** 2)))


def test_every_chunk_has_the_same_size_and_times_go_on_without_a_hole() -> None:
    chunks = pushed(Downsampler(), tone(440, 2.0))
    assert {chunk.samples.shape for chunk in chunks} == {(CHUNK_SAMPLES,)}
    assert len(chunks) == 2 * SAMPLE_RATE_HZ // CHUNK_SAMPLES
    times_s = [chunk.media_time_s for chunk in chunks]
    assert times_s == pytest.approx([index * CHUNK_S for index in range(len(chunks))])


@pytest.mark.parametrize("frequency_hz", [100, 1000, 4000, 6500])
def test_speech_frequencies_keep_their_level(frequency_hz: float) -> None:
    heard = joined(pushed(Downsampler(), tone(frequency_hz, 1.0)))[CHUNK_SAMPLES:]
    assert rms(heard) == pytest.approx(9000 / np.sqrt(2), rel=0.02)


@pytest.mark.parametrize("frequency_hz", [9000, 12_000, 15_500, 20_000])
def test_what_would_alias_is_gone(frequency_hz: float) -> None:
    heard = joined(pushed(Downsampler(), tone(frequency_hz, 1.0)))[CHUNK_SAMPLES:]
    assert rms(heard) < 9000 / np.sqrt(2) / 1000


def test_the_sound_is_the_tone_delayed_by_half_the_filter() -> None:
    heard = joined(pushed(Downsampler(), tone(500, 1.0))).astype(float)
    delay = (TAPS - 1) / 2 / INPUT_RATE_HZ
    time_s = np.arange(len(heard)) / SAMPLE_RATE_HZ - delay
    expected = 9000 * np.sin(2 * np.pi * 500 * time_s)
    assert np.abs(heard - expected)[100:].max() < 60


@given(sizes=st.lists(st.integers(1, 3000), min_size=1, max_size=30))
@settings(deadline=None, max_examples=50)
def test_the_result_does_not_depend_on_how_the_sound_is_cut(sizes: list[int]) -> None:
    samples = tone(700, 1.0)[: sum(sizes)]
    cut: list[AudioChunk] = []
    downsampler, start = Downsampler(), 0
    for size in sizes:
        piece = samples[start : start + size]
        cut += downsampler.push(piece, start / INPUT_RATE_HZ)
        start += len(piece)
    whole = Downsampler().push(samples, 0.0)
    assert len(cut) == len(whole)
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(cut, whole, strict=True))


def test_a_gap_is_filled_with_silence_so_that_time_stays_right() -> None:
    downsampler = Downsampler()
    chunks = pushed(downsampler, tone(440, 1.0))
    chunks += pushed(downsampler, tone(440, 1.0), start_s=2.0)
    assert len(chunks) == 3 * SAMPLE_RATE_HZ // CHUNK_SAMPLES
    pause = [chunk for chunk in chunks if 1.1 < chunk.media_time_s < 1.9]
    assert pause
    assert max(rms(chunk.samples) for chunk in pause) < 1
    assert chunks[-1].media_time_s == pytest.approx(3.0, abs=2 * CHUNK_S)


def test_a_clock_that_jitters_makes_no_gap() -> None:
    downsampler = Downsampler()
    chunks = downsampler.push(tone(440, 1.0), 0.0) + downsampler.push(tone(440, 1.0), 1.02)
    assert len(chunks) == 2 * SAMPLE_RATE_HZ // CHUNK_SAMPLES


@pytest.mark.parametrize("start_s", [1.0 + MAX_GAP_S + 5.0, 0.2])
def test_after_a_jump_of_the_clock_times_start_anew(start_s: float) -> None:
    downsampler = Downsampler()
    pushed(downsampler, tone(440, 1.0))
    chunks = pushed(downsampler, tone(440, 1.0), start_s=start_s)
    assert chunks[0].media_time_s == pytest.approx(start_s)


def test_full_scale_does_not_wrap_around() -> None:
    square = np.where(np.arange(INPUT_RATE_HZ) % 96 < 48, 32_767, -32_768).astype(np.int16)
    heard = joined(pushed(Downsampler(), square)).astype(int)
    signs = np.sign(heard[CHUNK_SAMPLES:])
    assert np.mean(np.abs(np.diff(signs)) > 0) < 0.07
