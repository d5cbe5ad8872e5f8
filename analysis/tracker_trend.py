"""Where the readings of the last two minutes say that a mood is heading.

Pure. Each source is looked at by itself and then counts with its own weight, so that a face that
is read each second does not drown a voice that is read once a turn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.tracker_constants import (
    IMPROVEMENT,
    IMPROVEMENT_LEFT,
    MAX_GAP_S,
    MIN_CONFIDENCE,
    MIN_READINGS,
    MIN_SPAN_S,
    NEGATIVE_SHARE,
    NEGATIVE_SHARE_LEFT,
    NEUTRAL_COUNTS,
    SOURCE_WEIGHT,
    WAS_NEGATIVE,
)
from analysis.tracker_readings import TONE, Mood, MoodReading, Source


class Trend(StrEnum):
    """The four answers of document 002."""

    INSUFFICIENT_DATA = "insufficient_data"
    IMPROVING = "improving"
    STABLE = "stable"
    PERSISTENT_NEGATIVE = "persistent_negative"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says, in order of time.

    Attributes:
        earlier: its readings before those of `recent`.
        recent: its latest readings: MIN_READINGS over MIN_SPAN_S where it has them, else all;
            at least one.
    """

    earlier: Sequence[MoodReading]
    recent: Sequence[MoodReading]


@dataclass(frozen=True, slots=True)
class Finding:
    """A trend and what it rests on.

    Attributes:
        trend: where the mood is heading.
        sources: whose readings were looked at, in the order of Source.
        latest_s: time of the last reading that was looked at; None without any.
        negative_since_s: since when all sources that recently said anything negative have; None
            if none did.
    """

    trend: Trend
    sources: tuple[Source, ...]
    latest_s: float | None
    negative_since_s: float | None


def counts(reading: MoodReading) -> bool:
    """Whether a reading is sure enough to be looked at."""
    return reading.confidence >= MIN_CONFIDENCE[reading.source]


def find_trend(
    readings: Mapping[Source, Sequence[MoodReading]], now_s: float, before: Trend
) -> Finding:
    """Find the trend.

    Args:
        readings: those that count, of each source in order of time, back to WINDOW_S.
        now_s: the time that it is found for.
        before: the trend that was found last: it takes less to stay than to come.
    """
    evidence = {
        source: found
        for source in Source
        if (found := _evidence([r for r in readings.get(source, ()) if r.mood in TONE], now_s))
    }
    trend = _trend(evidence, before)
    latest_s = max((own.recent[-1].time_s for own in evidence.values()), default=None)
    return Finding(trend, tuple(evidence), latest_s, _negative_since_s(evidence))


def fused_share(
    readings: Mapping[Source, Sequence[MoodReading]], is_meant: Callable[[MoodReading], bool]
) -> float:
    """Return the share of the evidence that is meant, 0..1, each source with its own weight.

    Args:
        readings: by source; at least one source has any.
        is_meant: tells it of one reading.
    """
    weights = {source: _weight(source, own) for source, own in readings.items() if own}
    meant = sum(w * _share(readings[source], is_meant) for source, w in weights.items())
    return meant / sum(weights.values())


def _evidence(readings: Sequence[MoodReading], now_s: float) -> Evidence | None:
    unbroken = _unbroken(readings, now_s)
    if not unbroken:
        return None
    first = _first_of_recent(unbroken)
    return Evidence(unbroken[:first], unbroken[first:])


def _unbroken(readings: Sequence[MoodReading], now_s: float) -> Sequence[MoodReading]:
    """Return the latest readings, back to the first gap."""
    next_s = now_s
    for index in range(len(readings) - 1, -1, -1):
        if next_s - readings[index].time_s > MAX_GAP_S:
            return readings[index + 1 :]
        next_s = readings[index].time_s
    return readings


def _first_of_recent(readings: Sequence[MoodReading]) -> int:
    last_s = readings[-1].time_s
    for index in range(len(readings) - MIN_READINGS, -1, -1):
        if last_s - readings[index].time_s >= MIN_SPAN_S:
            return index
    return 0


def _trend(evidence: Mapping[Source, Evidence], before: Trend) -> Trend:
    recent = {source: own.recent for source, own in evidence.items()}
    times_s = [reading.time_s for own in recent.values() for reading in own]
    if len(times_s) < MIN_READINGS or max(times_s) - min(times_s) < MIN_SPAN_S:
        return Trend.INSUFFICIENT_DATA
    was = before is Trend.PERSISTENT_NEGATIVE
    if fused_share(recent, _is_negative) >= (NEGATIVE_SHARE_LEFT if was else NEGATIVE_SHARE):
        return Trend.PERSISTENT_NEGATIVE
    rise = IMPROVEMENT_LEFT if before is Trend.IMPROVING else IMPROVEMENT
    return Trend.IMPROVING if _rises(evidence, rise) else Trend.STABLE


def _rises(evidence: Mapping[Source, Evidence], rise: float) -> bool:
    """Compare what the same sources said earlier and recently, both more than once."""
    both = {
        source: own
        for source, own in evidence.items()
        if min(len(own.earlier), len(own.recent)) >= MIN_READINGS
    }
    total = sum(SOURCE_WEIGHT[source] for source in both)
    if not both:
        return False
    earlier, recent = (
        sum(SOURCE_WEIGHT[source] * _tone(part) for source, part in parts) / total
        for parts in (
            [(source, own.earlier) for source, own in both.items()],
            [(source, own.recent) for source, own in both.items()],
        )
    )
    return earlier <= WAS_NEGATIVE and recent - earlier >= rise


def _negative_since_s(evidence: Mapping[Source, Evidence]) -> float | None:
    first_s = [
        next((reading.time_s for reading in own.recent if _is_negative(reading)), None)
        for own in evidence.values()
    ]
    return max((time_s for time_s in first_s if time_s is not None), default=None)


def _weight(source: Source, readings: Sequence[MoodReading]) -> float:
    seen = min(1.0, len(readings) / MIN_READINGS)
    neutral = _share(readings, lambda reading: reading.mood is Mood.NEUTRAL)
    return SOURCE_WEIGHT[source] * seen * (1 - (1 - NEUTRAL_COUNTS) * neutral)


def _share(readings: Sequence[MoodReading], is_meant: Callable[[MoodReading], bool]) -> float:
    """Weigh each reading with its confidence, which MIN_CONFIDENCE keeps above 0."""
    total = sum(reading.confidence for reading in readings)
    return sum(reading.confidence for reading in readings if is_meant(reading)) / total


def _tone(readings: Sequence[MoodReading]) -> float:
    total = sum(reading.confidence for reading in readings)
    return sum(reading.confidence * TONE[reading.mood] for reading in readings) / total


def _is_negative(reading: MoodReading) -> bool:
    return TONE.get(reading.mood, 0) < 0
