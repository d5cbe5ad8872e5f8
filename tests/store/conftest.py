"""Databases to store in, and a guard against blocking the event loop."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

from store.contexts import ContextStore
from store.databases import Database, PostgresServer, SqliteFile
from tests.store.cluster import Cluster, throwaway_cluster


@pytest.fixture(autouse=True)
def no_blocking_calls() -> Iterator[BlockBuster]:
    # Migrations have a thread and an event loop of their own, which they may block.
    migrations = ["store.migrate", "store.migrations"]
    with blockbuster_ctx(scanned_modules=["store"], excluded_modules=migrations) as guard:
        for function in guard.functions.values():
            # asyncpg looks for a ~/.pgpass at each connection.
            function.can_block_in("asyncpg/connect_utils.py", {"_parse_connect_dsn_and_args"})
        yield guard


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with throwaway_cluster() as cluster:
        yield cluster


@pytest.fixture
def sqlite_file(tmp_path: Path) -> SqliteFile:
    return SqliteFile(tmp_path / "data" / "emochat.sqlite3")


@pytest.fixture
async def postgres_server(cluster: Cluster) -> PostgresServer:
    return await cluster.create(f"test_{uuid.uuid4().hex}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each test that asks for it runs on both."""
    name = {"sqlite": "sqlite_file", "postgresql": "postgres_server"}[request.param]
    database: Database = request.getfixturevalue(name)
    return database


class StoreOpener:
    """Starts stores that are closed after the test."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def __call__(
        self,
        database: Database,
        *,
        time_to_live: timedelta | None = timedelta(days=30),
        keep_text: bool = False,
    ) -> ContextStore:
        # Off the loop, as a server makes it: it loads the database's driver.
        make = partial(ContextStore, time_to_live=time_to_live, keep_text=keep_text)
        store = await asyncio.to_thread(make, database)
        self._stack.push_async_callback(store.close)
        await store.start()
        return store


@pytest.fixture
async def open_store() -> AsyncIterator[StoreOpener]:
    async with AsyncExitStack() as stack:
        yield StoreOpener(stack)


@pytest.fixture
async def store(open_store: StoreOpener, database: Database) -> ContextStore:
    return await open_store(database)
