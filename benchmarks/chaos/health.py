"""How long a server takes to say that it lives, while something is done to it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

PERIOD_S = 0.25
TIMEOUT_S = 10.0


@dataclass
class HealthProbe:
    """Asks /healthz over and over.

    Attributes:
        url: of a server, without a slash at its end.
        took_s: of each answer with 200.
        failures: other answers, and none in time.
    """

    url: str
    took_s: list[float] = field(default_factory=list)
    failures: int = 0

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            while True:
                await self._ask(http)
                await asyncio.sleep(PERIOD_S)

    async def _ask(self, http: aiohttp.ClientSession) -> None:
        sent_s = time.monotonic()
        try:
            async with http.get(self.url + "/healthz") as response:
                is_well = response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            is_well = False
        if is_well:
            self.took_s.append(time.monotonic() - sent_s)
        else:
            self.failures += 1

    @property
    def slowest_s(self) -> float:
        return max(self.took_s, default=TIMEOUT_S)


@asynccontextmanager
async def probing(url: str) -> AsyncIterator[HealthProbe]:
    """Ask until the end of the block."""
    probe = HealthProbe(url)
    task = asyncio.create_task(probe.run())
    try:
        yield probe
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
