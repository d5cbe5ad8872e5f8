"""The job queue of many workers: a Redis stream with one consumer group."""

from contextlib import suppress

from cluster import redis_scripts as scripts
from cluster.directory import REPORT_S, SNAPSHOT_S, Saved
from cluster.jobs import MAX_ATTEMPTS, VISIBILITY_S, Job
from cluster.keys import (
    DEAD_JOB_COUNT,
    DEAD_JOBS,
    DEADLINES,
    ENTRIES,
    JOB_GROUP,
    JOBS,
    SESSION,
    session_keys,
)
from cluster.redis_link import RedisLink, UnavailableError
from cluster.snapshots import MAX_REPORT_BYTES, Json, TooLargeError, decode_snapshot, encode

COLLECT_AT_ONCE = 100
MAX_DEAD_JOBS = 1_000


class RedisJobs:
    """Turns expired sessions into jobs and hands them out.

    Args:
        link: to Redis.
        consumer: this worker's id.
        visibility_s: how long a job's worker may be silent before another takes it.
    """

    def __init__(
        self,
        link: RedisLink,
        consumer: str,
        visibility_s: float = VISIBILITY_S,
    ) -> None:
        self._link = link
        self._consumer = consumer
        self._visibility_ms = round(visibility_s * 1000)

    async def claim(self) -> Job | None:
        limits = (COLLECT_AT_ONCE, SNAPSHOT_S)
        group = (JOB_GROUP, self._consumer, self._visibility_ms)
        args = (SESSION, ENTRIES, *limits, *group)
        try:
            found = await self._link.script(scripts.CLAIM, [DEADLINES, JOBS], *args)
            return None if found is None else await self._accept(*found)
        except UnavailableError:
            return None

    async def extend(self, job: Job) -> bool:
        keys = [JOBS, SESSION + job.session_id]
        try:
            extended = await self._link.script(
                scripts.EXTEND, keys, JOB_GROUP, self._consumer, job.job_id
            )
        except UnavailableError:
            # A job that is not extended is done once more, which costs work and nothing else.
            return True
        return bool(extended)

    async def complete(self, job: Job, report: Json) -> Saved:
        """Keep the report; LOCAL where Redis is away: then the job comes once more."""
        try:
            body = encode(report, MAX_REPORT_BYTES)
        except TooLargeError:
            return Saved.TOO_LARGE
        keys = [*session_keys(job.session_id), JOBS]
        owner = (job.session_id, JOB_GROUP, job.job_id)
        try:
            return Saved(await self._link.script(scripts.COMPLETE, keys, *owner, body, REPORT_S))
        except UnavailableError:
            return Saved.LOCAL

    async def bury(self, job: Job, reason: str) -> None:
        # Where it fails it is delivered once more and buried then.
        with suppress(UnavailableError):
            await self._bury(job.job_id, job.session_id, reason)

    async def _accept(
        self, job_id: str, session_id: str, attempt: int, head: str, entries: list[str]
    ) -> Job | None:
        """Read a job; bury what was tried too often, drop what was concluded meanwhile."""
        if not head:
            await self._link.script(scripts.DROP_JOB, [JOBS], JOB_GROUP, job_id)
            return None
        if attempt > MAX_ATTEMPTS:
            await self._bury(job_id, session_id, "its worker died each time")
            return None
        return Job(job_id, session_id, decode_snapshot(head, entries), int(attempt))

    async def _bury(self, job_id: str, session_id: str, reason: str) -> None:
        keys = [SESSION + session_id, ENTRIES + session_id, JOBS, DEAD_JOBS, DEAD_JOB_COUNT]
        args = (session_id, JOB_GROUP, job_id, MAX_DEAD_JOBS, reason)
        await self._link.script(scripts.BURY, keys, *args)
