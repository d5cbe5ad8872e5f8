"""The figures of a session: how often, how long, and what changed.

Pure and deterministic. Conventions: a share lies in 0..1 and is 0 where there is
nothing to divide by; times are seconds of the session clock; readings come about
once a second, in order, and may have gaps.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.labels import EMOTIONS, Emotion, Reason
from analysis.timeline import Moment

READING_INTERVAL_S = 1.0
"""How long a reading stands for where the next one does not say: the sampling period."""

MAX_GAP_S = 2.5
"""Readings further apart than this have a gap between them: two were lost."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How the readings of a stretch of the session divide.

    Attributes:
        readings: how many there are.
        face_share: of all readings, those with a face.
        emotion_shares: of all readings; the three add up to 1.
        expression_shares: of the readings with one of EMOTIONS; they add up to 1.
        uncertain_share: of the readings with an expression, those shown as uncertain.
        named_readings: how many showed a name (`Moment.shown`).
        named_shares: of `named_readings`; only names that occur.
    """

    readings: int
    face_share: float
    emotion_shares: Mapping[Emotion, float]
    expression_shares: Mapping[str, float]
    uncertain_share: float
    named_readings: int
    named_shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """The shown name became another one; readings without a name do not count."""

    time_s: float
    from_name: str
    to_name: str


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive readings of one name, without a gap."""

    start_s: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class TimelineStatistics:
    """The figures of one session.

    Attributes:
        duration_s: how long the session lasted.
        readable_share: of the session's time, that which readings with an
            expression stand for; gaps count as not readable.
        whole: the shares of all readings.
        first_third: the shares of the readings before a third of the time.
        last_third: the shares of the readings from two thirds of the time on.
        changes: of the shown name, in order.
        longest_emotion_runs: for each emotion that occurs.
        longest_expression_runs: for each shown expression that occurs.
        mean_confidence: of the two-label answers, or None without any.
        reasons: how many readings had no expression for each reason that occurs.
    """

    duration_s: float
    readable_share: float
    whole: Shares
    first_third: Shares
    last_third: Shares
    changes: tuple[Change, ...]
    longest_emotion_runs: Mapping[str, Run]
    longest_expression_runs: Mapping[str, Run]
    mean_confidence: float | None
    reasons: Mapping[Reason, int]


def timeline_statistics(moments: Sequence[Moment], duration_s: float) -> TimelineStatistics:
    """Compute the figures of a session.

    Args:
        moments: in order of time.
        duration_s: how long the session really lasted, not how long it was planned to.
    """
    return TimelineStatistics(
        duration_s=duration_s,
        readable_share=_readable_share(moments, duration_s),
        whole=_shares(moments),
        first_third=_shares([m for m in moments if m.time_s < duration_s / 3]),
        last_third=_shares([m for m in moments if m.time_s >= duration_s * 2 / 3]),
        changes=tuple(_changes(moments)),
        longest_emotion_runs=_longest_runs(moments, lambda moment: moment.emotion.value),
        longest_expression_runs=_longest_runs(moments, _shown_expression),
        mean_confidence=_mean([m.confidence for m in moments if m.confidence is not None]),
        reasons=Counter(m.reason for m in moments if m.reason is not None),
    )


def durations_s(moments: Sequence[Moment]) -> list[float]:
    """Return how long each reading stands for: until the next one, unless a gap follows."""
    distances_s = [later.time_s - earlier.time_s for earlier, later in pairwise(moments)]
    lengths_s = [d if d <= MAX_GAP_S else READING_INTERVAL_S for d in distances_s]
    return [*lengths_s, READING_INTERVAL_S][: len(moments)]


def _shares(moments: Sequence[Moment]) -> Shares:
    readable = [m for m in moments if m.emotion is not Emotion.NO_FACE]
    expressions = [m.expression for m in readable if m.expression is not None]
    names = [m.shown for m in readable if m.shown is not None]
    return Shares(
        readings=len(moments),
        face_share=_share(sum(m.face for m in moments), len(moments)),
        emotion_shares={e: _share(_count(moments, e), len(moments)) for e in Emotion},
        expression_shares={e: _share(expressions.count(e), len(expressions)) for e in EMOTIONS},
        uncertain_share=_share(sum(m.uncertain for m in readable), len(readable)),
        named_readings=len(names),
        named_shares={name: _share(count, len(names)) for name, count in Counter(names).items()},
    )


def _count(moments: Iterable[Moment], emotion: Emotion) -> int:
    return sum(moment.emotion is emotion for moment in moments)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _shown_expression(moment: Moment) -> str | None:
    return moment.shown if moment.expression is not None else None


def _changes(moments: Iterable[Moment]) -> Iterator[Change]:
    named = [(moment.time_s, moment.shown) for moment in moments if moment.shown is not None]
    for (_, before), (time_s, after) in pairwise(named):
        if before != after:
            yield Change(time_s, before, after)


def _readable_share(moments: Sequence[Moment], duration_s: float) -> float:
    readable_s = sum(
        seconds
        for moment, seconds in zip(moments, durations_s(moments), strict=True)
        if moment.emotion is not Emotion.NO_FACE
    )
    return min(1.0, readable_s / duration_s) if duration_s > 0 else 0.0


def _longest_runs(
    moments: Sequence[Moment], name_of: Callable[[Moment], str | None]
) -> dict[str, Run]:
    longest: dict[str, Run] = {}
    for name, run in _runs(moments, name_of):
        if name not in longest or run.duration_s > longest[name].duration_s:
            longest[name] = run
    return longest


def _runs(
    moments: Sequence[Moment], name_of: Callable[[Moment], str | None]
) -> Iterator[tuple[str, Run]]:
    start_s = seconds = 0.0
    running: str | None = None
    last_s = float("-inf")
    for moment, duration_s in zip(moments, durations_s(moments), strict=True):
        name = name_of(moment)
        if name != running or moment.time_s - last_s > MAX_GAP_S:
            if running is not None:
                yield running, Run(start_s, seconds)
            running, start_s, seconds = name, moment.time_s, 0.0
        seconds += duration_s
        last_s = moment.time_s
    if running is not None:
        yield running, Run(start_s, seconds)
