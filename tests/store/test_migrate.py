import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from store.databases import Database
from store.engines import make_engine
from store.errors import StoreUnavailableError, StoreVersionError
from store.migrate import migrate
from store.tables import METADATA
from tests.store.conftest import StoreOpener
from tests.store.processes import GUARD_S, rest_of, writer
from tests.store.turns import NOW, OWNER, turn
from tests.store.writer import LANES, TURNS_AN_APPEND

PROCESSES = 2
STARTS = 6


async def run_sync(database: Database, function: Callable[[Connection], Any]) -> Any:
    engine = await asyncio.to_thread(make_engine, database)
    async with engine.begin() as connection:
        result = await connection.run_sync(function)
    await engine.dispose()
    return result


async def execute(database: Database, statement: str) -> None:
    await run_sync(database, lambda connection: connection.execute(text(statement)))


def table_names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_migrations_make_the_tables_that_the_code_uses(database: Database) -> None:
    await asyncio.to_thread(migrate, database)
    assert await run_sync(database, table_names) == {
        "alembic_version",
        "contexts",
        "messages",
        "session_summaries",
    }
    assert await run_sync(database, differences) == []


async def test_a_database_that_is_up_to_date_is_left_as_it_is(
    open_store: StoreOpener, database: Database
) -> None:
    first = await open_store(database)
    await first.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    second = await open_store(database)
    assert len(await second.turns(OWNER, "talk", kind="v2", now=NOW)) == 1


@pytest.mark.timeout(GUARD_S)
async def test_processes_that_start_at_once_all_find_their_tables_and_lose_nothing(
    open_store: StoreOpener, database: Database
) -> None:
    appends = 10
    async with AsyncExitStack() as stack:
        writers = [
            await stack.enter_async_context(writer(database, "talk", f"w{n}", appends))
            for n in range(PROCESSES)
        ]
        outputs = await asyncio.gather(*[rest_of(each) for each in writers])
    assert [output[-1:] for output in outputs] == [["done"]] * PROCESSES
    turns = await (await open_store(database)).turns(OWNER, "talk", kind="v2", now=NOW)
    total = PROCESSES * LANES * TURNS_AN_APPEND * appends
    assert [each.position for each in turns] == list(range(total))
    assert len({each.external_id for each in turns}) == total


async def test_starts_at_the_same_moment_do_not_collide(database: Database) -> None:
    await asyncio.gather(*[asyncio.to_thread(migrate, database) for _ in range(STARTS)])
    assert await run_sync(database, differences) == []


async def test_a_database_of_a_newer_version_is_refused(
    open_store: StoreOpener, database: Database
) -> None:
    await asyncio.to_thread(migrate, database)
    await execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreVersionError, match="9999"):
        await open_store(database)


async def test_a_migration_that_fails_leaves_nothing_behind(
    open_store: StoreOpener, database: Database
) -> None:
    await asyncio.to_thread(migrate, database)
    for table in ("alembic_version", "messages", "session_summaries", "contexts"):
        await execute(database, f"DROP TABLE {table}")
    await execute(database, "CREATE TABLE messages (id INTEGER)")
    with pytest.raises(DBAPIError, match="messages"):
        await asyncio.to_thread(migrate, database)
    assert await run_sync(database, table_names) == {"messages"}
    with pytest.raises(StoreUnavailableError, match="messages"):
        await open_store(database)


async def test_a_database_of_the_first_version_is_brought_up_to_date_with_what_it_holds(
    open_store: StoreOpener, database: Database
) -> None:
    first = await open_store(database)
    await first.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    await execute(database, "DROP TABLE session_summaries")
    await execute(database, "DROP INDEX ix_messages_with_text")
    await execute(database, "UPDATE alembic_version SET version_num = '0001'")
    store = await open_store(database)
    assert await run_sync(database, differences) == []
    assert len(await store.turns(OWNER, "talk", kind="v2", now=NOW)) == 1
