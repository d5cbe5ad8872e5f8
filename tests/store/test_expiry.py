import asyncio
from datetime import datetime, timedelta

import pytest

from store.contexts import ContextStore
from store.databases import SqliteFile
from store.errors import StoreUnavailableError
from store.expiry import ExpiryTask
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OWNER, turn

DAY = timedelta(days=1)


class WatchedStore(ContextStore):
    """Tells each call of expire, and fails the first ones with what it is given."""

    def __init__(self, failures: list[Exception]) -> None:
        self.called: asyncio.Queue[datetime] = asyncio.Queue()
        self._failures = failures

    async def expire(self, now: datetime) -> int:
        self.called.put_nowait(now)
        if self._failures:
            raise self._failures.pop(0)
        return 0


async def test_what_has_expired_is_deleted_at_the_start(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    store = await open_store(sqlite_file, time_to_live=DAY)
    await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    expiry = ExpiryTask(store, lambda: NOW + DAY)
    expiry.start()
    async with asyncio.timeout(30):
        # As of NOW it would not have expired: it is empty once the row is deleted.
        while await store.turns(OWNER, "talk", kind="v2", now=NOW):
            await asyncio.sleep(0)
    await expiry.close()


async def test_it_goes_on_after_a_failure_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    store = WatchedStore([StoreUnavailableError("no database"), RuntimeError("bug")])
    expiry = ExpiryTask(store, lambda: NOW, interval_s=0)
    expiry.start()
    async with asyncio.timeout(30):
        assert [await store.called.get() for _ in range(4)] == [NOW] * 4
    await expiry.close()
    assert "no database" in caplog.text
    assert "RuntimeError: bug" in caplog.text


async def test_closing_ends_it_started_or_not() -> None:
    store = WatchedStore([])
    expiry = ExpiryTask(store, lambda: NOW)
    await expiry.close()
    expiry.start()
    await store.called.get()
    await expiry.close()
    assert {task.get_name() for task in asyncio.all_tasks()}.isdisjoint({"expiry"})
