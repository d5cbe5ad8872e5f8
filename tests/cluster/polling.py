"""Waiting for what other processes and tasks do."""

import asyncio
from collections.abc import Awaitable, Callable

GUARD_S = 60.0
"""Against hanging, on a machine however busy."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(GUARD_S):
        while not condition():
            await asyncio.sleep(0.01)


async def until_true(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(GUARD_S):
        while not await condition():
            await asyncio.sleep(0.02)
