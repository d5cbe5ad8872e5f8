"""The microphone's sound as voice assistants take it: 16 kHz, mono, s16le."""

from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from webrtc.receive.opus_packet import OPUS_CLOCK_HZ

SAMPLE_RATE_HZ = 16_000

_TIME_BASE = Fraction(1, OPUS_CLOCK_HZ)


class Microphone:
    """Resamples one stream; nothing else is done to it."""

    def __init__(self) -> None:
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        self._samples = 0

    def convert(self, samples: NDArray[np.int16]) -> bytes:
        """Return the next stretch of the stream; the filter keeps some milliseconds back.

        Args:
            samples: mono, 48 kHz, shape (n,).
        """
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = OPUS_CLOCK_HZ
        frame.pts, frame.time_base = self._samples, _TIME_BASE
        self._samples += len(samples)
        return b"".join(bytes(f.to_ndarray().tobytes()) for f in self._resampler.resample(frame))
