"""The job queue of one process: its own sessions whose clients did not come back."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cluster.directory import Lease, Saved
from cluster.jobs import VISIBILITY_S, Job
from cluster.local import LocalDirectory
from cluster.snapshots import Json, Snapshot


@dataclass
class _Waiting:
    lease: Lease
    snapshot: Snapshot
    due_s: float
    attempts: int = 0


class LocalJobs:
    """Finds expired sessions in a local directory.

    Args:
        directory: whose sessions.
        finish: keeps a report; by default in the same directory. With Redis, its
            directory's, which sends the report on when Redis is back.
        is_active: False while Redis decides which sessions have expired.
        tidy: called instead, to drop what has expired here.
        clock: seconds that only rise.
    """

    def __init__(
        self,
        directory: LocalDirectory,
        finish: Callable[[Lease, Json], Awaitable[Saved]] | None = None,
        is_active: Callable[[], bool] = lambda: True,
        tidy: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = directory
        self._finish = finish if finish is not None else directory.finish
        self._is_active = is_active
        self._tidy = tidy
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}

    async def claim(self) -> Job | None:
        now_s = self._clock()
        if self._is_active():
            self._collect(now_s)
        else:
            self._tidy()
        self._drop_unwanted()
        for session_id, waiting in self._waiting.items():
            if waiting.due_s <= now_s:
                waiting.due_s = now_s + VISIBILITY_S
                waiting.attempts += 1
                return Job(session_id, session_id, waiting.snapshot, waiting.attempts)
        return None

    async def extend(self, job: Job) -> bool:
        self._drop_unwanted()
        waiting = self._waiting.get(job.job_id)
        if waiting is not None:
            waiting.due_s = self._clock() + VISIBILITY_S
        return waiting is not None

    async def complete(self, job: Job, report: Json) -> Saved:
        waiting = self._waiting.get(job.job_id)
        if waiting is None:
            return Saved.FENCED
        saved = await self._finish(waiting.lease, report)
        if saved is not Saved.TOO_LARGE:
            self._waiting.pop(job.job_id, None)
        return saved

    async def bury(self, job: Job, reason: str) -> None:
        waiting = self._waiting.pop(job.job_id, None)
        if waiting is not None:
            self._directory.fail(waiting.lease)

    def _drop_unwanted(self) -> None:
        """Drop the jobs of sessions that were erased or concluded meanwhile."""
        unwanted = [
            session_id
            for session_id, waiting in self._waiting.items()
            if not self._directory.is_ending(waiting.lease)
        ]
        for session_id in unwanted:
            del self._waiting[session_id]

    def _collect(self, now_s: float) -> None:
        for held in self._directory.expired():
            lease = self._directory.begin_ending(held)
            self._waiting[lease.session_id] = _Waiting(lease, held.snapshot, now_s)
