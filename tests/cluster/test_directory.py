"""What holds in one process and over Redis alike."""

from collections.abc import Callable

import pytest

from cluster.directory import (
    MAX_RESUMES,
    REPORT_S,
    SNAPSHOT_S,
    Refusal,
    ReportState,
    Resumed,
    Saved,
    open_session,
)
from cluster.local import LocalDirectory
from cluster.snapshots import MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_HEAD_BYTES, Snapshot
from tests.cluster.conftest import Clock, WorkerOpener, World

REPORT = {"messages": [{"type": "report", "timeline": []}]}


def snapshot(entries: int = 2) -> Snapshot:
    head = {"options": {"duration_s": 30, "context": "café\ud83d"}, "elapsed_s": float(entries)}
    return Snapshot(head, [{"part": "face", "time_s": float(i)} for i in range(entries)])


async def resumed(world: World, token: str) -> Resumed:
    result = await world.directory.resume(token)
    assert isinstance(result, Resumed)
    return result


async def test_a_session_is_resumed_with_all_that_was_saved(world: World) -> None:
    opened = open_session("s1")
    assert await world.directory.save(opened.lease, snapshot(2)) is Saved.STORED
    assert await world.directory.save(opened.lease, snapshot(5)) is Saved.STORED
    result = await resumed(world, opened.token)
    assert result.lease.session_id == "s1"
    assert result.snapshot.head == snapshot(5).head
    assert list(result.snapshot.entries) == list(snapshot(5).entries)


async def test_a_session_that_never_started_is_not_resumed(world: World) -> None:
    opened = open_session("s1")
    assert await world.directory.resume(opened.token) is Refusal.UNKNOWN


async def test_whoever_had_the_session_before_it_was_resumed_is_fenced_off(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    result = await resumed(world, opened.token)
    assert await world.directory.save(opened.lease, snapshot(9)) is Saved.FENCED
    assert await world.directory.finish(opened.lease, REPORT) is Saved.FENCED
    await world.directory.forget(opened.lease)
    assert await world.directory.save(result.lease, snapshot(3)) is Saved.STORED
    again = await resumed(world, result.token)
    assert len(again.snapshot.entries) == 3


async def test_a_token_is_used_up_once_the_new_connection_has_saved(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    result = await resumed(world, opened.token)
    await world.directory.save(result.lease, snapshot())
    assert await world.directory.resume(opened.token) is Refusal.UNKNOWN
    await resumed(world, result.token)


async def test_a_client_that_never_got_the_new_token_may_use_the_old_one_again(
    world: World,
) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    lost = await resumed(world, opened.token)
    result = await resumed(world, opened.token)
    assert result.lease.fence > lost.lease.fence
    assert await world.directory.save(lost.lease, snapshot()) is Saved.FENCED
    assert await world.directory.save(result.lease, snapshot()) is Saved.STORED
    assert await world.directory.resume(lost.token) is Refusal.UNKNOWN


@pytest.mark.parametrize(
    "make",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.upper(),
        lambda token: "s2" + token[2:],
        lambda token: "w9." + token,
        lambda token: token + "\n",
        lambda token: "emochat:session:s1." + token.partition(".")[2],
    ],
)
async def test_a_token_with_any_change_opens_nothing(
    world: World, make: Callable[[str], str]
) -> None:
    opened, other = open_session("s1"), open_session("s2")
    await world.directory.save(opened.lease, snapshot())
    await world.directory.save(other.lease, snapshot())
    assert await world.directory.resume(make(opened.token)) is Refusal.UNKNOWN
    assert await world.directory.find_report(make(opened.token)) is ReportState.UNKNOWN
    await resumed(world, opened.token)


async def test_a_finished_report_is_fetched_with_the_token_and_only_with_it(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    assert await world.directory.find_report(opened.token) is ReportState.PENDING
    assert await world.directory.finish(opened.lease, REPORT) is Saved.STORED
    assert await world.directory.find_report(opened.token) == REPORT
    assert await world.directory.find_report(open_session("s1").token) is ReportState.UNKNOWN
    assert await world.directory.resume(opened.token) is Refusal.REPORTING
    assert await world.directory.resume(open_session("s1").token) is Refusal.UNKNOWN


async def test_a_report_is_fetched_with_the_token_that_was_resumed_with_too(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    result = await resumed(world, opened.token)
    await world.directory.finish(result.lease, REPORT)
    assert await world.directory.find_report(opened.token) == REPORT
    assert await world.directory.find_report(result.token) == REPORT


async def test_nothing_is_saved_after_the_report(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    await world.directory.finish(opened.lease, REPORT)
    assert await world.directory.save(opened.lease, snapshot()) is Saved.FENCED


async def test_what_is_forgotten_is_neither_resumed_nor_reported(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    await world.directory.forget(opened.lease)
    assert await world.directory.resume(opened.token) is Refusal.UNKNOWN
    await world.let_resume_time_pass("s1")
    assert await world.jobs.claim() is None


async def test_a_session_that_its_token_erases_is_neither_resumed_saved_nor_reported(
    world: World,
) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    assert await world.directory.erase(opened.token)
    assert await world.directory.resume(opened.token) is Refusal.UNKNOWN
    assert await world.directory.find_report(opened.token) is ReportState.UNKNOWN
    assert await world.directory.save(opened.lease, snapshot(9)) is Saved.FENCED
    assert await world.directory.finish(opened.lease, REPORT) is Saved.FENCED
    await world.let_resume_time_pass("s1")
    assert await world.jobs.claim() is None
    assert await world.directory.find_report(opened.token) is ReportState.UNKNOWN
    assert not await world.directory.erase(opened.token)


async def test_a_client_that_never_got_the_new_token_erases_with_the_old_one(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    unheard = await resumed(world, opened.token)
    assert await world.directory.erase(opened.token)
    assert await world.directory.save(unheard.lease, snapshot()) is Saved.FENCED


async def test_a_report_is_erased_with_its_token(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    await world.directory.finish(opened.lease, REPORT)
    assert await world.directory.erase(opened.token)
    assert await world.directory.find_report(opened.token) is ReportState.UNKNOWN


async def test_a_token_that_opens_nothing_erases_nothing(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    used = opened.token
    result = await resumed(world, used)
    await world.directory.save(result.lease, snapshot())
    for token in ("", used, open_session("s1").token, open_session("s2").token):
        assert not await world.directory.erase(token)
    await resumed(world, result.token)


async def test_nothing_of_an_erased_session_is_in_redis(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    worker = await open_worker(redis_url, "w1")
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot())
    await worker.directory.erase(opened.token)
    client = worker.link.client
    assert await client.exists("emochat:session:s1", "emochat:entries:s1") == 0
    assert await client.hgetall("emochat:report:s1") == {"fence": "erased"}
    assert 0 < await client.ttl("emochat:report:s1") <= SNAPSHOT_S


async def test_a_snapshot_that_is_too_large_leaves_the_last_one(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot(1))
    too_long = Snapshot({"context": "x" * MAX_HEAD_BYTES}, [])
    too_many = Snapshot({}, [{}] * (MAX_ENTRIES + 1))
    assert await world.directory.save(opened.lease, too_long) is Saved.TOO_LARGE
    assert await world.directory.save(opened.lease, too_many) is Saved.TOO_LARGE
    assert (await resumed(world, opened.token)).snapshot.head == snapshot(1).head


async def test_a_session_whose_snapshot_is_too_large_lives_on(world: World) -> None:
    opened = open_session("s1")
    too_large = Snapshot({}, [*snapshot(1).entries, {"text": "x" * MAX_ENTRY_BYTES}])
    await world.directory.save(opened.lease, snapshot(1))
    await world.let_resume_time_pass("s1")
    assert await world.directory.save(opened.lease, too_large) is Saved.TOO_LARGE
    assert await world.jobs.claim() is None
    assert await world.directory.save(opened.lease, snapshot(2)) is Saved.STORED


async def test_whoever_lost_a_session_learns_it_with_a_snapshot_that_is_too_large_too(
    world: World,
) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot(1))
    await world.let_resume_time_pass("s1")
    assert await world.jobs.claim() is not None
    too_large = Snapshot({"context": "x" * MAX_HEAD_BYTES}, [])
    assert await world.directory.save(opened.lease, too_large) is Saved.FENCED


async def test_a_report_is_kept_for_a_bounded_time(clock: Clock) -> None:
    local = LocalDirectory(clock=clock)
    opened = open_session("s1")
    await local.finish(opened.lease, REPORT)
    clock.now_s += REPORT_S
    assert await local.find_report(opened.token) is ReportState.UNKNOWN
    assert await local.resume(opened.token) is Refusal.UNKNOWN


async def test_nothing_stays_in_redis_for_ever(redis_url: str, open_worker: WorkerOpener) -> None:
    worker = await open_worker(redis_url, "w1")
    running, ended = open_session("s1"), open_session("s2")
    await worker.directory.save(running.lease, snapshot())
    await worker.directory.save(ended.lease, snapshot())
    await worker.directory.finish(ended.lease, REPORT)
    left_s = {
        key: await worker.link.client.ttl(key)
        for key in ("emochat:session:s1", "emochat:entries:s1", "emochat:report:s2")
    }
    assert all(0 < seconds <= SNAPSHOT_S for seconds in left_s.values())
    assert await worker.link.client.exists("emochat:session:s2", "emochat:entries:s2") == 0


async def test_no_token_is_in_redis(redis_url: str, open_worker: WorkerOpener) -> None:
    worker = await open_worker(redis_url, "w1")
    opened = open_session("s1", "w1")
    await worker.directory.save(opened.lease, snapshot())
    result = await worker.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    stored = str(await worker.link.client.hgetall("emochat:session:s1"))
    for token in (opened.token, result.token):
        assert token.rpartition(".")[2] not in stored


async def test_of_too_many_sessions_the_one_longest_silent_is_dropped(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr("cluster.local.MAX_SESSIONS", 2)
    local = LocalDirectory(clock=clock)
    opened = [open_session(f"s{number}") for number in range(3)]
    for session in (opened[0], opened[1], opened[0], opened[2]):
        await local.save(session.lease, snapshot())
    assert isinstance(await local.resume(opened[0].token), Resumed)
    assert await local.resume(opened[1].token) is Refusal.UNKNOWN


async def test_a_session_is_resumed_a_bounded_number_of_times(world: World) -> None:
    opened = open_session("s1")
    await world.directory.save(opened.lease, snapshot())
    token = opened.token
    for _ in range(MAX_RESUMES):
        result = await resumed(world, token)
        await world.directory.save(result.lease, snapshot())
        token = result.token
    assert await world.directory.resume(token) is Refusal.TOO_OFTEN
