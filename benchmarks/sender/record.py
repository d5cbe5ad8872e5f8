"""What one session sent and heard, and the figures that follow from it. Pure."""

from dataclasses import dataclass, field

MAX_FRAMES = 30 * 120
"""Frames remembered: the last two minutes at 30 fps."""


@dataclass(frozen=True, slots=True)
class SentFrame:
    """A frame that was sent: when, and its time since the first one, both in seconds."""

    media_time_s: float
    sent_s: float


@dataclass(frozen=True, slots=True)
class LabelledFrame:
    """A frame and its first label, all in seconds."""

    media_time_s: float
    labelled_s: float
    latency_s: float


@dataclass
class SessionRecord:
    """Frames by their RTP timestamp, and the labels that came for them."""

    labels_unknown: int = 0
    """Labels for frames that were never sent, or sent long ago."""

    labelled: list[LabelledFrame] = field(default_factory=list)

    _frames: dict[int, SentFrame] = field(default_factory=dict)

    def note_sent(self, rtp_timestamp: int, frame: SentFrame) -> None:
        if len(self._frames) >= MAX_FRAMES:
            del self._frames[next(iter(self._frames))]
        self._frames[rtp_timestamp] = frame

    def note_label(self, rtp_timestamp: int, received_s: float) -> None:
        # Only the first label for a frame counts; a second would be one too many.
        frame = self._frames.pop(rtp_timestamp, None)
        if frame is None:
            self.labels_unknown += 1
        else:
            latency_s = received_s - frame.sent_s
            self.labelled.append(LabelledFrame(frame.media_time_s, received_s, latency_s))

    def latencies_s(self, from_s: float, to_s: float) -> list[float]:
        """Return frame-to-label times of frames with a media time in [from_s, to_s)."""
        return [each.latency_s for each in self.labelled if from_s <= each.media_time_s < to_s]


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What a load measured.

    Attributes:
        label_ms: frame-to-label time of every label, in ms.
        labels_expected: one for every session and second.
        frames_share: frames sent of those that were due, 1 when the sender kept up.
        loop_lag_p95_ms: by how much the sender's event loop woke up too late.
        sender_cpu: CPU of the sender while measuring, as a share of one core.
    """

    sessions: int
    label_ms: list[float]
    labels_expected: int
    labels_unknown: int
    frames_share: float
    loop_lag_p95_ms: float
    sender_cpu: float

    @property
    def missing_share(self) -> float:
        """Labels that did not come, 0..1."""
        return missing_share(len(self.label_ms), self.labels_expected)


def missing_share(heard: int, expected: float) -> float:
    """Return the share of labels that did not come, 0..1; more than expected is none missing."""
    return max(0.0, 1 - heard / expected)
