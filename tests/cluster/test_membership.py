import asyncio

import pytest

from cluster.admission import Accept, Redirect
from cluster.keys import WORKER, WORKERS
from cluster.local import LocalRoster
from cluster.membership import Membership
from cluster.redis_roster import HEARTBEAT_TTL_S, SAMPLE, RedisRoster
from cluster.workers import WorkerLoad, WorkerStatus, decode_status, encode_status
from tests.cluster.conftest import WorkerOpener
from tests.cluster.polling import until_true

BUSY = WorkerStatus("w1", "127.0.0.1:5000", WorkerLoad(3, 16, 12.5, 40.0, 2, draining=True))


def test_a_status_survives_its_way_through_redis() -> None:
    assert decode_status(encode_status(BUSY)) == BUSY


@pytest.mark.parametrize("change", [{"sessions": "many"}, {"sessions": "nan"}, {"sessions": "inf"}])
def test_a_status_that_cannot_be_read_is_left_out(change: dict[str, str]) -> None:
    assert decode_status({**encode_status(BUSY), **change}) is None
    assert decode_status({}) is None


async def test_a_busy_worker_redirects_to_one_it_has_heard_of(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    roster = RedisRoster((await open_worker(redis_url, "w1")).link)
    busy = Membership(roster, "w1", "127.0.0.1:1", lambda: WorkerLoad(9, 10))
    idle = Membership(roster, "w2", "127.0.0.1:2", lambda: WorkerLoad(0, 10))
    await idle.beat()
    await busy.beat()
    assert busy.decide(may_redirect=True) == Redirect("w2")
    assert busy.decide(may_redirect=False) == Accept()
    assert busy.has_company


async def test_a_worker_is_gone_soon_after_its_last_heartbeat(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    link = (await open_worker(redis_url, "w1")).link
    roster = RedisRoster(link)
    await roster.announce(BUSY)
    assert 0 < await link.client.ttl(WORKER + "w1") <= HEARTBEAT_TTL_S
    await link.client.delete(WORKER + "w1")
    assert await roster.some_workers() == []
    assert await link.client.scard(WORKERS) == 0


async def test_of_many_workers_some_are_heard_of_each_time(
    redis_url: str, open_worker: WorkerOpener
) -> None:
    roster = RedisRoster((await open_worker(redis_url, "w1")).link)
    for number in range(3 * SAMPLE):
        await roster.announce(WorkerStatus(f"w{number}", "127.0.0.1:1", WorkerLoad(0, 1)))
    heard = [{worker.worker_id for worker in await roster.some_workers()} for _ in range(20)]
    assert {len(ids) for ids in heard} == {SAMPLE}
    assert len(set.union(*heard)) > 2 * SAMPLE


async def test_a_worker_that_ends_withdraws(redis_url: str, open_worker: WorkerOpener) -> None:
    roster = RedisRoster((await open_worker(redis_url, "w1")).link)
    running = asyncio.create_task(
        Membership(roster, "w1", "127.0.0.1:1", lambda: WorkerLoad(0, 1)).run()
    )

    async def is_known() -> bool:
        return len(await roster.some_workers()) == 1

    await until_true(is_known)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await roster.some_workers() == []


async def test_a_process_that_is_alone_decides_alone() -> None:
    alone = Membership(LocalRoster(), "w1", "127.0.0.1:1", lambda: WorkerLoad(9, 10))
    await alone.beat()
    assert not alone.has_company
    assert alone.decide(may_redirect=True) == Accept()
