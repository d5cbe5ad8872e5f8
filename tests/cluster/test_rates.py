import asyncio
import time

import pytest
from limits import parse

from cluster.rates import LocalRates, Rates
from cluster.redis_rates import RedisRates
from tests.cluster.conftest import WorkerOpener
from tests.cluster.redis_server import RedisServer

RATE = parse("3/minute")


@pytest.mark.parametrize("kind", ["local", "redis"])
async def test_costs_that_come_together_are_taken_as_far_as_they_fit(
    kind: str, request: pytest.FixtureRequest, open_worker: WorkerOpener
) -> None:
    workers: list[Rates] = [LocalRates()]
    if kind == "redis":
        url = request.getfixturevalue("redis_url")
        workers = [RedisRates((await open_worker(url, name)).link) for name in ("w1", "w2")]
    rate = parse("60/minute")
    taken = await asyncio.gather(
        *(rates.take(rate, "key", 25) for rates in workers for _ in range(15))
    )
    assert sum(fits for fits, _ in taken) == 2
    fits, window = await workers[0].take(rate, "key", 10)
    assert fits
    assert window.remaining == 0
    assert 0 < window.reset_time - time.time() <= 61
    fits, window = await workers[0].take(rate, "other", 0)
    assert fits
    assert window.remaining == 60
    assert not (await workers[0].take(rate, "other", 61))[0]


@pytest.mark.parametrize("kind", ["local", "redis"])
async def test_a_window_ends_by_itself(
    kind: str, request: pytest.FixtureRequest, open_worker: WorkerOpener
) -> None:
    rates: Rates = LocalRates()
    if kind == "redis":
        rates = RedisRates((await open_worker(request.getfixturevalue("redis_url"), "w1")).link)
    rate = parse("3/second")
    fits, window = await rates.take(rate, "key", 3)
    assert fits
    assert not (await rates.take(rate, "key", 3))[0] or time.time() >= window.reset_time
    async with asyncio.timeout(10):
        while not (await rates.take(rate, "key", 3))[0]:
            await asyncio.sleep(0.05)
    assert time.time() >= window.reset_time - 0.1


async def test_without_redis_each_worker_counts_for_itself(
    own_redis: RedisServer, open_worker: WorkerOpener
) -> None:
    rates = RedisRates((await open_worker(own_redis.url, "w1")).link)
    assert (await rates.take(RATE, "key", 3))[0]
    own_redis.kill()
    assert (await rates.take(RATE, "key", 3))[0]
    fits, window = await rates.take(RATE, "key", 1)
    assert not fits
    assert window.remaining == 0
    assert window.reset_time > time.time()
    assert (await rates.take(RATE, "other", 1))[0]
