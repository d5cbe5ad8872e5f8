"""Workers that contend for sessions, and Redis against the simple directory as its model."""

import asyncio
from dataclasses import dataclass, field
from random import Random

import pytest

from cluster.directory import RESUME_S, Lease, ReportState, Resumed, Saved, open_session
from cluster.keys import DEADLINES
from cluster.local import LocalDirectory
from cluster.local_jobs import LocalJobs
from cluster.snapshots import Json
from tests.cluster.conftest import Clock, Worker, WorkerOpener
from tests.cluster.test_directory import REPORT, snapshot


async def test_a_session_goes_on_at_another_worker(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    one, two = await open_worker(redis_url, "w1"), await open_worker(redis_url, "w2")
    opened = open_session("s1", "w1")
    await one.directory.save(opened.lease, snapshot(4))
    result = await two.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert await two.directory.save(result.lease, snapshot(7)) is Saved.STORED
    assert await one.directory.save(opened.lease, snapshot(5)) is Saved.FENCED
    assert await one.directory.finish(opened.lease, REPORT) is Saved.FENCED
    assert await two.directory.finish(result.lease, REPORT) is Saved.STORED
    assert await one.directory.find_report(result.token) == REPORT


async def test_a_session_erased_at_one_worker_is_over_at_the_worker_that_runs_it(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    one, two = await open_worker(redis_url, "w1"), await open_worker(redis_url, "w2")
    opened = open_session("s1", "w1")
    await one.directory.save(opened.lease, snapshot())
    assert await two.directory.erase(opened.token)
    assert await one.directory.save(opened.lease, snapshot(3)) is Saved.FENCED
    assert await one.directory.finish(opened.lease, REPORT) is Saved.FENCED


async def test_of_many_who_resume_at_once_one_speaks_for_the_session(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    workers = [await open_worker(redis_url, f"w{number}") for number in range(4)]
    opened = open_session("s1")
    await workers[0].directory.save(opened.lease, snapshot())
    results = await asyncio.gather(*(w.directory.resume(opened.token) for w in workers))
    leases = [result.lease for result in results if isinstance(result, Resumed)]
    assert len({lease.fence for lease in leases}) == len(leases) >= 1
    saved = [
        await worker.directory.save(lease, snapshot(3))
        for worker, lease in zip(workers, leases, strict=True)
    ]
    assert saved.count(Saved.STORED) == 1
    assert saved.count(Saved.FENCED) == len(saved) - 1


@dataclass
class Pair:
    """The same steps taken by the model and by workers over Redis, which must agree."""

    random: Random
    workers: list[Worker]
    model: LocalDirectory
    model_jobs: LocalJobs
    clock: Clock
    leases: list[tuple[Lease, Lease]] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    entries: int = 0

    @property
    def worker(self) -> Worker:
        return self.random.choice(self.workers)

    async def open(self) -> None:
        opened = open_session(f"s{len(self.tokens)}")
        self.leases.append((opened.lease, opened.lease))
        self.tokens.append((opened.token, opened.token))

    async def save(self) -> None:
        self.entries += 1
        mine, theirs = self.random.choice(self.leases)
        state = snapshot(self.entries)
        assert await self.model.save(mine, state) == await self.worker.directory.save(theirs, state)

    async def resume(self) -> None:
        mine, theirs = self.random.choice(self.tokens)
        expected, result = await self.model.resume(mine), await self.worker.directory.resume(theirs)
        if isinstance(expected, Resumed) and isinstance(result, Resumed):
            assert len(expected.snapshot.entries) == len(result.snapshot.entries)
            self.leases.append((expected.lease, result.lease))
            self.tokens.append((expected.token, result.token))
        else:
            assert expected == result

    async def finish(self) -> None:
        mine, theirs = self.random.choice(self.leases)
        report = {"number": self.random.random()}
        expected = await self.model.finish(mine, report)
        assert expected == await self.worker.directory.finish(theirs, report)

    async def erase(self) -> None:
        mine, theirs = self.random.choice(self.tokens)
        assert await self.model.erase(mine) == await self.worker.directory.erase(theirs)

    async def find(self) -> None:
        mine, theirs = self.random.choice(self.tokens)
        expected: Json | ReportState = await self.model.find_report(mine)
        assert expected == await self.worker.directory.find_report(theirs)

    async def conclude(self) -> None:
        """Let all sessions' time pass and do all their jobs."""
        self.clock.now_s += RESUME_S
        link = self.workers[0].link
        for session_id in await link.client.zrange(DEADLINES, 0, -1):
            await link.client.zadd(DEADLINES, {str(session_id): 0})
        done, expected = set(), set()
        while (job := await self.worker.jobs.claim()) is not None:
            done.add((job.session_id, len(job.snapshot.entries)))
            assert await self.worker.jobs.complete(job, {"job": job.session_id}) is Saved.STORED
        while (job := await self.model_jobs.claim()) is not None:
            expected.add((job.session_id, len(job.snapshot.entries)))
            await self.model_jobs.complete(job, {"job": job.session_id})
        assert done == expected


@pytest.mark.parametrize("seed", range(12))
async def test_workers_over_redis_do_what_one_directory_does(
    redis_url: str, open_worker: WorkerOpener, clock: Clock, seed: int
) -> None:
    workers = [await open_worker(redis_url, f"w{number}") for number in range(3)]
    model = LocalDirectory(clock)
    pair = Pair(Random(seed), workers, model, LocalJobs(model, clock=clock), clock)
    await pair.open()
    steps = [pair.open, *[pair.save] * 5, *[pair.resume] * 4, pair.finish, *[pair.find] * 3]
    for _ in range(120):
        await pair.random.choice([*steps, pair.erase, pair.conclude])()
