import asyncio
import time

import pytest
from limits import parse
from limits.aio.strategies import FixedWindowRateLimiter

from cluster.local_rates import LocalRateStorage
from cluster.rate_storage import RedisRateStorage
from tests.cluster.conftest import WorkerOpener
from tests.cluster.redis_server import RedisServer

RATE = parse("3/minute")


async def test_workers_count_together(redis_url: str, open_worker: WorkerOpener) -> None:
    one, two = [
        FixedWindowRateLimiter(RedisRateStorage((await open_worker(redis_url, name)).link))
        for name in ("w1", "w2")
    ]
    assert await one.hit(RATE, "key", cost=2)
    assert await two.test(RATE, "key", cost=1)
    assert not await two.test(RATE, "key", cost=2)
    assert await two.hit(RATE, "key")
    assert not await one.hit(RATE, "key")
    assert await one.hit(RATE, "other")


@pytest.mark.parametrize("kind", ["local", "redis"])
async def test_costs_that_come_together_are_taken_as_far_as_they_fit(
    kind: str, request: pytest.FixtureRequest, open_worker: WorkerOpener
) -> None:
    storages: list[LocalRateStorage | RedisRateStorage] = [LocalRateStorage()]
    if kind == "redis":
        url = request.getfixturevalue("redis_url")
        storages = [RedisRateStorage((await open_worker(url, name)).link) for name in ("w1", "w2")]
    rate = parse("60/minute")
    taken = await asyncio.gather(
        *(storage.take(rate, "key", 25) for storage in storages for _ in range(15))
    )
    assert sum(fits for fits, _ in taken) == 2
    fits, window = await storages[0].take(rate, "key", 10)
    assert fits
    assert window.remaining == 0
    assert 0 < window.reset_time - time.time() <= 61
    fits, window = await storages[0].take(rate, "other", 0)
    assert fits
    assert window.remaining == 60
    assert not (await storages[0].take(rate, "other", 61))[0]


async def test_a_window_ends(redis_url: str, open_worker: WorkerOpener) -> None:
    limiter = FixedWindowRateLimiter(RedisRateStorage((await open_worker(redis_url, "w1")).link))
    await limiter.hit(RATE, "key", cost=2)
    stats = await limiter.get_window_stats(RATE, "key")
    assert stats.remaining == 1
    assert 0 < stats.reset_time - time.time() <= 61
    await limiter.clear(RATE, "key")
    assert (await limiter.get_window_stats(RATE, "key")).remaining == 3


async def test_without_redis_each_worker_counts_for_itself(
    own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    storage = RedisRateStorage((await open_worker(own_redis.url, "w1")).link)
    limiter = FixedWindowRateLimiter(storage)
    assert await limiter.hit(RATE, "key", cost=3)
    own_redis.kill()
    assert await limiter.hit(RATE, "key", cost=3)
    assert not await limiter.hit(RATE, "key")
    assert not await storage.check()
    assert (await limiter.get_window_stats(RATE, "key")).reset_time > time.time()
    assert not (await storage.take(RATE, "key", 1))[0]
    assert (await storage.take(RATE, "other", 1))[0]
