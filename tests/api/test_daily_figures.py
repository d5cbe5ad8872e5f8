from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from api.daily_figures import DailyReport, daily_report, day_bounds
from store.summaries import SessionSummary

DAY = date(2026, 1, 15)
MADRID = timezone(timedelta(hours=1))


def session(hour: float, *, trend: str = "stable", **sources: dict[str, int]) -> SessionSummary:
    """One that began so many hours after DAY's midnight in UTC."""
    started_at = datetime(2026, 1, 15, tzinfo=UTC) + timedelta(hours=hour)
    return SessionSummary(f"at-{hour}", started_at, 30.0, trend, 1, sources)


def test_a_day_in_figures() -> None:
    report = daily_report(
        [
            session(9, trend="improving", face={"sad": 1, "happy": 3}),
            session(8, face={"sad": 4}, voice={"angry": 2}),
        ],
        DAY,
        MADRID,
    )
    assert [each.started_at.isoformat() for each in report.sessions] == [
        "2026-01-15T09:00:00+01:00",
        "2026-01-15T10:00:00+01:00",
    ]
    assert (report.duration_s, report.escalations) == (60.0, 2)
    assert report.trends == {"stable": 1, "improving": 1}
    assert report.shares == {"face": {"sad": 0.625, "happy": 0.375}, "voice": {"angry": 1.0}}
    assert report.sessions[1].shares == {"face": {"sad": 0.25, "happy": 0.75}}


@pytest.mark.parametrize(
    ("offset_h", "hours"),
    [(0, [0, 12, 23.9]), (1, [-1, 0, 12]), (-5, [12, 23.9, 24, 28.9]), (14, [-14, -1, 0])],
)
def test_a_day_is_that_of_the_persons_own_calendar(offset_h: int, hours: list[float]) -> None:
    every = [session(hour) for hour in (-14.1, -14, -1, 0, 12, 23.9, 24, 28.9, 29)]
    report = daily_report(every, DAY, timezone(timedelta(hours=offset_h)))
    found = {each.started_at.astimezone(UTC) for each in report.sessions}
    assert found == {session(hour).started_at for hour in hours}


def test_a_day_without_sessions_is_all_zero() -> None:
    assert daily_report([session(-48)], DAY, MADRID) == DailyReport([], 0, 0, {}, {})


def test_a_source_that_named_nothing_has_no_shares() -> None:
    assert daily_report([session(1, face={})], DAY, MADRID).shares == {}


def test_a_day_is_24_hours_long() -> None:
    start, end = day_bounds(DAY, MADRID)
    assert start.isoformat() == "2026-01-14T23:00:00+00:00"
    assert end - start == timedelta(days=1)


@pytest.mark.parametrize("hours", [-14, 0, 14])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_have_bounds(day: date, hours: int) -> None:
    start, end = day_bounds(day, timezone(timedelta(hours=hours)))
    assert start < end
    assert (start.tzinfo, end.tzinfo) == (UTC, UTC)
