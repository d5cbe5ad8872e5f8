import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from store.databases import Database, PostgresServer, SqliteFile
from store.engines import Timeouts, make_engine
from store.errors import StoreUnavailableError
from store.migrate import migrate
from store.transactions import Transactions
from tests.store.cluster import Cluster
from tests.store.conftest import StoreOpener

IMPATIENT = Timeouts(statement_s=0.5, lock_s=0.2)


async def transactions(database: Database, stack: AsyncExitStack) -> Transactions:
    await asyncio.to_thread(migrate, database)
    made = Transactions(await asyncio.to_thread(make_engine, database, IMPATIENT))
    stack.push_async_callback(made.close)
    return made


async def delete_and_fail(made: Transactions) -> None:
    async with made.write() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
        raise ZeroDivisionError


async def read_at_once(made: Transactions, stack: AsyncExitStack, readers: int) -> None:
    for _ in range(readers):
        connection = await stack.enter_async_context(made.read())
        await connection.execute(text("SELECT 1"))


async def test_a_failure_inside_a_write_undoes_all_of_it(database: Database) -> None:
    async with AsyncExitStack() as stack:
        made = await transactions(database, stack)
        with pytest.raises(ZeroDivisionError):
            await delete_and_fail(made)
        async with made.read() as connection:
            query = text("SELECT count(*) FROM alembic_version")
            assert (await connection.execute(query)).scalar_one() == 1


async def test_a_write_gives_up_on_a_lock_that_another_connection_holds(
    database: Database,
) -> None:
    async with AsyncExitStack() as stack:
        holder, waiter = [await transactions(database, stack) for _ in range(2)]
        async with holder.write() as held:
            await held.execute(text("UPDATE alembic_version SET version_num = version_num"))
            with pytest.raises(StoreUnavailableError, match="lock"):
                async with waiter.write() as connection:
                    await connection.execute(
                        text("UPDATE alembic_version SET version_num = version_num")
                    )


async def test_readers_beyond_the_pool_are_refused_after_a_while(database: Database) -> None:
    async with AsyncExitStack() as stack:
        made = await transactions(database, stack)
        with pytest.raises(StoreUnavailableError, match="in time"):
            await read_at_once(made, stack, 50)


@pytest.mark.parametrize("host", ["/nowhere", "127.0.0.1:1"])
async def test_a_server_that_is_not_there_is_unavailable(
    open_store: StoreOpener, host: str
) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        await open_store(PostgresServer(f"postgresql://ana:secret@/x?host={host}"))


async def test_a_database_that_is_not_there_is_unavailable(
    open_store: StoreOpener, cluster: Cluster
) -> None:
    with pytest.raises(StoreUnavailableError, match="does not exist"):
        await open_store(cluster.server("nowhere"))


async def test_a_file_that_is_no_database_is_unavailable_and_left_alone(
    open_store: StoreOpener, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana, this is a letter and no database at all. " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailableError, match="not a database"):
        await open_store(SqliteFile(path))
    assert path.read_bytes() == before


async def test_a_folder_that_cannot_be_made_is_unavailable(
    open_store: StoreOpener, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailableError, match="file"):
        await open_store(SqliteFile(tmp_path / "file" / "emochat.sqlite3"))
