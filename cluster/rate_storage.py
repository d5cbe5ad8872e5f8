"""Counters of the `limits` library in Redis, and in memory while that is away."""

import time

from limits import RateLimitItem, WindowStats
from limits.aio.storage import Storage
from redis.exceptions import RedisError

from cluster import redis_scripts as scripts
from cluster.keys import RATES
from cluster.local_rates import LocalRateStorage
from cluster.redis_link import RedisLink, UnavailableError


class RedisRateStorage(Storage):
    """What a fixed window needs, over a RedisLink.

    The library's own Redis storage has neither a bound on a call's time nor a fallback.
    While Redis is away each worker counts for itself, from zero.
    """

    STORAGE_SCHEME = None

    def __init__(self, link: RedisLink) -> None:
        super().__init__()
        self._link = link
        self._local = LocalRateStorage()

    @property
    def base_exceptions(self) -> type[Exception]:
        return RedisError

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        """Count a cost if it stays within the rate; tell whether it did, and what is left."""
        name = _name(rate.key_for(subject))
        try:
            fits, count, left_ms = await self._link.script(
                scripts.COUNT_IF_IT_FITS, [name], rate.get_expiry(), cost, rate.amount
            )
        except UnavailableError:
            return await self._local.take(rate, subject, cost)
        return bool(fits), WindowStats(_reset_s(left_ms), max(0, rate.amount - count))

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        try:
            return int(await self._link.script(scripts.COUNT, [_name(key)], expiry, amount))
        except UnavailableError:
            return await self._local.incr(key, expiry, amount)

    async def get(self, key: str) -> int:
        try:
            return int(await self._link.call(lambda: self._link.client.get(_name(key))) or 0)
        except UnavailableError:
            return await self._local.get(key)

    async def get_expiry(self, key: str) -> float:
        """Return when the counter starts anew, in seconds of the epoch."""
        try:
            left_ms = await self._link.call(lambda: self._link.client.pttl(_name(key)))
        except UnavailableError:
            return await self._local.get_expiry(key)
        return _reset_s(left_ms)

    async def check(self) -> bool:
        return self._link.is_up

    async def reset(self) -> int | None:
        raise NotImplementedError("counters are shared; they expire")

    async def clear(self, key: str) -> None:
        await self._local.clear(key)
        try:
            await self._link.call(lambda: self._link.client.delete(_name(key)))
        except UnavailableError:
            return


def _name(key: str) -> str:
    return f"{RATES}:{key}"


def _reset_s(left_ms: int) -> float:
    # Negative where there is no counter.
    return time.time() + max(0, left_ms) / 1000
