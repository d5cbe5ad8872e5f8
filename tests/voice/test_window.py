import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio import CHUNK_S, CHUNK_SAMPLES, AudioChunk
from voice.descriptors import describe
from voice.features import FEATURE_NAMES, summarise
from voice.window import WINDOW_CHUNKS, SpeechWindow


def sound(chunks: int, seed: int = 0) -> NDArray[np.int16]:
    rng = np.random.default_rng(seed)
    time = np.arange(chunks * CHUNK_SAMPLES)
    hum = np.sin(2 * np.pi * 140 * time / 16_000) + 0.5 * np.sin(2 * np.pi * 280 * time / 16_000)
    rise = 1 + np.sin(2 * np.pi * 3 * time / 16_000)
    return np.asarray(np.rint(2000 * hum * rise + rng.normal(0, 50, len(time))), np.int16)


def chunks_of(samples: NDArray[np.int16], start_s: float = 0.0) -> list[AudioChunk]:
    rows = samples.reshape(-1, CHUNK_SAMPLES)
    return [AudioChunk(row, start_s + index * CHUNK_S) for index, row in enumerate(rows)]


def test_looking_at_it_on_the_way_changes_nothing() -> None:
    chunks = chunks_of(sound(250))
    often, once = SpeechWindow(), SpeechWindow()
    for index, chunk in enumerate(chunks):
        often.add(chunk, True)
        once.add(chunk, True)
        if index % 31 == 30:
            often.features()
    assert np.allclose(often.features(), once.features(), atol=1e-3)


def test_it_holds_the_last_three_seconds_and_no_more() -> None:
    old, new = sound(200, seed=1), sound(WINDOW_CHUNKS, seed=2)
    window = SpeechWindow()
    for chunk in chunks_of(np.concatenate([old * 0, new])):
        window.add(chunk, True)
    assert window.end_s - window.start_s == pytest.approx(WINDOW_CHUNKS * CHUNK_S)
    assert window.start_s == pytest.approx(200 * CHUNK_S)
    rows = describe(new.astype(np.float32) / np.float32(32_768))
    alone = summarise(rows, np.ones(len(rows), bool))
    index = FEATURE_NAMES.index("pitch_p50")
    assert window.features()[index] == pytest.approx(alone[index], abs=0.2)
    assert len(window._rows) <= 302


def test_speech_is_where_the_detector_said() -> None:
    window = SpeechWindow()
    for index, chunk in enumerate(chunks_of(sound(60))):
        window.add(chunk, 20 <= index < 40)
    assert window.speech_s == pytest.approx(20 * CHUNK_S)
    window.features()
    rows = np.flatnonzero(window._rows_of_speech())
    assert abs(rows[0] * 160 + 320 - 20 * CHUNK_SAMPLES) <= 160
    assert abs(rows[-1] * 160 + 320 - 40 * CHUNK_SAMPLES) <= 160


def test_a_jump_of_the_clock_begins_anew() -> None:
    window = SpeechWindow()
    for chunk in chunks_of(sound(50)):
        window.add(chunk, True)
    for chunk in chunks_of(sound(40), start_s=60.0):
        window.add(chunk, True)
    assert window.start_s == 60.0
    assert window.speech_s == pytest.approx(40 * CHUNK_S)


def test_memory_is_bounded_without_anybody_looking() -> None:
    window = SpeechWindow()
    for chunk in chunks_of(sound(1000)):
        window.add(chunk, False)
    assert sum(len(part) for part in window._signal) < 2 * WINDOW_CHUNKS * CHUNK_SAMPLES
    assert len(window._rows) <= 302
