import time

from limits import parse
from limits.aio.strategies import FixedWindowRateLimiter

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
