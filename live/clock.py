"""Time, as something that a test can hold in its hands."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in seconds from any start, and waits."""

    def time(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's monotonic clock."""

    def time(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
