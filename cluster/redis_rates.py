"""Rates in Redis, and in memory while that is away."""

import time

from limits import RateLimitItem, WindowStats

from cluster import redis_scripts as scripts
from cluster.keys import RATES
from cluster.rates import LocalRates
from cluster.redis_link import RedisLink, UnavailableError


class RedisRates:
    """Counts over a RedisLink, in the script COUNT_IF_IT_FITS.

    The Redis storage of `limits` has neither a bound on a call's time nor a fallback.
    While Redis is away each worker counts for itself, from zero.
    """

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._local = LocalRates()

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        name = f"{RATES}:{rate.key_for(subject)}"
        try:
            fits, count, left_ms = await self._link.script(
                scripts.COUNT_IF_IT_FITS, [name], rate.get_expiry(), cost, rate.amount
            )
        except UnavailableError:
            return await self._local.take(rate, subject, cost)
        # Negative where there is no counter.
        reset_s = time.time() + max(0, left_ms) / 1000
        return bool(fits), WindowStats(reset_s, max(0, rate.amount - count))
