"""The live part of a session, with frames and readings made by hand."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import av
import numpy as np
import pytest

from analysis.face_pool import Image, PoolBusyError, TimedReading
from analysis.labels import EMOTIONS, Expression, Face, FaceBox, FaceReading, Reason
from analysis.resting_face import CALIBRATION_S
from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S
from webrtc.receive.decoder import DecodedFrame
from webrtc.recording import STALE_S, Recording

FACE = Face(FaceBox(0.3, 0.2, 0.4, 0.5), 1)
IMAGE = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
NO_FACE = FaceReading(None, None, Reason.NO_FACE)


def face(**named: float) -> FaceReading:
    """Return a face with the named scores; the others share what is left."""
    rest = (1 - sum(named.values())) / (len(EMOTIONS) - len(named))
    scores = tuple(named.get(emotion, rest) for emotion in EMOTIONS)
    happy, sad = scores[EMOTIONS.index("happy")], scores[EMOTIONS.index("sad")]
    return FaceReading(FACE, Expression(happy / (happy + sad), scores), None)


HAPPY = face(happy=0.9)
SAD = face(sad=0.9)
GRIM = face(sad=0.6, neutral=0.35)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class Reader:
    """Reads whatever the test says that the next frame shows."""

    model = {"name": "by hand", "version": "1"}

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.shows = NO_FACE
        self.is_busy = False

    async def read(self, load_image: Callable[[], Image]) -> TimedReading:
        if self.is_busy:
            raise PoolBusyError
        return TimedReading(self.shows, self._clock(), self._clock())


class Harness:
    """A recording that is fed one frame at a time."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.stream_offset_s = 0.0
        self.messages: list[dict[str, Any]] = []
        self.reader = Reader(self.clock)
        self.recording = Recording(self.reader, self.messages.append, self.clock)

    @property
    def labels(self) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == "label"]

    def take_frame(self, time_s: float) -> None:
        self.clock.now_s = 1_000.0 + time_s
        stream_s = self.stream_offset_s + time_s
        timestamp = round(stream_s * RTP_VIDEO_TICKS_PER_S) % 2**32
        frame = DecodedFrame(IMAGE, timestamp, self.clock.now_s, self.clock.now_s)
        self.recording.take_frame(frame, until_s=600.0)

    async def show(self, reading: FaceReading, time_s: float) -> dict[str, Any]:
        """Take a frame at this time of the session; return its label."""
        self.reader.shows = reading
        self.take_frame(time_s)
        running = asyncio.create_task(self.recording.run())
        seen = len(self.labels)
        async with asyncio.timeout(5):
            while len(self.labels) == seen:
                await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return self.labels[-1]

    async def show_all(
        self, readings: Sequence[FaceReading], times_s: Sequence[float]
    ) -> list[dict[str, Any]]:
        return [await self.show(r, t) for r, t in zip(readings, times_s, strict=True)]


IRREGULAR_S = (0.0, 1.0, 2.7, 3.3, 4.9, 5.5, 6.1)
"""Times of labels where frames get lost: from half a second to almost two apart."""


def smoothed_names(labels: Sequence[dict[str, Any]]) -> list[str | None]:
    return [label["smoothed"]["name"] if label["smoothed"] else None for label in labels]


async def test_one_odd_frame_is_told_raw_and_changes_nothing_that_is_shown() -> None:
    labels = await Harness().show_all([HAPPY, HAPPY, SAD, HAPPY, HAPPY, SAD, HAPPY], IRREGULAR_S)
    assert [label["emotion"] for label in labels] == [
        "HAPPY", "HAPPY", "SAD", "HAPPY", "HAPPY", "SAD", "HAPPY",
    ]  # fmt: skip
    assert labels[2]["expression"]["name"] == "sad"
    assert set(smoothed_names(labels)) == {"happy"}
    assert labels[2]["uncertain"]
    assert not labels[1]["uncertain"]


async def test_a_change_is_shown_with_its_second_label_at_irregular_times() -> None:
    labels = await Harness().show_all([HAPPY, HAPPY, HAPPY, SAD, SAD, HAPPY, HAPPY], IRREGULAR_S)
    assert smoothed_names(labels) == ["happy"] * 4 + ["sad"] * 2 + ["happy"]


async def test_without_a_face_nothing_is_shown_and_after_it_the_old_name_waits_a_moment() -> None:
    labels = await Harness().show_all([HAPPY, NO_FACE, NO_FACE, SAD, SAD], range(5))
    assert smoothed_names(labels) == ["happy", None, None, "happy", "sad"]
    assert [label["uncertain"] for label in labels] == [False, False, False, True, False]
    assert [label["emotion"] for label in labels][1:3] == ["No face detected"] * 2
    assert labels[1]["reason"] == "no_face"
    assert labels[1]["expression"] is None


async def test_after_seconds_without_a_face_the_next_one_is_shown_at_once() -> None:
    labels = await Harness().show_all([HAPPY, *[NO_FACE] * 4, SAD], range(6))
    assert smoothed_names(labels)[-1] == "sad"


async def test_a_weak_reading_is_uncertain() -> None:
    label = await Harness().show(face(sad=0.4, neutral=0.35), 0.0)
    assert label["uncertain"]
    assert label["expression"]["name"] == label["smoothed"]["name"] == "sad"


async def test_a_resting_face_that_looks_sad_is_neutral_after_calibration() -> None:
    harness = Harness()
    before = await harness.show(GRIM, 0.0)
    harness.recording.calibrate()
    labels = await harness.show_all([GRIM] * 8, range(1, 9))
    assert before["expression"]["name"] == labels[1]["expression"]["name"] == "sad"
    assert labels[-1]["expression"]["name"] == labels[-1]["smoothed"]["name"] == "neutral"
    kinds = [message["type"] for message in harness.messages]
    assert kinds == ["label"] * 4 + ["calibrated"] + ["label"] * 5


async def test_a_calibration_without_a_face_says_so_and_changes_nothing() -> None:
    harness = Harness()
    harness.recording.calibrate()
    await harness.show_all([NO_FACE] * 4, range(4))
    labels = await harness.show_all([GRIM] * 3, range(4, 7))
    codes = [message["code"] for message in harness.messages if message["type"] == "error"]
    assert codes == ["not_calibrated"]
    assert labels[-1]["expression"]["name"] == "sad"


async def test_a_calibration_ends_even_if_frames_stop_coming() -> None:
    harness = Harness()
    await harness.show(GRIM, 0.0)
    harness.recording.calibrate()
    harness.clock.now_s += max(STALE_S, CALIBRATION_S)
    harness.recording.note_silence()
    assert harness.messages[-1]["code"] == "not_calibrated"


async def test_a_face_from_before_a_frozen_picture_is_not_measured() -> None:
    harness = Harness()
    await harness.show(HAPPY, 0.0)
    harness.clock.now_s += 5
    harness.recording.note_silence()
    harness.recording.calibrate()
    labels = await harness.show_all([GRIM] * 6, [5.5, 6.5, 7.5, 8.5, 9.5, 10.5])
    assert labels[-1]["expression"]["name"] == "neutral"


async def test_a_frame_for_which_no_worker_has_room_is_dropped_and_the_next_one_is_read() -> None:
    harness = Harness()
    await harness.show(HAPPY, 0.0)
    harness.reader.is_busy = True
    running = asyncio.create_task(harness.recording.run())
    harness.take_frame(1.0)
    for _ in range(5):
        await asyncio.sleep(0)
    assert not running.done()
    running.cancel()
    await asyncio.wait([running])
    assert harness.recording.frames_replaced == 1
    harness.reader.is_busy = False
    assert (await harness.show(SAD, 2.0))["expression"]["name"] == "sad"


@pytest.mark.parametrize("offset_s", [3_600.0, -3_600.0])
async def test_a_stream_that_starts_anew_has_a_label_each_second_as_before(
    offset_s: float,
) -> None:
    harness = Harness()
    labels = [await harness.show(HAPPY, float(second)) for second in range(3)]
    harness.stream_offset_s += offset_s
    labels += [await harness.show(SAD, float(second)) for second in range(3, 6)]
    times_s = [label["frame"]["media_time_s"] for label in labels]
    assert times_s == [pytest.approx(second) for second in range(6)]
