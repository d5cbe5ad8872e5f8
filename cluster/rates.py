"""How much each subject has had in a time, over all workers."""

import asyncio
from typing import Protocol

from limits import RateLimitItem, WindowStats
from limits.aio.storage import MemoryStorage


class Rates(Protocol):
    """Counts in fixed windows. No call raises for a store that is out of reach."""

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        """Count a cost if it stays within the rate; tell whether it did, and what is left.

        Args:
            rate: counts are kept apart by rate, too.
            subject: who pays.
            cost: all of it is counted, or nothing; 0 only asks.
        """
        ...


class LocalRates:
    """Counts in the memory of one process."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._lock = asyncio.Lock()

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        key = rate.key_for(subject)
        # Nothing may come between reading a counter and raising it.
        async with self._lock:
            count = await self._storage.get(key)
            fits = count + cost <= rate.amount
            if fits and cost:
                count = await self._storage.incr(key, rate.get_expiry(), cost)
            reset_s = await self._storage.get_expiry(key)
        return fits, WindowStats(reset_s, max(0, rate.amount - count))
