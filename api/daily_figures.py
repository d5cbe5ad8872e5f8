"""A day of a person's own sessions in figures; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from store.summaries import SessionSummary

Shares = Mapping[str, Mapping[str, float]]
"""By source and emotion; those of a source add up to 1."""


@dataclass(frozen=True, slots=True)
class SessionOfDay:
    """One session.

    Attributes:
        started_at: in the person's own time.
        duration_s: how long it lasted.
        trend: where the mood was heading in the end.
        escalations: how often it was escalated.
        shares: of the readings of each source.
    """

    started_at: datetime
    duration_s: float
    trend: str
    escalations: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class DailyReport:
    """A day.

    Attributes:
        sessions: those that began on it, in order.
        duration_s: of all of them.
        escalations: in all of them.
        trends: how many sessions ended with each trend.
        shares: of the readings of all sessions.
    """

    sessions: Sequence[SessionOfDay]
    duration_s: float
    escalations: int
    trends: Mapping[str, int]
    shares: Shares


def day_bounds(day: date, zone: timezone) -> tuple[datetime, datetime]:
    """Return where a local day begins and where the next one does, in UTC.

    What lies before the year 1 or after 9999 in UTC becomes their first or last moment.
    """
    earliest, latest = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    offset = zone.utcoffset(None)
    midnight = datetime.combine(day, time(), UTC)
    start = midnight - offset if offset <= midnight - earliest else earliest
    length = timedelta(days=1) - offset
    end = midnight + length if length <= latest - midnight else latest
    return start, end


def daily_report(summaries: Iterable[SessionSummary], day: date, zone: timezone) -> DailyReport:
    """Make the report of a local day.

    Args:
        summaries: those of other days are left out.
        day: on the calendar of `zone`.
        zone: how far the person's time is from UTC.
    """
    own = [each for each in summaries if _began_on(each, day, zone)]
    own.sort(key=lambda each: each.started_at)
    readings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in own:
        for source, moods in each.readings.items():
            readings[source].update(moods)
    return DailyReport(
        sessions=[_session(each, zone) for each in own],
        duration_s=sum(each.duration_s for each in own),
        escalations=sum(each.escalations for each in own),
        trends=dict(Counter(each.trend for each in own)),
        shares=_shares(readings),
    )


def _began_on(summary: SessionSummary, day: date, zone: timezone) -> bool:
    start, end = day_bounds(day, zone)
    return start <= summary.started_at < end


def _session(summary: SessionSummary, zone: timezone) -> SessionOfDay:
    return SessionOfDay(
        started_at=summary.started_at.astimezone(zone),
        duration_s=summary.duration_s,
        trend=summary.trend,
        escalations=summary.escalations,
        shares=_shares(summary.readings),
    )


def _shares(readings: Mapping[str, Mapping[str, int]]) -> Shares:
    return {
        source: {mood: count / sum(moods.values()) for mood, count in moods.items()}
        for source, moods in readings.items()
        if sum(moods.values())
    }
