"""Directories to test, alone and over a real Redis, and a guard of the event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

from cluster.directory import RESUME_S, Directory
from cluster.jobs import JobQueue
from cluster.keys import DEADLINES
from cluster.local import LocalDirectory
from cluster.local_jobs import LocalJobs
from cluster.redis_directory import RedisDirectory
from cluster.redis_jobs import RedisJobs
from cluster.redis_link import RedisLink
from tests.cluster.redis_server import RedisServer, throwaway_redis

PATIENT_S = 10.0
"""For a Redis that answers, on a machine however busy."""


@pytest.fixture(autouse=True)
def no_blocking_calls() -> Iterator[BlockBuster]:
    with blockbuster_ctx(scanned_modules=["cluster"]) as guard:
        yield guard


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def redis_process() -> Iterator[RedisServer]:
    with throwaway_redis() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A server that a test may kill."""
    with throwaway_redis() as server:
        yield server


@dataclass
class Worker:
    """One worker's view: a directory, its jobs, and what lies beneath."""

    link: RedisLink
    local: LocalDirectory
    directory: RedisDirectory
    jobs: RedisJobs
    local_jobs: LocalJobs


class WorkerOpener:
    """Makes workers over one Redis; closed after the test."""

    def __init__(self, stack: AsyncExitStack, clock: Clock) -> None:
        self._stack = stack
        self._clock = clock

    async def __call__(
        self,
        url: str,
        name: str,
        *,
        visibility_s: float = 15.0,
        timeout_s: float = PATIENT_S,
    ) -> Worker:
        link = RedisLink(url, timeout_s)
        self._stack.push_async_callback(link.close)
        probing = asyncio.create_task(link.run())
        self._stack.push_async_callback(_stop, probing)
        local = LocalDirectory(self._clock, name)
        directory = RedisDirectory(link, local, name)
        jobs = RedisJobs(link, name, visibility_s)
        local_jobs = LocalJobs(
            local, directory.finish, lambda: not link.is_up, directory.tidy, clock=self._clock
        )
        return Worker(link, local, directory, jobs, local_jobs)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def open_worker(clock: Clock) -> AsyncIterator[WorkerOpener]:
    async with AsyncExitStack() as stack:
        yield WorkerOpener(stack, clock)


@pytest.fixture
def redis_url(redis_process: RedisServer) -> str:
    """The address of an empty server."""
    assert redis_process.ask(b"FLUSHALL") == b"+OK"
    return redis_process.url


@dataclass
class World:
    """A directory of either kind, with its jobs and a way to let time pass."""

    directory: Directory
    jobs: JobQueue
    clock: Clock
    link: RedisLink | None

    async def let_resume_time_pass(self, session_id: str) -> None:
        """Move the session's deadline into the past, as the time would."""
        self.clock.now_s += RESUME_S
        if self.link is not None:
            await self.link.client.zadd(DEADLINES, {session_id: 0}, xx=True)


@pytest.fixture(params=["local", "redis"])
async def world(request: pytest.FixtureRequest, clock: Clock, open_worker: WorkerOpener) -> World:
    """Each test that asks for it runs on both."""
    if request.param == "local":
        local = LocalDirectory(clock)
        return World(local, LocalJobs(local, clock=clock), clock, None)
    url = request.getfixturevalue("redis_url")
    worker = await open_worker(url, "w1")
    return World(worker.directory, worker.jobs, clock, worker.link)
