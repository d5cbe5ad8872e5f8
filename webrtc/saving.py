"""Keeps a session beyond its connection: each second, at its end, and until it is forgotten."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from webrtc.keeper import Json, KeptSession

logger = logging.getLogger(__name__)

SAVE_INTERVAL_S = 1.0


class Saving:
    """Saves one session; calls do not overlap, and none follows the last.

    Args:
        kept: where; None where nothing is kept.
        snapshot: returns what is saved: what changes, and all that is only added to.
        on_moved: called once it is known that the session goes on elsewhere.
        is_resumed: something of the session is kept before it begins here.
    """

    def __init__(
        self,
        kept: KeptSession | None,
        snapshot: Callable[[], tuple[Json, Sequence[Json]]],
        on_moved: Callable[[], None],
        *,
        is_resumed: bool = False,
    ) -> None:
        self._kept = kept
        self._snapshot = snapshot
        self._on_moved = on_moved
        self._is_resumed = is_resumed
        self._begun = asyncio.Event()
        self._lock = asyncio.Lock()
        self._is_over = False

    @property
    def is_kept(self) -> bool:
        """Whether the session may outlive its connection."""
        return self._kept is not None and self._begun.is_set() and not self._is_over

    @property
    def is_over(self) -> bool:
        """Whether its report is kept or being kept, it is erased, or it goes on elsewhere."""
        return self._is_over

    def begin(self) -> None:
        """Save from now on, while `run` runs."""
        self._begun.set()

    async def run(self) -> None:
        """Save each second until cancelled."""
        await self._begun.wait()
        try:
            while self._kept is not None and not self._is_over:
                await self.save()
                await asyncio.sleep(SAVE_INTERVAL_S)
        except Exception:
            # Outermost edge of a task: the session itself goes on.
            logger.exception("a session can no longer be saved")

    async def save(self) -> None:
        async with self._lock:
            if self._kept is None or not self.is_kept:
                return
            head, entries = self._snapshot()
            if not await self._kept.save(head, tuple(entries)):
                self._is_over = True
                self._on_moved()

    async def finish(self, report: Json) -> bool:
        """Keep the report as the last word; False if the session goes on elsewhere."""
        async with self._lock:
            if self._kept is None or not self._begun.is_set():
                return True
            if self._is_over:
                return False
            self._is_over = True
            return await self._kept.finish(report)

    async def forget(self) -> None:
        """Erase what is kept; nothing is saved after it."""
        async with self._lock:
            is_known = self._begun.is_set() or self._is_resumed
            if self._kept is not None and is_known and not self._is_over:
                self._is_over = True
                await self._kept.forget()
            self._kept = None
