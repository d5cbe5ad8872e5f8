"""Redis killed, restarted without its data, and hanging."""

import asyncio
import logging

import pytest

from cluster.directory import RESUME_S, Refusal, ReportState, Resumed, Saved, open_session
from cluster.jobs import JobRunner
from cluster.keys import DEADLINES, SESSION
from cluster.redis_link import CALL_TIMEOUT_S, MAX_CALLS, RedisLink, UnavailableError
from cluster.redis_roster import RedisRoster
from cluster.workers import WorkerLoad, WorkerStatus
from tests.cluster.conftest import Clock, Worker, WorkerOpener
from tests.cluster.polling import GUARD_S, until, until_true
from tests.cluster.redis_server import RedisServer
from tests.cluster.test_directory import REPORT, snapshot
from tests.cluster.test_jobs import ignore, work


@pytest.fixture
async def worker(own_redis: RedisServer, open_worker: WorkerOpener) -> Worker:
    return await open_worker(own_redis.url, "w1")


async def is_back(worker: Worker, redis: RedisServer) -> None:
    redis.start()
    await until(lambda: worker.link.is_up)


async def test_a_session_goes_on_without_redis_and_resumes_on_its_worker(
    worker: Worker, own_redis: RedisServer
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot(2))
    own_redis.kill()
    assert await worker.directory.save(opened.lease, snapshot(3)) is Saved.LOCAL
    result = await worker.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert len(result.snapshot.entries) == 3
    assert await worker.directory.save(result.lease, snapshot(4)) is Saved.LOCAL
    assert await worker.directory.resume(opened.token) is Refusal.UNKNOWN


async def test_a_session_that_starts_during_an_outage_is_known_to_others_after_it(
    worker: Worker, own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    own_redis.kill()
    opened = open_session("s1")
    assert await worker.directory.save(opened.lease, snapshot(3)) is Saved.LOCAL
    await is_back(worker, own_redis)
    other = await open_worker(own_redis.url, "w2")
    result = await other.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert len(result.snapshot.entries) == 3
    assert await worker.directory.save(opened.lease, snapshot(9)) is Saved.FENCED


async def test_a_redis_that_lost_its_data_unnoticed_resumes_sessions_all_the_same(
    worker: Worker, own_redis: RedisServer
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot(5))
    await worker.link.check_data()
    own_redis.kill()
    own_redis.start()
    await until(lambda: worker.link.is_up)
    result = await worker.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert list(result.snapshot.entries) == list(snapshot(5).entries)


async def test_a_redis_that_lost_its_data_is_told_again_of_running_and_waiting_sessions(
    worker: Worker, own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot(5))
    await worker.link.check_data()
    other = await open_worker(own_redis.url, "w2")
    assert own_redis.ask(b"FLUSHALL") == b"+OK"

    async def is_known() -> bool:
        return await other.link.client.exists(SESSION + "s1") == 1

    await until_true(is_known)
    assert await worker.directory.save(opened.lease, snapshot(6)) is Saved.STORED
    result = await other.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert list(result.snapshot.entries) == list(snapshot(6).entries)


async def test_a_report_of_the_outage_is_fetched_elsewhere_after_it(
    worker: Worker, own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot())
    own_redis.kill()
    assert await worker.directory.finish(opened.lease, REPORT) is Saved.LOCAL
    assert await worker.directory.find_report(opened.token) == REPORT
    await is_back(worker, own_redis)
    other = await open_worker(own_redis.url, "w2")
    assert await other.directory.find_report(opened.token) == REPORT


async def test_a_session_lost_during_an_outage_gets_its_report_from_its_worker(
    worker: Worker, own_redis: RedisServer, open_worker: WorkerOpener, clock: Clock
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot(4))
    own_redis.kill()
    await worker.directory.save(opened.lease, snapshot(4))
    clock.now_s += RESUME_S
    runner = JobRunner([worker.jobs, worker.local_jobs], work, ignore)
    assert await runner.step()
    await is_back(worker, own_redis)
    other = await open_worker(own_redis.url, "w2")
    made = await other.directory.find_report(opened.token)
    assert made == {"session": "s1", "entries": 4}
    await other.link.client.zadd(DEADLINES, {"s1": 0}, xx=True)
    assert await other.jobs.claim() is None


@pytest.mark.parametrize("way", ["token", "lease"])
async def test_a_session_erased_during_an_outage_is_erased_everywhere_after_it(
    worker: Worker, own_redis: RedisServer, open_worker: WorkerOpener, way: str
) -> None:
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot())
    own_redis.hang()
    if way == "token":
        assert await worker.directory.erase(opened.token)
    else:
        await worker.directory.forget(opened.lease)
    assert await worker.directory.find_report(opened.token) is ReportState.UNKNOWN
    own_redis.go_on()
    await until(lambda: worker.link.is_up)
    other = await open_worker(own_redis.url, "w2")
    assert await other.directory.resume(opened.token) is Refusal.UNKNOWN
    assert await other.directory.save(opened.lease, snapshot()) is Saved.FENCED


async def test_jobs_are_done_after_redis_lost_its_stream(
    worker: Worker, own_redis: RedisServer
) -> None:
    assert await worker.jobs.claim() is None
    own_redis.kill()
    assert await worker.jobs.claim() is None
    await is_back(worker, own_redis)
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot(4))
    await worker.link.client.zadd(DEADLINES, {"s1": 0}, xx=True)
    assert await JobRunner([worker.jobs, worker.local_jobs], work, ignore).step()
    assert await worker.directory.find_report(opened.token) == {"session": "s1", "entries": 4}


async def test_a_redis_that_hangs_costs_one_call_its_time_and_the_others_none(
    open_worker: WorkerOpener, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = await open_worker(own_redis.url, "w1", timeout_s=CALL_TIMEOUT_S)
    opened = open_session("s1")
    await worker.directory.save(opened.lease, snapshot())
    own_redis.hang()
    assert await worker.directory.save(opened.lease, snapshot()) is Saved.LOCAL

    async def ask(*_: object) -> None:
        raise AssertionError("Redis was asked though it is away")

    monkeypatch.setattr(worker.link.client, "evalsha", ask)
    for _ in range(100):
        assert await worker.directory.save(opened.lease, snapshot()) is Saved.LOCAL
    monkeypatch.undo()
    own_redis.go_on()
    await until(lambda: worker.link.is_up)

    async def is_stored() -> bool:
        return await worker.directory.save(opened.lease, snapshot()) is Saved.STORED

    await until_true(is_stored)


async def test_more_calls_than_connections_are_all_answered(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    client = worker.link.client
    asked = (worker.link.call(client.ping) for _ in range(5 * MAX_CALLS))
    assert await asyncio.gather(*asked) == [True] * 5 * MAX_CALLS
    assert worker.link.is_up
    assert not caplog.records


async def test_who_waits_for_a_turn_when_redis_goes_away_is_told_without_asking(
    worker: Worker,
) -> None:
    asked = 0

    async def fail_later() -> None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        raise ConnectionError

    calls = (worker.link.call(fail_later) for _ in range(5 * MAX_CALLS))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(answer, UnavailableError) for answer in answers)
    assert asked <= MAX_CALLS


async def test_an_outage_is_logged_once_and_its_end_once(
    worker: Worker, own_redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cluster.redis_link")
    own_redis.kill()
    for _ in range(5):
        await worker.directory.save(open_session("s1").lease, snapshot())
        await worker.jobs.claim()
    await is_back(worker, own_redis)
    await until(lambda: len(caplog.records) > 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert own_redis.url not in caplog.text


async def test_a_wrong_password_is_an_outage_and_no_error(
    own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    admin = await open_worker(own_redis.url, "w1")
    await admin.link.client.config_set("requirepass", "right-password")
    worker = await open_worker(own_redis.url + "?password=wrong-password", "w2")
    assert await worker.directory.save(open_session("s1").lease, snapshot()) is Saved.LOCAL


async def test_without_redis_a_worker_knows_of_no_other(
    worker: Worker, own_redis: RedisServer
) -> None:
    roster = RedisRoster(worker.link)
    await roster.announce(WorkerStatus("w1", "127.0.0.1:1", WorkerLoad(0, 1)))
    assert len(await roster.some_workers()) == 1
    own_redis.kill()
    await roster.announce(WorkerStatus("w1", "127.0.0.1:1", WorkerLoad(0, 1)))
    assert await roster.some_workers() == ()


@pytest.mark.parametrize("steps", range(12))
async def test_who_is_cancelled_while_redis_is_asked_ends(redis_url: str, steps: int) -> None:
    link = RedisLink(redis_url)
    watching = asyncio.create_task(link.run())
    for _ in range(steps):
        await asyncio.sleep(0)
    watching.cancel()
    done, _ = await asyncio.wait([watching], timeout=GUARD_S)
    assert done
    assert watching.cancelled()
    await link.close()
