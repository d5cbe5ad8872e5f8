"""The sound that everything in this room takes: 16 kHz, mono, in chunks of one size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
CHUNK_SAMPLES = 512
"""32 ms; the speech detector's own size."""

CHUNK_S = CHUNK_SAMPLES / SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """A piece of one speaker's sound.

    Attributes:
        samples: mono, int16, shape (CHUNK_SAMPLES,), 16 kHz.
        media_time_s: of the first sample, on the stream's own clock.
    """

    samples: NDArray[np.int16]
    media_time_s: float
