import asyncio
import threading

import numpy as np
import pytest

from analysis.face_pool import FacePool, Image, PoolBusyError
from analysis.labels import FaceReading, Reason

NO_FACE = FaceReading(None, None, Reason.NO_FACE)


class StubReader:
    """Counts how many pictures are read at once, and reads when it is let."""

    def __init__(self, gate: threading.Event, running: list[int]) -> None:
        self._gate = gate
        self._running = running
        self.is_closed = False
        self.pictures = 0

    def read(self, image: Image) -> FaceReading:
        self._running[0] += 1
        self._running[1] = max(self._running)
        if image.any():
            assert self._gate.wait(10)
        self._running[0] -= 1
        self.pictures += bool(image.any())
        return NO_FACE

    def close(self) -> None:
        self.is_closed = True


def picture() -> Image:
    return np.ones((2, 2, 3), np.uint8)


def broken_picture() -> Image:
    raise ValueError("not a picture")


class Harness:
    def __init__(self, workers: int, max_waiting: int) -> None:
        self.gate = threading.Event()
        self.running = [0, 0]
        self.readers: list[StubReader] = []
        self.pool = FacePool(self.build, workers, max_waiting, {"name": "stub"})

    def build(self) -> StubReader:
        self.readers.append(StubReader(self.gate, self.running))
        return self.readers[-1]


async def test_every_worker_has_a_reader_of_its_own_and_all_are_closed() -> None:
    harness = Harness(workers=2, max_waiting=2)
    await harness.pool.start()
    assert len(harness.readers) == 2
    await harness.pool.close()
    assert all(reader.is_closed for reader in harness.readers)


async def test_no_more_pictures_are_read_at_once_than_there_are_workers() -> None:
    harness = Harness(workers=2, max_waiting=4)
    await harness.pool.start()
    readings = [asyncio.create_task(harness.pool.read(picture)) for _ in range(6)]
    await asyncio.sleep(0)
    harness.gate.set()
    timed = await asyncio.gather(*readings)
    assert harness.running[1] <= 2
    assert all(t.reading is NO_FACE and t.started_s <= t.finished_s for t in timed)
    await harness.pool.close()


async def test_beyond_its_bound_a_picture_is_refused_at_once() -> None:
    harness = Harness(workers=1, max_waiting=1)
    await harness.pool.start()
    taken = [asyncio.create_task(harness.pool.read(picture)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(PoolBusyError):
        await harness.pool.read(picture)
    harness.gate.set()
    await asyncio.gather(*taken)
    assert (await harness.pool.read(picture)).reading is NO_FACE
    await harness.pool.close()


async def test_a_picture_that_cannot_be_loaded_costs_no_reader() -> None:
    harness = Harness(workers=1, max_waiting=1)
    await harness.pool.start()
    harness.gate.set()
    for _ in range(3):
        with pytest.raises(ValueError, match="not a picture"):
            await harness.pool.read(broken_picture)
    assert (await harness.pool.read(picture)).reading is NO_FACE
    await harness.pool.close()


async def test_pictures_one_after_the_other_go_to_one_reader_whose_model_is_warm() -> None:
    harness = Harness(workers=3, max_waiting=1)
    await harness.pool.start()
    harness.gate.set()
    for _ in range(6):
        await harness.pool.read(picture)
    assert sorted(reader.pictures for reader in harness.readers) == [0, 0, 6]
    await harness.pool.close()
