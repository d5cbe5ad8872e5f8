"""Reports of sessions that nobody concluded: their worker died, or their client did not come back.

At least once by the queue, exactly one report by the store: a report that is there
already stays (docs/cluster.md, "Jobs").
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from cluster.directory import Saved
from cluster.snapshots import Json, Snapshot

logger = logging.getLogger(__name__)

POLL_INTERVAL_S = 1.0
VISIBILITY_S = 15.0
"""A job whose worker says nothing for so long is another's."""

EXTEND_INTERVAL_S = 1.0
"""A job whose session is erased meanwhile ends within it."""

JOB_TIMEOUT_S = 90.0
"""A written analysis may take a minute."""

MAX_ATTEMPTS = 3

REPORT_OUTCOMES = MADE, GIVEN_UP = "made", "given_up"


@dataclass(frozen=True, slots=True)
class Job:
    """A report to make.

    Attributes:
        job_id: the queue's own name of it.
        attempt: from 1.
    """

    job_id: str
    session_id: str
    snapshot: Snapshot
    attempt: int


Work: TypeAlias = Callable[[str, Snapshot], Awaitable[Json]]
"""Makes the report of a session (its id, its snapshot); may be called more than once for one."""


class JobQueue(Protocol):
    """Where jobs wait. No call raises for a store that is out of reach."""

    async def claim(self) -> Job | None:
        """Take the next job, or one whose worker has fallen silent."""
        ...

    async def extend(self, job: Job) -> bool:
        """Say that a job is still being worked on.

        Returns:
            False where nobody wants its report from here: its session was erased or
            concluded, or another worker has the job.
        """
        ...

    async def complete(self, job: Job, report: Json) -> Saved:
        """Keep the report and drop the job.

        Returns:
            FENCED if there is a report already; with TOO_LARGE the job is still there.
        """
        ...

    async def bury(self, job: Job, reason: str) -> None:
        """Give a job up; its session's report counts as failed."""
        ...


class JobRunner:
    """Does one job at a time: reports of lost sessions may wait, live sessions may not.

    Args:
        queues: asked in this order.
        work: makes a report; its errors are logged and it is tried again, up to MAX_ATTEMPTS.
        on_outcome: told of each report that it was MADE or GIVEN_UP.
    """

    def __init__(
        self, queues: Sequence[JobQueue], work: Work, on_outcome: Callable[[str], None]
    ) -> None:
        self._queues = queues
        self._work = work
        self._on_outcome = on_outcome

    async def run(self) -> None:
        """Do jobs until cancelled."""
        while True:
            if not await self.step():
                await asyncio.sleep(POLL_INTERVAL_S)

    async def step(self) -> bool:
        """Do one job if there is one."""
        for queue in self._queues:
            job = await queue.claim()
            if job is not None:
                await self._do(queue, job)
                return True
        return False

    async def _do(self, queue: JobQueue, job: Job) -> None:
        working = asyncio.ensure_future(self._work(job.session_id, job.snapshot))
        unwanted = asyncio.create_task(self._extend(queue, job), name=f"extend-{job.job_id}")
        try:
            ended, _ = await asyncio.wait(
                [working, unwanted], timeout=JOB_TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED
            )
            if working in ended:
                await self._keep(queue, job, working.result())
            elif unwanted in ended:
                unwanted.result()
                logger.info("session %s: its report is not wanted", job.session_id)
            else:
                raise TimeoutError
        except Exception as error:
            # Outermost edge of a job: whatever the work raises, the worker goes on.
            logger.exception("session %s: attempt %d failed", job.session_id, job.attempt)
            if job.attempt >= MAX_ATTEMPTS:
                await self._give_up(queue, job, type(error).__name__)
        finally:
            working.cancel()
            unwanted.cancel()
            await asyncio.gather(working, unwanted, return_exceptions=True)

    async def _keep(self, queue: JobQueue, job: Job, report: Json) -> None:
        saved = await queue.complete(job, report)
        if saved is Saved.TOO_LARGE:
            await self._give_up(queue, job, "its report is too large to keep")
            return
        if saved is Saved.STORED:
            self._on_outcome(MADE)
        logger.info("session %s: report made without it: %s", job.session_id, saved)

    async def _extend(self, queue: JobQueue, job: Job) -> None:
        """Return once nobody wants the job's report from here."""
        is_wanted = True
        while is_wanted:
            await asyncio.sleep(EXTEND_INTERVAL_S)
            is_wanted = await queue.extend(job)

    async def _give_up(self, queue: JobQueue, job: Job, reason: str) -> None:
        logger.error("session %s: its report is given up: %s", job.session_id, reason)
        self._on_outcome(GIVEN_UP)
        await queue.bury(job, reason)
