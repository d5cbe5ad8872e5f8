"""Deletes expired contexts now and then."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from store.contexts import ContextStore
from store.errors import StoreUnavailableError

log = logging.getLogger(__name__)

INTERVAL_S = 3600.0


class ExpiryTask:
    """Calls `store.expire` at its start and every `interval_s` seconds.

    Args:
        store: started, and closed only after this.
        now: tells the time, aware.
        interval_s: seconds between two calls.
    """

    def __init__(
        self, store: ContextStore, now: Callable[[], datetime], interval_s: float = INTERVAL_S
    ) -> None:
        self._store = store
        self._now = now
        self._interval_s = interval_s
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="expiry")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            await self._expire()
            await asyncio.sleep(self._interval_s)

    async def _expire(self) -> None:
        try:
            expired = await self._store.expire(self._now())
        except StoreUnavailableError as error:
            log.warning("expired contexts are not deleted: %s", error)
        except Exception:
            log.exception("expired contexts are not deleted")
        else:
            if expired:
                log.info("deleted %d expired contexts", expired)
