"""Which frame is read when readings wait for one another."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from analysis.face_pool import Image, TimedReading
from analysis.timeline import TimelineEntry
from tests.webrtc.test_recording import HAPPY, IMAGE, Clock
from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S
from webrtc.receive.decoder import DecodedFrame
from webrtc.recording import QUEUE, Recording

END_S = 2.0


class BusyReader:
    """Has time for a picture when the test lets it."""

    model = {"name": "by hand", "version": "1"}

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.has_time = asyncio.Event()

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        await self.has_time.wait()
        started_s = self._clock()
        load_image()
        return TimedReading(HAPPY, started_s, started_s)


class Waiting:
    """A running recording whose first reading waits."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.messages: list[dict[str, Any]] = []
        self.queued_s: list[float] = []
        self.reader = BusyReader(self.clock)
        self.recording = Recording(
            self.reader, self.messages.append, self.clock, on_label=self._on_label
        )

    def _on_label(self, entry: TimelineEntry, stages_s: Mapping[str, float]) -> None:
        self.queued_s.append(stages_s[QUEUE])

    async def show_until(self, from_s: float, to_s: float) -> None:
        for tenth in range(round(from_s * 10), round(to_s * 10) + 1):
            self.clock.now_s = 1_000.0 + tenth / 10
            timestamp = round(tenth / 10 * RTP_VIDEO_TICKS_PER_S)
            frame = DecodedFrame(IMAGE, timestamp, self.clock.now_s, self.clock.now_s)
            self.recording.take_frame(frame, END_S)
            await asyncio.sleep(0)

    @property
    def read_s(self) -> list[float]:
        """Media times of the frames that labels are of."""
        return [message["frame"]["media_time_s"] for message in self.messages]


async def watched(from_s: float, to_s: float) -> Waiting:
    waiting = Waiting()
    running = asyncio.create_task(waiting.recording.run())
    await waiting.show_until(from_s, to_s)
    waiting.reader.has_time.set()
    for _ in range(5):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return waiting


async def test_a_reading_that_waited_is_of_the_newest_frame() -> None:
    waiting = await watched(0.0, 0.7)
    assert waiting.read_s == [0.7]
    assert waiting.queued_s == [pytest.approx(0.7)]
    assert waiting.messages[0]["timing_ms"]["wait"] == 0


async def test_a_second_that_was_read_already_is_not_read_again() -> None:
    waiting = await watched(0.0, 1.3)
    assert waiting.read_s == [1.3]
    assert waiting.recording.frames_replaced == 1
    assert waiting.recording.frames_analysed == 1


async def test_no_frame_past_the_sessions_end_is_read() -> None:
    waiting = await watched(0.0, END_S + 0.4)
    assert waiting.read_s == [1.9]
