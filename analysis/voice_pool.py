"""Voice readers in a worker thread, and the one way from the event loop to them."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.labels import VoiceReading
from voice.audio import AudioChunk
from voice.downsampler import Downsampler


class Sound(Protocol):
    """A stretch of one speaker's sound."""

    @property
    def samples(self) -> NDArray[np.int16]:
        """Mono, shape (n,), 48 kHz."""
        ...

    @property
    def media_time_s(self) -> float:
        """Of the first sample."""
        ...


class Reader(Protocol):
    """What a stream needs: analysis.voice_reader.VoiceReader."""

    def push(self, chunk: AudioChunk) -> VoiceReading | None: ...

    def calibrate(self) -> None: ...


NewReader = Callable[[], Reader]


class VoicePool:
    """Reads voices off the event loop.

    A reading takes some milliseconds a second of speech, so one thread serves many speakers.

    Args:
        load: loads the models and returns what makes a reader for one speaker; called once, in
            the thread.
    """

    def __init__(self, load: Callable[[], NewReader]) -> None:
        self._load = load
        self._new_reader: NewReader | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")

    async def start(self) -> None:
        """Load the models; raises what loading raises."""
        loop = asyncio.get_running_loop()
        self._new_reader = await loop.run_in_executor(self._executor, self._load)

    def open(self) -> "VoiceStream":
        """Begin to listen to one speaker."""
        assert self._new_reader is not None, "the pool has not been started"
        return VoiceStream(self._new_reader(), self._executor)

    async def close(self) -> None:
        """Wait for the sound in hand."""
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)


class VoiceStream:
    """One speaker's way through the pool; not to be heard twice at the same time."""

    def __init__(self, reader: Reader, executor: ThreadPoolExecutor) -> None:
        self._reader = reader
        self._executor = executor
        self._downsampler = Downsampler()
        self._calibration_is_due = False

    def calibrate(self) -> None:
        """Take the speaker's baseline anew, from the next sound on."""
        self._calibration_is_due = True

    async def hear(self, sounds: Sequence[Sound]) -> list[VoiceReading]:
        """Listen on and return the readings that have become due, in their order."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._hear, sounds)

    def _hear(self, sounds: Sequence[Sound]) -> list[VoiceReading]:
        if self._calibration_is_due:
            self._calibration_is_due = False
            self._reader.calibrate()
        chunks = [
            chunk
            for sound in sounds
            for chunk in self._downsampler.push(sound.samples, sound.media_time_s)
        ]
        readings = [self._reader.push(chunk) for chunk in chunks]
        return [reading for reading in readings if reading is not None]
