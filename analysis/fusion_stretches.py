"""From the readings of each source to stretches of time with a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.labels import UNCERTAIN, VoiceReading
from analysis.statistics import durations_s
from analysis.timeline import Moment
from analysis.words import Words


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one source says from one time to another; `name` None says nothing."""

    start_s: float
    end_s: float
    name: str | None


def face_stretches(moments: Sequence[Moment]) -> list[Stretch]:
    """Each reading stands until the next one, or for its sampling period before a gap."""
    return [
        Stretch(moment.time_s, moment.time_s + duration_s, moment.shown and moment.expression)
        for moment, duration_s in zip(moments, durations_s(moments), strict=True)
    ]


def voice_stretches(readings: Iterable[VoiceReading]) -> list[Stretch]:
    """Windows that overlap share their time: each keeps what is nearest to its middle."""
    return _apart(
        Stretch(
            reading.start_s,
            reading.end_s,
            None if reading.emotion == UNCERTAIN else reading.emotion,
        )
        for reading in readings
    )


def word_stretches(words: Iterable[Words]) -> list[Stretch]:
    return _apart(Stretch(said.start_s, said.end_s, said.felt) for said in words)


def _apart(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Cut where neighbours overlap, in the middle of the overlap; drop what is left empty."""
    apart: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda each: (each.start_s, each.end_s)):
        if apart and apart[-1].end_s > stretch.start_s:
            cut_s = (apart[-1].end_s + stretch.start_s) / 2
            apart[-1] = replace(apart[-1], end_s=cut_s)
            stretch = replace(stretch, start_s=cut_s)
        apart.append(stretch)
    return [stretch for stretch in apart if stretch.start_s < stretch.end_s]
