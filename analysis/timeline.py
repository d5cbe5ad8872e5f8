"""A session's labels over time, and the figures that can be drawn from them.

Pure: times are arguments, in seconds of the session clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.labels import Emotion, FaceReading, Reason, Smoothed, binary_emotion


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One reading on the session clock.

    Attributes:
        time_s: seconds since the session's first frame.
        reading: what the picture of that moment said.
        smoothed: what was shown beside it, or None without an expression.
    """

    time_s: float
    reading: FaceReading
    smoothed: Smoothed | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What one reading said, reduced to its names.

    Attributes:
        time_s: seconds since the session's first frame.
        emotion: the two-label answer, or NO_FACE without an expression.
        expression: the smoothed one of EMOTIONS; None without an expression, or
            where only the two-label answer is known.
        confidence: of `emotion`, 0..1; None if there is none to tell.
        face: a face was found.
        uncertain: the label was shown as uncertain.
        reason: why there is no expression, if that is known.
    """

    time_s: float
    emotion: Emotion
    expression: str | None
    confidence: float | None
    face: bool
    uncertain: bool
    reason: Reason | None

    @property
    def shown(self) -> str | None:
        """The name that stood there for the person to see; None if it named nothing."""
        if self.uncertain or self.emotion is Emotion.NO_FACE:
            return None
        return self.expression or self.emotion.value


def moments_from_entries(entries: Iterable[TimelineEntry]) -> tuple[Moment, ...]:
    return tuple(_moment(entry) for entry in entries)


def moments_from_emotions(emotions: Iterable[Emotion]) -> tuple[Moment, ...]:
    """Place bare two-label answers on a clock, one a second from 0 on."""
    return tuple(
        Moment(
            time_s=float(second),
            emotion=emotion,
            expression=None,
            confidence=None,
            face=emotion is not Emotion.NO_FACE,
            uncertain=False,
            reason=None,
        )
        for second, emotion in enumerate(emotions)
    )


def _moment(entry: TimelineEntry) -> Moment:
    emotion, confidence = binary_emotion(entry.reading.expression)
    smoothed = entry.smoothed
    return Moment(
        time_s=entry.time_s,
        emotion=emotion,
        expression=smoothed.name if smoothed is not None else None,
        confidence=confidence if entry.reading.expression is not None else None,
        face=entry.reading.face is not None,
        uncertain=smoothed is not None and smoothed.uncertain,
        reason=entry.reading.reason,
    )
