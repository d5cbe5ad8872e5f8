"""Exactly one report, whoever dies: with consumers in processes of their own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cluster.directory import open_session
from cluster.jobs import MAX_ATTEMPTS, JobRunner
from cluster.keys import DEAD_JOB_COUNT, DEAD_JOBS, DEADLINES, JOB_GROUP, JOBS, REPORT, SESSION
from cluster.snapshots import Json, Snapshot
from tests.cluster.conftest import Worker, WorkerOpener
from tests.cluster.polling import GUARD_S
from tests.cluster.test_directory import snapshot
from tests.cluster.test_jobs import ignore

ROOT = Path(__file__).resolve().parent.parent.parent


@asynccontextmanager
async def consumer(url: str, name: str, *more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    arguments = ("-m", "tests.cluster.consumer", url, name, *more)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def line_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(GUARD_S):
        return (await process.stdout.readline()).decode().strip()


async def lose_session(worker: Worker, session_id: str) -> str:
    opened = open_session(session_id)
    await worker.directory.save(opened.lease, snapshot(3))
    await worker.link.client.zadd(DEADLINES, {session_id: 0}, xx=True)
    return opened.token


async def by_survivor(session_id: str, snapshot: Snapshot) -> Json:
    return {"by": "survivor", "entries": len(snapshot.entries)}


async def test_a_job_whose_process_is_killed_is_done_once_by_another(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    patient = await open_worker(redis_url, "w2")
    token = await lose_session(patient, "s1")
    async with consumer(redis_url, "w1", "hang") as victim:
        assert await line_of(victim) == "working"
        # While it is alive and has said so lately, nobody else takes the job.
        assert await patient.jobs.claim() is None
        victim.kill()
        await victim.wait()
    heir = await open_worker(redis_url, "w3", visibility_s=0.0)
    runner = JobRunner([heir.jobs], by_survivor, ignore)
    assert await runner.step()
    assert await heir.directory.find_report(token) == {"by": "survivor", "entries": 3}
    assert not await runner.step()
    assert await heir.link.client.xlen(JOBS) == 0


async def test_two_processes_share_jobs_and_no_session_gets_two_reports(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    worker = await open_worker(redis_url, "w3")
    tokens = [await lose_session(worker, f"s{number}") for number in range(2)]
    async with consumer(redis_url, "w1") as one, consumer(redis_url, "w2") as two:
        said = [await line_of(process) for process in (one, two) for _ in range(2)]
    assert said == ["working", "made"] * 2
    reports = [await worker.directory.find_report(token) for token in tokens]
    assert sorted(str(report) for report in reports) == ["{'by': 'w1'}", "{'by': 'w2'}"]


async def test_of_two_who_do_the_same_job_one_report_is_kept(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    one = await open_worker(redis_url, "w1", visibility_s=0.0)
    two = await open_worker(redis_url, "w2", visibility_s=0.0)
    token = await lose_session(one, "s1")
    first, second = await one.jobs.claim(), await two.jobs.claim()
    assert first is not None
    assert second is not None
    await two.jobs.complete(second, {"by": "w2"})
    await one.jobs.complete(first, {"by": "w1"})
    assert await one.directory.find_report(token) == {"by": "w2"}
    assert len(await one.link.client.keys(REPORT + "*")) == 1


async def test_who_lost_a_job_does_not_take_it_back_by_saying_that_it_goes_on(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    one = await open_worker(redis_url, "w1")
    two = await open_worker(redis_url, "w2", visibility_s=0.0)
    await lose_session(one, "s1")
    job = await one.jobs.claim()
    assert job is not None
    assert await two.jobs.claim() is not None
    await one.jobs.extend(job)
    pending = await one.link.client.xpending_range(JOBS, JOB_GROUP, "-", "+", 10)
    assert [entry["consumer"] for entry in pending] == ["w2"]


async def test_a_job_that_kills_each_of_its_workers_is_given_up(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    worker = await open_worker(redis_url, "w1", visibility_s=0.0)
    await lose_session(worker, "s1")
    for _ in range(MAX_ATTEMPTS):
        assert await worker.jobs.claim() is not None
    assert await worker.jobs.claim() is None
    assert await worker.link.client.get(DEAD_JOB_COUNT) == "1"
    assert await worker.link.client.xlen(DEAD_JOBS) == 1
    assert not await worker.link.client.hexists(SESSION + "s1", "head")
    assert await worker.link.client.xlen(JOBS) == 0
