"""From the codec's 48 kHz to chunks of 16 kHz, exact in time."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, kaiser_beta

from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk

INPUT_RATE_HZ = 48_000
FACTOR = INPUT_RATE_HZ // SAMPLE_RATE_HZ

TAPS = 97
"""One more than 2 ms of input, an odd number: the filter delays by whole samples."""

CUTOFF_HZ = 7_300
STOP_DECIBEL = 70.0
"""With TAPS, aliases from 8.7 kHz on are as far below; speech cues end near 7 kHz."""

GAP_S = 0.06
"""A jump of the clock by more than this is a gap; a smaller one is jitter of the clock."""

MAX_GAP_S = 3.0
"""Of a longer pause this much is filled: all that any window looks at."""


class Downsampler:
    """Filters, takes every third sample and cuts into chunks.

    Silence stands where the stream's clock says that nothing came, so that a chunk's
    `media_time_s` is right to the sample between gaps.
    """

    def __init__(self) -> None:
        self._filter = _low_pass()
        self._history = np.zeros(TAPS - 1, np.float32)
        self._phase = 0
        """Input samples to leave out before the next one that is kept."""
        self._pending = np.zeros(0, np.int16)
        self._start_s: float | None = None
        """Media time of the first sample of `_pending`."""
        self._next_s = 0.0
        """Media time at which the next input is expected."""

    def push(self, samples: NDArray[np.int16], media_time_s: float) -> list[AudioChunk]:
        """Take in a stretch of sound and return the chunks that it completes.

        Args:
            samples: mono, int16, shape (n,), 48 kHz.
            media_time_s: of the first sample.
        """
        if self._start_s is None:
            self._start_s = self._next_s = media_time_s
        gap_s = media_time_s - self._next_s
        if abs(gap_s) > GAP_S:
            self._fill(gap_s, media_time_s)
        self._next_s = media_time_s + len(samples) / INPUT_RATE_HZ
        self._pending = np.concatenate([self._pending, self._kept(samples)])
        return self._cut()

    def _fill(self, gap_s: float, media_time_s: float) -> None:
        if 0 < gap_s <= MAX_GAP_S:
            silence = np.zeros(round(gap_s * INPUT_RATE_HZ), np.int16)
            self._pending = np.concatenate([self._pending, self._kept(silence)])
            return
        # The clock went back or far ahead: what is pending belongs to another time.
        self._history = np.zeros(TAPS - 1, np.float32)
        self._phase = 0
        self._pending = np.zeros(0, np.int16)
        self._start_s = media_time_s

    def _kept(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        """Filter, and keep every third sample of the filter's output."""
        signal = np.concatenate([self._history, samples.astype(np.float32)])
        self._history = signal[len(signal) - (TAPS - 1) :]
        windows = np.lib.stride_tricks.sliding_window_view(signal, TAPS)[self._phase :: FACTOR]
        self._phase = (self._phase - len(samples)) % FACTOR
        kept = np.clip(np.rint(windows @ self._filter), -32_768, 32_767)
        return kept.astype(np.int16)

    def _cut(self) -> list[AudioChunk]:
        assert self._start_s is not None
        chunks = []
        count = len(self._pending) // CHUNK_SAMPLES
        for index in range(count):
            start = index * CHUNK_SAMPLES
            samples = self._pending[start : start + CHUNK_SAMPLES]
            chunks.append(AudioChunk(samples, self._start_s + index * CHUNK_S))
        self._pending = self._pending[count * CHUNK_SAMPLES :]
        self._start_s += count * CHUNK_S
        return chunks


def _low_pass() -> NDArray[np.float32]:
    window = ("kaiser", kaiser_beta(STOP_DECIBEL))
    taps = firwin(TAPS, CUTOFF_HZ, window=window, fs=INPUT_RATE_HZ)
    return np.asarray(taps, np.float32)
