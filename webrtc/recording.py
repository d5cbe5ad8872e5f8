"""The live part of a session: from decoded frames to labels on a timeline."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import cast

from analysis.face_pool import Image, PoolBusyError, TimedReading
from analysis.labels import FaceReading, Reason
from analysis.resting_face import Calibration, RestingFace
from analysis.smoothing import ScoreSmoother
from analysis.timeline import TimelineEntry
from webrtc import messages
from webrtc.analyzers import FaceAnalyzer
from webrtc.media_clock import MediaClock
from webrtc.messages import FrameInfo, Message, StageTimes
from webrtc.past import Head
from webrtc.receive.decoder import DecodedFrame
from webrtc.sampler import FrameSampler
from webrtc.slot import LatestSlot
from webrtc.turns import INTERVAL_S, Turn, Turns

STALE_S = 1.5
"""Without a new frame for so long, a label says that no video comes.

Longer than the second between two frames of the slowest camera that is still of use.
"""

QUEUE = "queue"
"""Beside a label's own stages: how long its turn came before a worker had time."""

NO_VIDEO = FaceReading(face=None, expression=None, reason=Reason.NO_VIDEO)


@dataclass(frozen=True, slots=True)
class _Sample:
    frame: DecodedFrame
    info: FrameInfo


@dataclass
class _Newest:
    """Loads the newest frame when a worker has time for it, not when its turn came.

    Where many wait for few workers, labels come late but are of what is to be seen now.
    """

    recording: "Recording"
    sample: _Sample

    def __call__(self) -> Image:
        self.sample = self.recording.newest or self.sample
        return to_image(self.sample.frame)


@dataclass
class Recording:
    """Chooses moments, has the newest frame read at each and keeps the timeline.

    Args:
        analyzer: reads the chosen frames.
        publish: takes each message.
        clock: seconds of time.monotonic().
        on_label: told of each label after it was published, with the seconds of its stages.
        turn: when in each second a frame is read; given back when `run` ends.
    """

    analyzer: FaceAnalyzer
    publish: Callable[[Message], None]
    clock: Callable[[], float]
    on_label: Callable[[TimelineEntry, Mapping[str, float]], None] = lambda entry, stages_s: None
    turn: Turn = field(default_factory=lambda: Turns().join())

    started_s: float | None = None
    """When the first frame came, on `clock`: zero of the session clock."""

    entries: list[TimelineEntry] = field(default_factory=list)
    frames_analysed: int = 0
    labels: int = 0
    """Number of the last label."""

    newest: _Sample | None = None
    """What may be read now; a worker's thread looks here."""

    _media_clock: MediaClock = field(default_factory=MediaClock)
    _sampler: FrameSampler = field(init=False)
    _resting_face: RestingFace = field(default_factory=RestingFace)
    _smoother: ScoreSmoother = field(default_factory=ScoreSmoother)
    _slot: LatestSlot[_Sample] = field(default_factory=LatestSlot)
    _last_sample: _Sample | None = None
    _read_until_s: float = -math.inf
    """Media time of the last frame that was read."""
    _unread: int = 0
    """Chosen frames that were taken from the slot in vain."""
    _last_label_s: float = -math.inf
    _last_time_s: float = 0.0

    def __post_init__(self) -> None:
        self._sampler = FrameSampler(self.turn)

    @property
    def frames_replaced(self) -> int:
        """Chosen frames that were not read: a newer one was, or no worker had room."""
        return self._slot.replaced + self._unread

    @property
    def resting_face(self) -> tuple[float, ...] | None:
        """Shifts of the measured resting face, if there is one."""
        return self._resting_face.shifts

    def restore(self, head: Head, entries: list[TimelineEntry]) -> None:
        """Go on where another recording of the session ended; before the first frame."""
        self._media_clock.start_s = self._last_time_s = head.elapsed_s
        self.labels, self.frames_analysed = head.labels, head.frames_analysed
        self._resting_face = RestingFace(head.resting_face)
        self.entries = entries
        for entry in entries:
            expression = entry.reading.expression
            self._smoother.update(expression.scores if expression else None, entry.time_s)
            self._last_time_s = max(self._last_time_s, entry.time_s)

    def take_frame(self, frame: DecodedFrame, until_s: float) -> None:
        """Take a decoded frame; it is analysed if its second has none yet.

        Args:
            frame: any frame of the stream, in order.
            until_s: frames from this media time on are past the session's end.
        """
        if self.started_s is None:
            self.started_s = self.clock() - self._media_clock.start_s
        media_time_s = self._media_clock.time_s(frame.rtp_timestamp, frame.arrival_s)
        info = FrameInfo(frame.rtp_timestamp, media_time_s, frame.image.width, frame.image.height)
        self._last_sample = _Sample(frame, info)
        if media_time_s < until_s:
            self.newest = self._last_sample
        if self._sampler.is_due(media_time_s, self.clock(), until_s):
            self._slot.put(self._last_sample)

    async def run(self) -> None:
        """Read chosen frames and publish their labels until cancelled."""
        try:
            while True:
                chosen = await self._slot.get()
                if chosen.info.media_time_s <= self._read_until_s:
                    self._unread += 1
                    continue
                look = _Newest(self, chosen)
                try:
                    timed = await self.analyzer.read(look)
                except PoolBusyError:
                    self._unread += 1
                    continue
                self._read_until_s = look.sample.info.media_time_s
                self.frames_analysed += 1
                queued_s = timed.started_s - chosen.frame.decoded_s
                self._publish(look.sample, timed, look.sample.info.media_time_s, queued_s)
        finally:
            self.turn.leave()

    def calibrate(self) -> None:
        """Measure the person's resting face on the readings of the next seconds.

        A `calibrated` or `error` message says how it ended.
        """
        last = self._last_sample
        newest_s = last.info.media_time_s if last is not None else 0.0
        self._resting_face.begin(max(newest_s, self._last_time_s))

    def note_silence(self) -> None:
        """Publish a label with the reason if frames have stopped to come."""
        now_s = self.clock()
        last = self._last_sample
        if last is None or now_s - last.frame.decoded_s < STALE_S:
            return
        if now_s - self._last_label_s >= INTERVAL_S and self.started_s is not None:
            self._publish(last, TimedReading(NO_VIDEO, now_s, now_s), now_s - self.started_s)

    def _publish(
        self, sample: _Sample, timed: TimedReading, time_s: float, queued_s: float = 0.0
    ) -> None:
        # A late reading may be older than a label that said that no video comes.
        self._last_time_s = max(self._last_time_s, time_s)
        calibration = self._resting_face.take(timed.reading.expression, self._last_time_s)
        entry = self._entry(timed.reading)
        self.entries.append(entry)
        frame = sample.frame
        self._last_label_s = now_s = self.clock()
        times = StageTimes(
            decode=frame.decoded_s - frame.arrival_s,
            wait=timed.started_s - frame.decoded_s,
            infer=timed.finished_s - timed.started_s,
            total=now_s - frame.arrival_s,
        )
        self.labels += 1
        self.publish(messages.label(self.labels, entry, sample.info, times))
        self.on_label(entry, {**asdict(times), QUEUE: queued_s})
        if calibration is not None:
            self.publish(_calibration_message(calibration))

    def _entry(self, reading: FaceReading) -> TimelineEntry:
        time_s = self._last_time_s
        if reading.expression is None:
            self._smoother.update(None, time_s)
            return TimelineEntry(time_s, reading, None)
        expression = self._resting_face.relative(reading.expression, time_s)
        smoothed = self._smoother.update(expression.scores, time_s)
        return TimelineEntry(time_s, replace(reading, expression=expression), smoothed)


def _calibration_message(calibration: Calibration) -> Message:
    if calibration is Calibration.DONE:
        return messages.calibrated()
    return messages.error("not_calibrated", "the face could not be seen well enough to calibrate")


def to_image(frame: DecodedFrame) -> Image:
    """Convert a frame to RGB; to be called in a worker thread."""
    return cast(Image, frame.image.to_ndarray(format="rgb24"))
