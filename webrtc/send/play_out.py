"""Sound that waits to be played to a person. Pure: no clock and no I/O."""

import numpy as np

SAMPLE_RATE_HZ = 24_000
"""Of what Gemini Live speaks (`audio/pcm;rate=24000`)."""

FRAME_S = 0.02
FRAME_SAMPLES = round(FRAME_S * SAMPLE_RATE_HZ)
FRAME_BYTES = 2 * FRAME_SAMPLES

MAX_QUEUED_S = 30.0
"""A reply comes faster than it is played; one of more than this is cut off."""

MAX_QUEUED_BYTES = round(MAX_QUEUED_S * SAMPLE_RATE_HZ) * 2

FADE_SAMPLES = 120
"""5 ms: a sound that stops dead clicks."""

TAIL_FRAMES = 10
"""Of silence after the last sound, 200 ms. The listener's decoder makes up for packets that do not
come by going on with what it heard last: that must be silence."""

SILENCE = bytes(FRAME_BYTES)


class PlayOut:
    """Takes sound in pieces of any length and gives it out in frames, 24 kHz mono s16le."""

    def __init__(self) -> None:
        self._queue = bytearray()
        self._half_sample = b""
        self._tail_frames = 0
        self.samples_dropped = 0
        """Beyond MAX_QUEUED_S; what `flush` drops is not counted."""

    @property
    def is_idle(self) -> bool:
        """There is nothing to say, and the silence after the last word has been given out."""
        return not self._queue and self._tail_frames == 0

    @property
    def has_frame(self) -> bool:
        """A whole frame of sound waits."""
        return len(self._queue) >= FRAME_BYTES

    @property
    def queued_s(self) -> float:
        return len(self._queue) / 2 / SAMPLE_RATE_HZ

    def push(self, pcm: bytes) -> None:
        """Append sound; an odd last byte waits for its other half."""
        pcm = self._half_sample + pcm
        whole = len(pcm) - len(pcm) % 2
        self._half_sample = pcm[whole:]
        taken = min(whole, MAX_QUEUED_BYTES - len(self._queue))
        self._queue += pcm[:taken]
        self.samples_dropped += (whole - taken) // 2
        if self._queue:
            self._tail_frames = TAIL_FRAMES

    def flush(self) -> None:
        """Drop all that waits, but for a short fade to silence."""
        rest = np.frombuffer(bytes(self._queue[: 2 * FADE_SAMPLES]), "<i2")
        faded = rest * np.linspace(1.0, 0.0, FADE_SAMPLES)[: len(rest)]
        self._queue = bytearray(faded.astype("<i2").tobytes())
        self._half_sample = b""

    def next_frame(self) -> bytes:
        """Return the next frame: sound, filled up with silence."""
        frame = bytes(self._queue[:FRAME_BYTES])
        del self._queue[:FRAME_BYTES]
        if not frame:
            self._tail_frames = max(0, self._tail_frames - 1)
        return frame + SILENCE[len(frame) :]
