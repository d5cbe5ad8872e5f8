"""Waiting for what other tasks and processes do, and no longer than told."""

import asyncio
import time
from collections.abc import Callable

PERIOD_S = 0.05


async def comes_true(condition: Callable[[], bool], patience_s: float) -> bool:
    """Tell whether a condition holds within a time; returns as soon as it does."""
    until_s = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > until_s:
            return False
        await asyncio.sleep(PERIOD_S)
    return True
