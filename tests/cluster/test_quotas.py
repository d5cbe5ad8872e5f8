"""Quotas in one process and over Redis alike."""

import pytest

from cluster.places import PLACE_TTL_S, LocalPlaces, Places
from cluster.quotas import QuotaRules, Quotas
from cluster.rates import LocalRates, Rates
from cluster.redis_places import RedisPlaces
from cluster.redis_rates import RedisRates
from tests.cluster.conftest import Clock, WorkerOpener
from tests.cluster.redis_server import RedisServer

KEY = "ab" * 32
ADDRESS = "198.51.100.7"


@pytest.fixture(params=["local", "redis"])
async def stores(
    request: pytest.FixtureRequest, clock: Clock, open_worker: WorkerOpener
) -> tuple[Places, Rates]:
    if request.param == "local":
        return LocalPlaces(clock), LocalRates()
    worker = await open_worker(request.getfixturevalue("redis_url"), "w1")
    return RedisPlaces(worker.link, LocalPlaces(clock)), RedisRates(worker.link)


async def test_without_rules_all_are_admitted(stores: tuple[Places, Rates]) -> None:
    quotas = Quotas(QuotaRules(), *stores)
    for number in range(50):
        assert await quotas.admit(f"s{number}", KEY, ADDRESS) is None


async def test_an_address_has_so_many_sessions_at_a_time(stores: tuple[Places, Rates]) -> None:
    quotas = Quotas(QuotaRules(address_sessions=2), *stores)
    assert await quotas.admit("s1", None, ADDRESS) is None
    assert await quotas.admit("s2", None, ADDRESS) is None
    refusal = await quotas.admit("s3", None, ADDRESS)
    assert refusal is not None
    assert "this address has 2 sessions" in refusal.detail
    assert ADDRESS not in refusal.detail
    assert await quotas.admit("s4", None, "198.51.100.8") is None
    await quotas.release("s1")
    assert await quotas.admit("s5", None, ADDRESS) is None


async def test_a_refused_session_takes_no_place_with_its_key_either(
    stores: tuple[Places, Rates],
) -> None:
    quotas = Quotas(QuotaRules(key_sessions=2, address_sessions=1), *stores)
    assert await quotas.admit("s1", KEY, ADDRESS) is None
    assert await quotas.admit("s2", KEY, ADDRESS) is not None
    assert await quotas.admit("s3", KEY, "198.51.100.8") is None
    refusal = await quotas.admit("s4", KEY, "198.51.100.9")
    assert refusal is not None
    assert "this key has 2 sessions" in refusal.detail
    assert KEY not in refusal.detail


async def test_a_resumed_session_keeps_its_place(stores: tuple[Places, Rates]) -> None:
    quotas = Quotas(QuotaRules(address_sessions=1), *stores)
    assert await quotas.admit("s1", None, ADDRESS) is None
    assert await quotas.admit("s1", None, ADDRESS) is None
    await quotas.release("s1")
    assert await quotas.admit("s2", None, ADDRESS) is not None
    await quotas.release("s1")
    assert await quotas.admit("s2", None, ADDRESS) is None


async def test_a_session_resumed_from_elsewhere_gives_its_first_address_back(
    stores: tuple[Places, Rates],
) -> None:
    quotas = Quotas(QuotaRules(key_sessions=1, address_sessions=1), *stores)
    assert await quotas.admit("s1", KEY, ADDRESS) is None
    assert await quotas.admit("s1", KEY, "198.51.100.8") is None
    await quotas.release("s1")
    assert await quotas.admit("s2", None, "198.51.100.8") is not None
    assert await quotas.admit("s2", KEY, "198.51.100.9") is not None
    assert await quotas.admit("s2", None, ADDRESS) is None


async def test_offers_are_counted_by_the_minute(stores: tuple[Places, Rates]) -> None:
    quotas = Quotas(QuotaRules(address_offers_per_minute=3), *stores)
    for number in range(3):
        assert await quotas.admit(f"s{number}", None, ADDRESS) is None
    refusal = await quotas.admit("s3", None, ADDRESS)
    assert refusal is not None
    assert 1 <= refusal.retry_after_s <= 60
    assert await quotas.admit("s4", None, "198.51.100.8") is None


async def test_places_are_counted_over_all_workers(
    redis_url: str, open_worker: WorkerOpener, clock: Clock
) -> None:
    one, two = [
        RedisPlaces((await open_worker(redis_url, name)).link, LocalPlaces(clock))
        for name in ("w1", "w2")
    ]
    assert await one.take("s1", {"address:a": 1}) is None
    assert await two.take("s2", {"address:a": 1}) == "address:a"
    await one.release("s1", ["address:a"])
    assert await two.take("s2", {"address:a": 1}) is None


async def test_a_dead_worker_s_places_are_free_again(clock: Clock) -> None:
    places = LocalPlaces(clock)
    assert await places.take("s1", {"address:a": 1}) is None
    clock.now_s += PLACE_TTL_S - 1
    await places.renew("s1", ["address:a"])
    clock.now_s += PLACE_TTL_S - 1
    assert await places.take("s2", {"address:a": 1}) == "address:a"
    clock.now_s += 2
    assert await places.take("s2", {"address:a": 1}) is None


async def test_a_place_in_redis_ends_by_itself(
    redis_url: str, open_worker: WorkerOpener, clock: Clock
) -> None:
    link = (await open_worker(redis_url, "w1")).link
    places = RedisPlaces(link, LocalPlaces(clock))
    await places.take("s1", {"address:a": 1})
    assert 0 < await link.client.pttl("emochat:places:address:a") <= PLACE_TTL_S * 1000
    await link.client.zadd("emochat:places:address:a", {"s1": 0}, xx=True)
    await places.renew("s1", ["address:a"])
    assert await RedisPlaces(link, LocalPlaces(clock)).take("s2", {"address:a": 1}) == "address:a"


async def test_without_redis_a_worker_counts_for_itself(
    own_redis: RedisServer, open_worker: WorkerOpener, clock: Clock
) -> None:
    link = (await open_worker(own_redis.url, "w1")).link
    rules = QuotaRules(address_sessions=1, address_offers_per_minute=5)
    quotas = Quotas(rules, RedisPlaces(link, LocalPlaces(clock)), RedisRates(link))
    assert await quotas.admit("s1", None, ADDRESS) is None
    own_redis.kill()
    assert await quotas.admit("s2", None, ADDRESS) is not None
    await quotas.release("s1")
    assert await quotas.admit("s3", None, ADDRESS) is None
