"""The time between the wish to end and the end: no new sessions, the running ones finish."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

POLL_INTERVAL_S = 0.1


async def drained(count: Callable[[], int], timeout_s: float, hurry: asyncio.Event) -> int:
    """Wait until nothing runs any more.

    Args:
        count: how many sessions there are.
        timeout_s: longest wait.
        hurry: set by a second signal; ends the wait at once.

    Returns:
        How many sessions still run.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + timeout_s
    while count() and not hurry.is_set() and loop.time() < until_s:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_INTERVAL_S):
                await hurry.wait()
    return count()
