"""What sessions came to, beside the turns of their context, inside the caller's transaction."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.appending import INSERTS
from store.names import check_name
from store.tables import session_summaries

MAX_SUMMARIES_A_CONTEXT = 1_000
"""A context keeps this many of its latest summaries; older ones are dropped."""

MAX_SESSION_ID_CHARS = 64
MAX_TREND_CHARS = 32

Readings = Mapping[str, Mapping[str, int]]
"""How often each source named each mood."""


class Summary(Protocol):
    """What a session came to; it holds no text."""

    @property
    def session_id(self) -> str: ...
    @property
    def started_at(self) -> datetime:
        """Aware."""
        ...

    @property
    def duration_s(self) -> float: ...
    @property
    def trend(self) -> str:
        """Where the mood was heading in the end."""
        ...

    @property
    def escalations(self) -> int: ...
    @property
    def readings(self) -> Readings: ...


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A Summary as it was stored; `started_at` is UTC."""

    session_id: str
    started_at: datetime
    duration_s: float
    trend: str
    escalations: int
    readings: Readings


def check_summary(summary: Summary) -> None:
    """Refuse what cannot be stored.

    Raises:
        InvalidNameError: the session id or the trend is not a name.
        ValueError: the start has no zone, or a number is no length of time or no count.
    """
    check_name("session_id", summary.session_id, MAX_SESSION_ID_CHARS)
    check_name("trend", summary.trend, MAX_TREND_CHARS)
    if summary.started_at.tzinfo is None:
        raise ValueError("a session's start must be aware")
    if not (math.isfinite(summary.duration_s) and summary.duration_s >= 0):
        raise ValueError("duration_s must be a length of time")
    if summary.escalations < 0:
        raise ValueError("escalations must be a count")


async def add_summary(connection: AsyncConnection, context: int, summary: Summary) -> bool:
    """Store a summary in a context that is locked; tell whether it was new."""
    statement = (
        INSERTS[connection.dialect.name](session_summaries)
        .values(
            context=context,
            session_id=summary.session_id,
            started_at=summary.started_at,
            duration_s=summary.duration_s,
            trend=summary.trend,
            escalations=summary.escalations,
            readings=json.dumps(
                {source: dict(moods) for source, moods in summary.readings.items()},
                separators=(",", ":"),
            ),
        )
        .on_conflict_do_nothing()
        .returning(session_summaries.c.session_id)
    )
    is_new = (await connection.execute(statement)).one_or_none() is not None
    if is_new:
        await _drop_oldest(connection, context)
    return is_new


async def find_summaries(
    connection: AsyncConnection, context: int, since: datetime, until: datetime
) -> list[SessionSummary]:
    """Read the summaries of the sessions that began from `since` to before `until`, in order."""
    columns = session_summaries.c
    query = (
        select(session_summaries)
        .where(columns.context == context, columns.started_at >= since, columns.started_at < until)
        .order_by(columns.started_at, columns.session_id)
    )
    return [_summary_of(row) for row in (await connection.execute(query)).all()]


def _summary_of(row: Row[Any]) -> SessionSummary:
    return SessionSummary(
        session_id=row.session_id,
        started_at=row.started_at,
        duration_s=row.duration_s,
        trend=row.trend,
        escalations=row.escalations,
        readings=json.loads(row.readings),
    )


async def _drop_oldest(connection: AsyncConnection, context: int) -> None:
    columns = session_summaries.c
    too_old = (
        select(columns.session_id)
        .where(columns.context == context)
        .order_by(columns.started_at.desc(), columns.session_id.desc())
        .offset(MAX_SUMMARIES_A_CONTEXT)
    )
    await connection.execute(
        delete(session_summaries).where(columns.context == context, columns.session_id.in_(too_old))
    )
