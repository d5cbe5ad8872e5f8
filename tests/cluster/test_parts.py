"""All parts together, as a server runs them."""

import weakref
from contextlib import AbstractAsyncContextManager

import pytest

from cluster.directory import Resumed, open_session
from cluster.keys import DEADLINES
from cluster.membership import Membership
from cluster.parts import ClusterParts, parts_alone, parts_over_redis, run_cluster
from cluster.quotas import QuotaRules, Quotas
from cluster.workers import WorkerLoad
from tests.cluster.polling import until, until_true
from tests.cluster.test_directory import snapshot
from tests.cluster.test_jobs import ignore, work


def running_parts(parts: ClusterParts) -> AbstractAsyncContextManager[None]:
    membership = Membership(parts.roster, "w1", "127.0.0.1:1", lambda: WorkerLoad(0, 1))
    quotas = Quotas(QuotaRules(), parts.places, parts.rates)
    return run_cluster(parts, membership, quotas, work, ignore)


async def test_a_worker_makes_the_report_of_a_session_that_was_lost(redis_url: str) -> None:
    parts = parts_over_redis(redis_url, "w1")
    opened = open_session("s1", "w1")
    async with running_parts(parts):
        await parts.directory.save(opened.lease, snapshot(3))

        async def is_made() -> bool:
            assert parts.link is not None
            await parts.link.client.zadd(DEADLINES, {"s1": 0}, xx=True)
            report = await parts.directory.find_report(opened.token)
            return report == {"session": "s1", "entries": 3}

        await until_true(is_made)


async def test_a_process_that_is_alone_resumes_its_sessions() -> None:
    parts = parts_alone()
    opened = open_session("s1")
    async with running_parts(parts):
        await parts.directory.save(opened.lease, snapshot())
        result = await parts.directory.resume(opened.token)
        assert isinstance(result, Resumed)
        assert result.token.count(".") == 1


class Report(dict[str, str]):
    """A report that can be seen to be forgotten."""


async def test_a_report_that_nobody_asks_for_leaves_the_memory_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cluster.local.REPORT_S", 0.01)
    parts = parts_alone()
    report = Report(text="private")
    kept = weakref.ref(report)
    await parts.directory.finish(open_session("s1").lease, report)
    del report
    assert kept() is not None
    async with running_parts(parts):
        await until(lambda: kept() is None)


async def test_a_resumed_session_s_token_names_its_new_worker(redis_url: str) -> None:
    one, two = parts_over_redis(redis_url, "w1"), parts_over_redis(redis_url, "w2")
    opened = open_session("s1", "w1")
    await one.directory.save(opened.lease, snapshot())
    result = await two.directory.resume(opened.token)
    assert isinstance(result, Resumed)
    assert result.token.startswith("w2.s1.")
    for parts in (one, two):
        assert parts.link is not None
        await parts.link.close()


def test_what_is_no_address_of_a_redis_is_refused() -> None:
    with pytest.raises(ValueError, match="scheme"):
        parts_over_redis("http://localhost", "w1")
