"""Face readers in worker threads, and the one way from the event loop to them."""

import asyncio
import queue
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.labels import FaceReading

Image: TypeAlias = NDArray[np.uint8]
"""RGB, shape (height, width, 3)."""


WARM_UP_SHAPE = (480, 640, 3)


class Reader(Protocol):
    """What a worker needs: analysis.face_reader.FaceReader."""

    def read(self, image: Image) -> FaceReading: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TimedReading:
    """A reading and when it was made, in seconds of time.monotonic()."""

    reading: FaceReading
    started_s: float
    finished_s: float


class PoolBusyError(Exception):
    """So many pictures wait that one more would wait too long."""


class FacePool:
    """Reads pictures off the event loop, at most `workers` at a time.

    Args:
        build_reader: makes one reader; it is called once a worker, in its thread.
        workers: threads, each with a reader of its own.
        max_waiting: pictures that may wait for a worker.
        model: name and version of the model behind the readers.
    """

    def __init__(
        self,
        build_reader: Callable[[], Reader],
        workers: int,
        max_waiting: int,
        model: Mapping[str, str],
    ) -> None:
        self.model = model
        self._build_reader = build_reader
        self._capacity = workers + max_waiting
        self._workers = workers
        self._pending = 0
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="face")
        # Last in, first out: the reader whose model is still in the processor's caches.
        self._readers: queue.LifoQueue[Reader] = queue.LifoQueue()

    @property
    def pending(self) -> int:
        """Pictures that wait or are being read."""
        return self._pending

    async def start(self) -> None:
        """Build all readers and let each read one picture, so that no user waits for it.

        Raises:
            ModelFileError, ModelMismatchError, ...: what building a reader raises.
        """
        loop = asyncio.get_running_loop()
        builds = [
            loop.run_in_executor(self._executor, self._add_reader) for _ in range(self._workers)
        ]
        await asyncio.gather(*builds)

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        """Call `load_image` and read the picture, both in a worker thread.

        Raises:
            PoolBusyError: too many pictures wait already.
        """
        if self._pending >= self._capacity:
            raise PoolBusyError
        self._pending += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, self._read, load_image)
        finally:
            self._pending -= 1

    async def close(self) -> None:
        """Wait for the pictures in hand and free the readers."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._executor.shutdown(cancel_futures=True)
        while not self._readers.empty():
            self._readers.get_nowait().close()

    def _add_reader(self) -> None:
        reader = self._build_reader()
        reader.read(np.zeros(WARM_UP_SHAPE, np.uint8))
        self._readers.put(reader)

    def _read(self, load_image: Callable[[], Image]) -> TimedReading:
        reader = self._readers.get()
        try:
            started_s = time.monotonic()
            reading = reader.read(load_image())
            return TimedReading(reading, started_s, time.monotonic())
        finally:
            self._readers.put(reader)


class PoolShare:
    """Some places of a pool, for callers who must leave the others room.

    Args:
        pool: whose places.
        places: pictures of these callers that may wait or be read at a time.
    """

    def __init__(self, pool: FacePool, places: int) -> None:
        self._pool = pool
        self._places = places
        self._taken = 0

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        """Call `load_image` and read the picture, both in a worker thread.

        Raises:
            PoolBusyError: all places are taken.
        """
        if self._taken >= self._places:
            raise PoolBusyError
        self._taken += 1
        try:
            return await self._pool.read(load_image)
        finally:
            self._taken -= 1
