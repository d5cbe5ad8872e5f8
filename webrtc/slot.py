"""A queue of one place, in which the newest item wins."""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Holds the newest item until it is taken; an older one is replaced and counted."""

    def __init__(self) -> None:
        self._item: T | None = None
        self._filled = asyncio.Event()
        self.replaced = 0

    def put(self, item: T) -> None:
        if self._item is not None:
            self.replaced += 1
        self._item = item
        self._filled.set()

    async def get(self) -> T:
        await self._filled.wait()
        self._filled.clear()
        item, self._item = self._item, None
        assert item is not None
        return item
