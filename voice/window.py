"""The last 3 s of one speaker: descriptors computed once, and where speech is."""

from collections import deque

import numpy as np

from voice.audio import CHUNK_S, CHUNK_SAMPLES, AudioChunk
from voice.descriptors import FRAME_SAMPLES, HOP_SAMPLES, NAMES, Floats, describe
from voice.features import Bools, summarise

WINDOW_CHUNKS = 94
"""3.008 s."""


class SpeechWindow:
    """Takes in chunks and looks at the last WINDOW_CHUNKS of them.

    A frame is described when the window is next summarised, and then never again.
    """

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._times_s: deque[float] = deque(maxlen=WINDOW_CHUNKS)
        self._is_speech: deque[bool] = deque(maxlen=WINDOW_CHUNKS)
        self._chunks_seen = 0
        self._signal: list[Floats] = []
        """From the last described frame on: a frame's changes are since the one before."""
        self._rows: Floats = np.zeros((0, len(NAMES)), np.float32)
        self._rows_seen = 0

    @property
    def start_s(self) -> float:
        return self._times_s[0]

    @property
    def end_s(self) -> float:
        return self._times_s[-1] + CHUNK_S

    @property
    def speech_s(self) -> float:
        return sum(self._is_speech) * CHUNK_S

    def add(self, chunk: AudioChunk, is_speech: bool) -> None:
        """Take in the next chunk; after a jump of its clock the window begins anew."""
        if self._times_s and abs(chunk.media_time_s - self.end_s) > CHUNK_S / 2:
            self._start()
        self._times_s.append(chunk.media_time_s)
        self._is_speech.append(is_speech)
        self._chunks_seen += 1
        self._signal.append(chunk.samples.astype(np.float32) / np.float32(32_768))
        if len(self._signal) > WINDOW_CHUNKS + 2:
            self._describe()

    def features(self) -> Floats:
        """Summarise the window, as `summarise` does; there must be speech in it."""
        self._describe()
        return summarise(self._rows, self._rows_of_speech())

    def _describe(self) -> None:
        signal = np.concatenate(self._signal)
        rows = describe(signal)
        if len(rows) == 0:
            return
        self._signal = [signal[(len(rows) - 1) * HOP_SAMPLES :]]
        new = rows if self._rows_seen == 0 else rows[1:]
        self._rows_seen += len(new)
        self._rows = np.concatenate([self._rows, new])
        self._rows = self._rows[np.searchsorted(self._chunk_of_rows(), 0) :]

    def _rows_of_speech(self) -> Bools:
        flags = np.fromiter(self._is_speech, bool)
        return flags[self._chunk_of_rows()]

    def _chunk_of_rows(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """Say in which chunk of the window each row's middle lies; below 0: before all."""
        index = np.arange(self._rows_seen - len(self._rows), self._rows_seen)
        middle = index * HOP_SAMPLES + FRAME_SAMPLES // 2
        first = self._chunks_seen - len(self._times_s)
        return np.asarray(middle // CHUNK_SAMPLES - first, np.intp)
