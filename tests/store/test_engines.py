import asyncio
import stat
from contextlib import AsyncExitStack

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from store.databases import Database, PostgresServer, SqliteFile
from store.engines import APPLICATION_NAME, POSTGRES_MAX_CONNECTIONS, SERVING, Timeouts, make_engine
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OWNER, turn


async def value_of(query: str, database: Database, timeouts: Timeouts = SERVING) -> object:
    engine = await asyncio.to_thread(make_engine, database, timeouts)
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text(query))).scalar_one()
    finally:
        await engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", SERVING.lock_s * 1000),
    ],
)
async def test_sqlite_keeps_what_is_committed_and_erases_what_is_deleted(
    open_store: StoreOpener, sqlite_file: SqliteFile, pragma: str, value: object
) -> None:
    await open_store(sqlite_file)
    assert await value_of(f"PRAGMA {pragma}", sqlite_file) == value


async def test_the_files_beside_the_sqlite_file_are_private_too(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    store = await open_store(sqlite_file)
    await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    files = sorted(sqlite_file.path.parent.iterdir())
    assert [path.suffix for path in files] == [".sqlite3", ".sqlite3-shm", ".sqlite3-wal"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


async def test_postgresql_ends_a_statement_that_takes_too_long(
    postgres_server: PostgresServer,
) -> None:
    with pytest.raises(DBAPIError, match="statement timeout"):
        await value_of("SELECT pg_sleep(60)", postgres_server, Timeouts(0.2, 0.1))


async def test_postgresql_ends_a_wait_for_a_lock_that_takes_too_long(
    open_store: StoreOpener, postgres_server: PostgresServer
) -> None:
    await open_store(postgres_server)
    engine = await asyncio.to_thread(make_engine, postgres_server)
    async with engine.begin() as holder:
        await holder.execute(text("LOCK TABLE contexts"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await value_of("SELECT count(*) FROM contexts", postgres_server, Timeouts(30.0, 0.1))
    await engine.dispose()


async def connections_to(server: PostgresServer) -> int:
    """Count an engine's connections to a database."""
    connection = await asyncpg.connect(server.dsn)
    try:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            APPLICATION_NAME,
        )
    finally:
        await connection.close()
    return count


async def test_postgresql_is_left_one_connection_after_a_burst_of_a_bounded_number(
    postgres_server: PostgresServer,
) -> None:
    engine = await asyncio.to_thread(make_engine, postgres_server, Timeouts(30.0, 0.1))
    async with AsyncExitStack() as burst:
        opened = [
            await burst.enter_async_context(engine.connect())
            for _ in range(POSTGRES_MAX_CONNECTIONS)
        ]
        with pytest.raises(PoolTimeoutError):
            opened.append(await engine.connect())
        assert await connections_to(postgres_server) == len(opened)
    async with asyncio.timeout(10):
        # The server's processes end a moment after their connections.
        while await connections_to(postgres_server) > 1:
            await asyncio.sleep(0.05)
    assert await connections_to(postgres_server) == 1
    await engine.dispose()
