import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.labels import EnergyLevel, VoiceReading
from analysis.voice_pool import VoicePool
from voice.audio import CHUNK_S, AudioChunk


@dataclass
class Piece:
    samples: NDArray[np.int16]
    media_time_s: float


class EveryChunk:
    """Reads each chunk, and notes where it does."""

    def __init__(self) -> None:
        self.threads: set[str] = set()
        self.calibrated_before: list[int] = []
        self._chunks = 0

    def push(self, chunk: AudioChunk) -> VoiceReading | None:
        self._chunks += 1
        self.threads.add(threading.current_thread().name)
        start_s = chunk.media_time_s
        return VoiceReading("happy", 0.9, EnergyLevel.HIGH, start_s, start_s + CHUNK_S)

    def calibrate(self) -> None:
        self.calibrated_before.append(self._chunks)


@pytest.fixture
def readers() -> list[EveryChunk]:
    return []


@pytest.fixture
async def pool(readers: list[EveryChunk]) -> AsyncIterator[VoicePool]:
    def new_reader() -> EveryChunk:
        readers.append(EveryChunk())
        return readers[-1]

    pool = VoicePool(lambda: new_reader)
    await pool.start()
    yield pool
    await pool.close()


def second(media_time_s: float) -> Piece:
    return Piece(np.zeros(48_000, np.int16), media_time_s)


async def test_sound_is_read_in_chunks_with_their_times(pool: VoicePool) -> None:
    readings = await pool.open().hear([second(10.0), second(11.0)])
    assert len(readings) == 62
    assert readings[0].start_s == pytest.approx(10.0)
    assert readings[-1].end_s == pytest.approx(10.0 + 62 * CHUNK_S)


async def test_reading_happens_off_the_event_loop(
    pool: VoicePool, readers: list[EveryChunk]
) -> None:
    await pool.open().hear([second(0.0)])
    assert readers[0].threads == {"voice_0"}


async def test_every_speaker_has_a_reader_of_their_own(
    pool: VoicePool, readers: list[EveryChunk]
) -> None:
    first, second_speaker = pool.open(), pool.open()
    await first.hear([second(0.0)])
    assert len(readers) == 2
    assert await second_speaker.hear([]) == []


async def test_calibration_begins_with_the_next_sound(
    pool: VoicePool, readers: list[EveryChunk]
) -> None:
    stream = pool.open()
    await stream.hear([second(0.0)])
    stream.calibrate()
    await stream.hear([second(1.0)])
    await stream.hear([second(2.0)])
    assert readers[0].calibrated_before == [31]


async def test_what_loading_raises_reaches_the_starter() -> None:
    def fail() -> None:
        raise FileNotFoundError("voice.npz")

    pool = VoicePool(fail)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError, match=r"voice\.npz"):
        await pool.start()
    await pool.close()
