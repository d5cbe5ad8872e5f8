"""Transactions with a deadline, whose failures have one name."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.engines import BEGIN_WRITING, SQLITE_BEGIN
from store.errors import StoreUnavailableError

DEADLINE_S = 10.0
"""One transaction with all its waits; longer than each single limit in store/engines.py."""


@contextmanager
def named_failures() -> Iterator[None]:
    """Turn whatever says that the database is out of reach into StoreUnavailableError."""
    try:
        yield
    except (IntegrityError, DataError, ProgrammingError):
        # A fault of the program, not of the database's reach.
        raise
    except DBAPIError as error:
        raise StoreUnavailableError(f"the database failed: {error.orig}") from error
    except (PoolTimeoutError, TimeoutError) as error:
        raise StoreUnavailableError("the database did not answer in time") from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreUnavailableError(f"the database cannot be reached: {error}") from error


class Transactions:
    """Begins transactions on one engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite lets one write at a time, and a connection that finds it busy sleeps and tries
        # again, up to 100 ms a try: inside one process they queue here, in order.
        self._one_writer: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if self._is_sqlite else nullcontext()
        )

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that only reads.

        Raises:
            StoreUnavailableError: the database cannot be reached, or takes too long.
        """
        with named_failures():
            async with asyncio.timeout(DEADLINE_S), self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that writes; it is committed at the end, or nothing is.

        Raises:
            StoreUnavailableError: the database cannot be reached, or takes too long. Where
                that comes while it commits, it may have been committed.
        """
        engine = self._engine.execution_options(**{SQLITE_BEGIN: BEGIN_WRITING})
        with named_failures():
            async with asyncio.timeout(DEADLINE_S), self._one_writer, engine.begin() as connection:
                yield connection

    async def overwrite_log(self) -> bool:
        """Empty SQLite's write-ahead log, which still holds what was deleted.

        Returns:
            Whether that is done: not while another process reads. PostgreSQL has no such log
            within reach; its own is overwritten in its own time.
        """
        if not self._is_sqlite:
            return True
        engine = self._engine.execution_options(**{SQLITE_BEGIN: None})
        with named_failures():
            async with (
                asyncio.timeout(DEADLINE_S),
                self._one_writer,
                engine.connect() as connection,
            ):
                result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = result.one()[0]
        return not busy

    async def close(self) -> None:
        await self._engine.dispose()
