"""The sound of a session: from decoded audio to voice readings on the session clock."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analysis.labels import VoiceReading
from webrtc.analyzers import VoiceAnalyzer, VoiceEar
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.opus_packet import OPUS_CLOCK_HZ

MAX_WAITING_S = 1.0
"""Sound that waits for its worker; what is older is dropped, and the gap is heard as silence. On an
overloaded machine readings become late by about as much."""

BATCH_S = 0.12
"""Sound handed over at once: two packets of 60 ms share a hop to the worker."""


@dataclass
class Listening:
    """Has a speaker's sound read.

    Args:
        analyzer: reads voices off the event loop; None where nothing is ever taken.
        on_reading: takes each reading, on the session clock.
    """

    analyzer: VoiceAnalyzer | None
    on_reading: Callable[[VoiceReading], None]

    heard_before_s: float = 0.0
    """How much came over earlier connections."""
    samples_received: int = 0
    samples_dropped: int = 0

    _ear: VoiceEar | None = None
    _offset_s: float = 0.0
    """From the stream's clock to the session's."""
    _waiting: deque[AudioFrame] = field(default_factory=deque)
    _waiting_samples: int = 0
    _is_enough: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def heard_s(self) -> float:
        """How much sound came while the session ran."""
        return self.heard_before_s + self.samples_received / OPUS_CLOCK_HZ

    def take_audio(self, frame: AudioFrame, started_s: float) -> None:
        """Take a stretch of sound.

        Args:
            frame: the one after the last.
            started_s: zero of the session clock, as time.monotonic().
        """
        if self._ear is None:
            assert self.analyzer is not None
            self._ear = self.analyzer.open()
            # A packet arrives when its last sample has been spoken.
            duration_s = len(frame.samples) / OPUS_CLOCK_HZ
            self._offset_s = frame.arrival_s - duration_s - started_s - frame.media_time_s
        self.samples_received += len(frame.samples)
        self._waiting.append(frame)
        self._waiting_samples += len(frame.samples)
        while self._waiting_samples > MAX_WAITING_S * OPUS_CLOCK_HZ:
            oldest = self._waiting.popleft()
            self._waiting_samples -= len(oldest.samples)
            self.samples_dropped += len(oldest.samples)
        if self._waiting_samples >= BATCH_S * OPUS_CLOCK_HZ:
            self._is_enough.set()

    def calibrate(self) -> None:
        """Take the speaker's baseline anew."""
        if self._ear is not None:
            self._ear.calibrate()

    async def run(self) -> None:
        """Read what comes until cancelled."""
        while True:
            await self._is_enough.wait()
            self._is_enough.clear()
            sounds, self._waiting = tuple(self._waiting), deque()
            self._waiting_samples = 0
            assert self._ear is not None
            for reading in await self._ear.hear(sounds):
                self.on_reading(self._on_session_clock(reading))

    def _on_session_clock(self, reading: VoiceReading) -> VoiceReading:
        start_s, end_s = (max(0.0, t + self._offset_s) for t in (reading.start_s, reading.end_s))
        return replace(reading, start_s=start_s, end_s=end_s)
