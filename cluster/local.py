"""The directory of one process: nothing leaves it, and nothing else is needed.

Beside a Redis directory it is the mirror of this worker's own sessions.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cluster.directory import (
    MAX_RESUMES,
    REPORT_S,
    RESUME_S,
    SNAPSHOT_S,
    Lease,
    Refusal,
    ReportState,
    Resumed,
    Saved,
)
from cluster.snapshots import (
    MAX_ENTRIES,
    MAX_HEAD_BYTES,
    MAX_REPORT_BYTES,
    Json,
    Snapshot,
    TooLargeError,
    encode,
    encode_entries,
)
from cluster.tokens import ParsedToken, digest_of, new_token, parse_token
from cluster.workers import WorkerStatus

logger = logging.getLogger(__name__)

MAX_SESSIONS = 4_096
"""Those that wait for their clients included."""

MAX_REPORTS = 256
"""The oldest goes first; ten minutes of a full worker with sessions of half a minute."""


EXPIRY_INTERVAL_S = 1.0

ERASED = -1
"""Fence of what stands in the place of an erased session's report: nobody holds it."""


@dataclass
class Held:
    """A session that this process knows.

    Attributes:
        previous: digest of the token that the last resumption used, until it is confirmed.
        deadline_s: when its report is made, unless a word of it comes before.
        is_ending: its report is being made.
    """

    lease: Lease
    snapshot: Snapshot
    deadline_s: float
    previous: str | None = None
    resumes: int = 0
    is_ending: bool = False

    def opens_with(self, digest: str) -> bool:
        return digest in (self.lease.digest, self.previous)


@dataclass(frozen=True, slots=True)
class _Report:
    digests: frozenset[str | None]
    fence: int
    body: Json | None
    """None where it could not be made, or is erased."""
    until_s: float


class LocalDirectory:
    """Keeps sessions and reports in memory, within bounds.

    Args:
        clock: seconds that only rise.
        worker_id: stands in the tokens of sessions that are resumed here.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        worker_id: str | None = None,
    ) -> None:
        self._worker_id = worker_id
        self._clock = clock
        self._sessions: dict[str, Held] = {}
        self._reports: dict[str, _Report] = {}

    async def save(self, lease: Lease, snapshot: Snapshot) -> Saved:
        held = self._sessions.get(lease.session_id)
        if lease.session_id in self._reports or not _may_speak(lease, held):
            return Saved.FENCED
        try:
            self._check(snapshot, len(held.snapshot.entries) if held is not None else 0)
        except TooLargeError:
            # A sign of life all the same: what nothing is heard of is concluded by a job.
            if held is not None:
                self.adopt(lease, held.snapshot, held.resumes)
            return Saved.TOO_LARGE
        self.adopt(lease, snapshot, held.resumes if held is not None else 0)
        return Saved.STORED

    async def resume(self, token: str) -> Resumed | Refusal:
        parsed = parse_token(token)
        if parsed is None:
            return Refusal.UNKNOWN
        self._expire_reports()
        held = self._sessions.get(parsed.session_id)
        if held is None or not held.opens_with(parsed.digest):
            return self._refusal_of(parsed.session_id, parsed.digest)
        if held.is_ending:
            return Refusal.REPORTING
        if held.resumes >= MAX_RESUMES:
            return Refusal.TOO_OFTEN
        return self._take_over(held, parsed.digest)

    async def finish(self, lease: Lease, report: Json) -> Saved:
        held, made = self._sessions.get(lease.session_id), self._reports.get(lease.session_id)
        if made is not None:
            return Saved.STORED if made.fence == lease.fence else Saved.FENCED
        if not _may_speak(lease, held, ending=True):
            return Saved.FENCED
        try:
            encode(report, MAX_REPORT_BYTES)
        except TooLargeError:
            return Saved.TOO_LARGE
        self._close(lease, report)
        return Saved.STORED

    async def forget(self, lease: Lease) -> None:
        self.drop(lease)

    async def find_report(self, token: str) -> Json | ReportState:
        self._expire_reports()
        parsed = parse_token(token)
        if parsed is None:
            return ReportState.UNKNOWN
        report = self._reports.get(parsed.session_id)
        if report is not None and parsed.digest in report.digests:
            return ReportState.FAILED if report.body is None else report.body
        held = self._sessions.get(parsed.session_id)
        if held is not None and held.opens_with(parsed.digest):
            return ReportState.PENDING
        return ReportState.UNKNOWN

    async def erase(self, token: str) -> bool:
        parsed = parse_token(token)
        if parsed is None or not self._is_opened_by(parsed):
            return False
        self.bar(parsed.session_id)
        return True

    async def run(self) -> None:
        """Drop reports whose time is over, until cancelled: nobody may ever ask for them."""
        while True:
            self._expire_reports()
            await asyncio.sleep(EXPIRY_INTERVAL_S)

    # What a job and a mirror need beside the protocol

    def adopt(self, lease: Lease, snapshot: Snapshot, resumes: int = 0) -> None:
        """Hold a session under a lease that was granted elsewhere."""
        deadline_s = self._clock() + RESUME_S
        # Anew at the end: who was heard of longest ago stands first.
        self._sessions.pop(lease.session_id, None)
        self._sessions[lease.session_id] = Held(lease, snapshot, deadline_s, resumes=resumes)
        while len(self._sessions) > MAX_SESSIONS:
            dropped = next(iter(self._sessions))
            del self._sessions[dropped]
            logger.error("session %s: too many sessions are held to keep it", dropped)

    def snapshot_of(self, session_id: str) -> Snapshot | None:
        """Return what is held of a session."""
        held = self._sessions.get(session_id)
        return None if held is None else held.snapshot

    def drop(self, lease: Lease) -> None:
        """Forget a session, unless it goes on under a newer lease."""
        if _may_speak(lease, self._sessions.get(lease.session_id), ending=True):
            self._sessions.pop(lease.session_id, None)

    def bar(self, session_id: str) -> None:
        """Drop all of a session; whoever still holds it is fenced off."""
        self._sessions.pop(session_id, None)
        until_s = self._clock() + SNAPSHOT_S
        self._keep_report(session_id, _Report(frozenset(), ERASED, None, until_s))

    def drop_report(self, session_id: str) -> None:
        self._reports.pop(session_id, None)

    def begin_ending(self, held: Held) -> Lease:
        """Give a session to the job that makes its report; its worker is fenced off."""
        held.is_ending = True
        held.lease = replace(held.lease, fence=held.lease.fence + 1)
        return held.lease

    def is_ending(self, lease: Lease) -> bool:
        """Return whether a session still waits for the job that was given this lease."""
        held = self._sessions.get(lease.session_id)
        return held is not None and held.is_ending and held.lease.fence == lease.fence

    def fail(self, lease: Lease) -> None:
        """Note that a session's report cannot be made."""
        if lease.session_id not in self._reports:
            self._close(lease, None)

    def held(self) -> Sequence[Held]:
        """Return all sessions that are held and not ending."""
        return [held for held in self._sessions.values() if not held.is_ending]

    def expired(self) -> Sequence[Held]:
        """Return the sessions of which nothing was heard in time."""
        now_s = self._clock()
        return [held for held in self.held() if held.deadline_s <= now_s]

    def _check(self, snapshot: Snapshot, known: int) -> None:
        if len(snapshot.entries) > MAX_ENTRIES:
            raise TooLargeError(f"at most {MAX_ENTRIES} entries are kept")
        encode(snapshot.head, MAX_HEAD_BYTES)
        encode_entries(snapshot.entries[known:])

    def _take_over(self, held: Held, used: str) -> Resumed:
        token = new_token(held.lease.session_id, self._worker_id)
        lease = Lease(held.lease.session_id, held.lease.fence + 1, digest_of(token))
        deadline_s = self._clock() + RESUME_S
        self._sessions[lease.session_id] = replace(
            held, lease=lease, deadline_s=deadline_s, previous=used, resumes=held.resumes + 1
        )
        return Resumed(lease, token, held.snapshot)

    def _close(self, lease: Lease, body: Json | None) -> None:
        held = self._sessions.pop(lease.session_id, None)
        digests = frozenset((lease.digest, held.previous if held is not None else None))
        until_s = self._clock() + REPORT_S
        self._keep_report(lease.session_id, _Report(digests, lease.fence, body, until_s))

    def _keep_report(self, session_id: str, report: _Report) -> None:
        self._reports[session_id] = report
        while len(self._reports) > MAX_REPORTS:
            self._reports.pop(next(iter(self._reports)))

    def _expire_reports(self) -> None:
        now_s = self._clock()
        for session_id in [name for name, r in self._reports.items() if r.until_s <= now_s]:
            del self._reports[session_id]

    def _is_opened_by(self, parsed: ParsedToken) -> bool:
        held, report = self._sessions.get(parsed.session_id), self._reports.get(parsed.session_id)
        is_held = held is not None and held.opens_with(parsed.digest)
        return is_held or (report is not None and parsed.digest in report.digests)

    def _refusal_of(self, session_id: str, digest: str) -> Refusal:
        report = self._reports.get(session_id)
        is_made = report is not None and digest in report.digests
        return Refusal.REPORTING if is_made else Refusal.UNKNOWN


class LocalRoster:
    """The roster of a process that is alone."""

    async def announce(self, status: WorkerStatus) -> None:
        pass

    async def withdraw(self, worker_id: str) -> None:
        pass

    async def some_workers(self) -> Sequence[WorkerStatus]:
        return ()


def _may_speak(lease: Lease, held: Held | None, *, ending: bool = False) -> bool:
    if held is None:
        return True
    return lease.fence >= held.lease.fence and (ending or not held.is_ending)
