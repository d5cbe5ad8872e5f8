"""A slow gain for microphones so quiet that the speech detector would miss what is said.

Only the detector hears it: readings and loudness are of the sound as it came. It changes over
seconds and never within a word, unlike a level normalised chunk by chunk, which lifts pauses to
the level of speech.
"""

import math

import numpy as np
from numpy.typing import NDArray

from voice.audio import CHUNK_S

FULL_SCALE = 32_768.0

QUIET_DBFS = -46.0
"""Loudest chunks of a usable microphone. EmoDB's sentences lie at -18; the detector hears .94 of
them, .92 of them 50 dB lower and .42 60 dB lower, with this gain .93 and .92
(`python -m training.voice.quiet`)."""

SILENT_DBFS = -80.0
"""Nothing is there to be heard: one step of 16 bits is -90."""

MAX_GAIN_DB = 30.0
RISE_DB_PER_S = 6.0
FORGET_DB_PER_S = 2.0
"""By which the loudest level of the past fades, so that a click does not hold the gain down."""


class SlowGain:
    """Follows the level of one microphone."""

    def __init__(self) -> None:
        self._loudest_dbfs = SILENT_DBFS
        self.gain_db = 0.0

    def apply(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a chunk, louder where the microphone is too quiet.

        Args:
            signal: shape (n,), -1..1; the chunk after the one before.
        """
        self._follow(_level_dbfs(signal))
        if self.gain_db == 0:
            return signal
        louder: NDArray[np.float32] = np.clip(signal * np.float32(10 ** (self.gain_db / 20)), -1, 1)
        return louder

    def _follow(self, level_dbfs: float) -> None:
        faded = self._loudest_dbfs - FORGET_DB_PER_S * CHUNK_S
        self._loudest_dbfs = max(level_dbfs, faded, SILENT_DBFS)
        missing_db = QUIET_DBFS - self._loudest_dbfs
        wanted_db = min(MAX_GAIN_DB, max(0.0, missing_db))
        if self._loudest_dbfs <= SILENT_DBFS:
            wanted_db = 0.0
        self.gain_db = min(wanted_db, self.gain_db + RISE_DB_PER_S * CHUNK_S)


def _level_dbfs(signal: NDArray[np.float32]) -> float:
    power = float(signal @ signal) / len(signal)
    return 10 * math.log10(power) if power > 0 else SILENT_DBFS
