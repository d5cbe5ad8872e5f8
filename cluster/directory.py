"""Where sessions are known beyond their worker, as a Protocol, and what its calls return.

`LocalDirectory` serves one process alone, `RedisDirectory` many. docs/cluster.md is the
contract in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cluster.snapshots import Json, Snapshot
from cluster.tokens import digest_of, new_token
from cluster.workers import WorkerStatus

MAX_RESUMES = 50
"""Of one session: a session that breaks more often is no session."""

RESUME_S = 20
"""From the last word of a session's worker until its report is made without the client: how long
a client may take to come back. A live worker saves each second, so this is also how long it may
be silent."""

SNAPSHOT_S = 900
"""Until a session of which nothing more is heard is forgotten; jobs are tried within this time."""

REPORT_S = 600
"""How long a finished report may be fetched."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to speak for a session.

    Attributes:
        fence: rises with each resumption; whoever holds a lower one has lost the session.
        digest: of the token that resumes it next.
    """

    session_id: str
    fence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that is new to the directory, with the token for its client."""

    lease: Lease
    token: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """A session that goes on here: fenced off from wherever it was before."""

    lease: Lease
    token: str
    snapshot: Snapshot


class Refusal(StrEnum):
    """Why a token resumes nothing."""

    UNKNOWN = "unknown"
    """Never issued, used up, or of a session that never started or is forgotten."""
    REPORTING = "reporting"
    """Too late: the report is being made, or is there."""
    TOO_OFTEN = "too_often"


class Saved(StrEnum):
    """What became of a call that speaks for a session."""

    STORED = "stored"
    LOCAL = "local"
    """Only this process knows it: the store is out of reach. It follows when that is back."""
    FENCED = "fenced"
    """Another worker has the session, or its report is made: let go of it, without one."""
    TOO_LARGE = "too_large"
    """Not kept; what was saved before still stands, and the session lives."""


class ReportState(StrEnum):
    """Why there is no report to fetch."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    FAILED = "failed"


class Directory(Protocol):
    """Sessions beyond their worker. No call raises for a store that is out of reach."""

    async def save(self, lease: Lease, snapshot: Snapshot) -> Saved:
        """Keep how far a session is; at its start, then each second as sign of life.

        The first save of a resumed session is also what makes the token that it was
        resumed with worthless: the client has answered, so it has the new one.
        """
        ...

    async def resume(self, token: str) -> Resumed | Refusal:
        """Take over the session that a token belongs to."""
        ...

    async def finish(self, lease: Lease, report: Json) -> Saved:
        """Keep the finished report for whoever has a token; the first one counts."""
        ...

    async def forget(self, lease: Lease) -> None:
        """Drop all of a session, as its person wishes: no report will be made."""
        ...

    async def find_report(self, token: str) -> Json | ReportState:
        """Look for the report of the session that a token belongs to."""
        ...

    async def erase(self, token: str) -> bool:
        """Drop all of the session that a token belongs to, its report included.

        Whoever speaks for it is fenced off, and no job concludes it.

        Returns:
            False for a token that opens nothing; True also where the store is out of reach,
            which is told when it is back.
        """
        ...


class Roster(Protocol):
    """Which workers there are."""

    async def announce(self, status: WorkerStatus) -> None: ...

    async def withdraw(self, worker_id: str) -> None: ...

    async def some_workers(self) -> Sequence[WorkerStatus]:
        """Return some whose last word is recent, drawn anew by each call; all of a few."""
        ...


def open_session(session_id: str, worker_id: str | None = None) -> Opened:
    """Make a new session's lease and token; nobody hears of it before its first save."""
    token = new_token(session_id, worker_id)
    return Opened(Lease(session_id, 1, digest_of(token)), token)
