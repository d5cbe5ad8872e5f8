"""Counters of the `limits` library in the memory of one process."""

import asyncio

from limits import RateLimitItem, WindowStats
from limits.aio.storage import MemoryStorage


class LocalRateStorage(MemoryStorage):
    """A fixed window that is charged in one step: all of a cost, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = asyncio.Lock()

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        """Count a cost if it stays within the rate; tell whether it did, and what is left."""
        key = rate.key_for(subject)
        async with self._lock:
            count = await self.get(key)
            fits = count + cost <= rate.amount
            if fits and cost:
                count = await self.incr(key, rate.get_expiry(), cost)
            reset_s = await self.get_expiry(key)
        return fits, WindowStats(reset_s, max(0, rate.amount - count))
