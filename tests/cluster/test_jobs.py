"""Reports of sessions that nobody concluded, in one process and over Redis alike."""

import asyncio
from collections.abc import Callable

import pytest

from cluster.directory import Refusal, ReportState, Saved, open_session
from cluster.jobs import (
    EXTEND_INTERVAL_S,
    GIVEN_UP,
    MADE,
    MAX_ATTEMPTS,
    VISIBILITY_S,
    Job,
    JobRunner,
)
from cluster.snapshots import Json, Snapshot
from tests.cluster.conftest import World
from tests.cluster.test_directory import snapshot


async def work(session_id: str, snapshot: Snapshot) -> Json:
    return {"session": session_id, "entries": len(snapshot.entries)}


def ignore(outcome: str) -> None:
    return


async def lose(world: World, session_id: str = "s1") -> str:
    """Save a session of which nothing more is heard; return its token."""
    opened = open_session(session_id)
    await world.directory.save(opened.lease, snapshot(4))
    await world.let_resume_time_pass(session_id)
    return opened.token


async def test_a_session_that_nobody_resumed_gets_its_report(world: World) -> None:
    token = await lose(world)
    outcomes: list[str] = []
    runner = JobRunner([world.jobs], work, outcomes.append)
    assert await runner.step()
    assert await world.directory.find_report(token) == {"session": "s1", "entries": 4}
    assert not await runner.step()
    assert outcomes == [MADE]


async def test_a_session_that_was_heard_of_in_time_gets_no_job(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    assert await world.jobs.claim() is None


async def test_a_session_whose_report_is_being_made_is_not_resumed(world: World) -> None:
    token = await lose(world)
    assert await world.jobs.claim() is not None
    assert await world.directory.resume(token) is Refusal.REPORTING
    assert await world.directory.find_report(token) is ReportState.PENDING


async def test_a_worker_that_wakes_up_after_its_session_was_given_away_is_fenced(
    world: World,
) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    await world.let_resume_time_pass("s1")
    await JobRunner([world.jobs], work, ignore).step()
    assert await world.directory.save(opened.lease, snapshot(9)) is Saved.FENCED
    assert await world.directory.finish(opened.lease, {"late": True}) is Saved.FENCED
    assert await world.directory.find_report(opened.token) == {"session": "s1", "entries": 2}


async def test_a_worker_that_wakes_up_while_a_job_is_done_is_fenced_too(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    await world.let_resume_time_pass("s1")
    job = await world.jobs.claim()
    assert job is not None
    assert await world.directory.finish(opened.lease, {"by": "worker"}) is Saved.FENCED
    assert await world.jobs.complete(job, {"by": "job"}) is Saved.STORED
    assert await world.directory.find_report(opened.token) == {"by": "job"}
    assert await world.jobs.claim() is None


async def test_a_job_that_is_too_large_to_keep_is_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await lose(world)

    async def rambling(session_id: str, snapshot: Snapshot) -> Json:
        return {"text": "x" * 3_000_000}

    outcomes: list[str] = []
    await JobRunner([world.jobs], rambling, outcomes.append).step()
    assert outcomes == [GIVEN_UP]
    assert await world.directory.find_report(token) is ReportState.FAILED


async def test_a_job_that_is_being_done_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cluster.jobs.EXTEND_INTERVAL_S", 0.001)
    await lose(world)
    extended = asyncio.Event()
    extend = world.jobs.extend

    async def note(job: Job) -> bool:
        is_wanted = await extend(job)
        extended.set()
        return is_wanted

    monkeypatch.setattr(world.jobs, "extend", note)

    async def slow(session_id: str, snapshot: Snapshot) -> Json:
        await extended.wait()
        return {}

    outcomes: list[str] = []
    await JobRunner([world.jobs], slow, outcomes.append).step()
    assert outcomes == [MADE]


async def test_a_job_whose_session_is_erased_meanwhile_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cluster.jobs.EXTEND_INTERVAL_S", 0.001)
    token = await lose(world)
    has_ended = asyncio.Event()

    async def endless(session_id: str, snapshot: Snapshot) -> Json:
        await world.directory.erase(token)
        try:
            await asyncio.Event().wait()
        finally:
            has_ended.set()
        return {}

    outcomes: list[str] = []
    runner = JobRunner([world.jobs], endless, outcomes.append)
    assert await runner.step()
    assert has_ended.is_set()
    assert outcomes == []
    assert not await runner.step()
    assert await world.directory.find_report(token) is ReportState.UNKNOWN


async def test_a_job_that_waits_for_another_is_not_done_once_its_session_is_erased(
    world: World,
) -> None:
    tokens = {session_id: await lose(world, session_id) for session_id in ("s1", "s2")}
    job = await world.jobs.claim()
    assert job is not None
    [other] = set(tokens) - {job.session_id}
    await world.directory.erase(tokens[other])
    assert await world.jobs.claim() is None


def test_a_job_is_extended_well_before_another_worker_takes_it() -> None:
    assert 2 * EXTEND_INTERVAL_S < VISIBILITY_S


class Failing:
    """Work that fails at first."""

    def __init__(self, failures: int) -> None:
        self._failures = failures
        self.calls = 0

    async def __call__(self, session_id: str, snapshot: Snapshot) -> Json:
        self.calls += 1
        if self.calls <= self._failures:
            raise ConnectionError("no writer")
        return {"calls": self.calls}


@pytest.fixture
def pass_visibility(world: World) -> Callable[[], None]:
    def advance() -> None:
        world.clock.now_s += VISIBILITY_S
        if world.link is not None:
            world.jobs._visibility_ms = 0  # type: ignore[attr-defined]

    return advance


async def test_work_that_failed_is_tried_again_but_not_at_once(
    world: World, pass_visibility: Callable[[], None]
) -> None:
    token = await lose(world)
    outcomes: list[str] = []
    runner = JobRunner([world.jobs], Failing(1), outcomes.append)
    await runner.step()
    assert not await runner.step()
    pass_visibility()
    await runner.step()
    assert await world.directory.find_report(token) == {"calls": 2}
    assert outcomes == [MADE]


async def test_work_that_fails_each_time_is_given_up(
    world: World, pass_visibility: Callable[[], None]
) -> None:
    token = await lose(world)
    failing = Failing(100)
    outcomes: list[str] = []
    runner = JobRunner([world.jobs], failing, outcomes.append)
    for _ in range(MAX_ATTEMPTS + 2):
        await runner.step()
        pass_visibility()
    assert failing.calls == MAX_ATTEMPTS
    assert outcomes == [GIVEN_UP]
    assert await world.directory.find_report(token) is ReportState.FAILED
