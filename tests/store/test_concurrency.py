import asyncio
import sys

from store.contexts import AppendResult, ContextStore
from store.databases import Database, SqliteFile
from store.errors import ConflictError
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OWNER, turn

TASKS = 20


async def append(store: ContextStore, text: str, external_id: str | None) -> AppendResult:
    return await store.append(OWNER, "talk", [turn(text, external_id)], kind="v2", now=NOW)


async def two_stores(open_store: StoreOpener, database: Database) -> list[ContextStore]:
    return [await open_store(database), await open_store(database)]


async def test_appends_at_once_neither_lose_nor_repeat_a_position(
    open_store: StoreOpener, database: Database
) -> None:
    stores = await two_stores(open_store, database)
    results = await asyncio.gather(
        *[append(stores[n % 2], "x", None if n % 3 else f"id {n}") for n in range(TASKS)]
    )
    assert sorted(result.turns[0].position for result in results) == list(range(TASKS))
    turns = await stores[0].turns(OWNER, "talk", kind="v2", now=NOW)
    assert [each.position for each in turns] == list(range(TASKS))


async def test_the_same_message_at_once_is_stored_once_and_answered_alike(
    open_store: StoreOpener, database: Database
) -> None:
    stores = await two_stores(open_store, database)
    results = await asyncio.gather(*[append(stores[n % 2], "x", "same") for n in range(TASKS)])
    assert sum(result.added for result in results) == 1
    assert len({result.turns[0].position for result in results}) == 1


async def test_of_different_texts_under_one_id_at_once_one_is_stored_and_all_others_conflict(
    open_store: StoreOpener, database: Database
) -> None:
    stores = await two_stores(open_store, database)
    results = await asyncio.gather(
        *[append(stores[n % 2], f"text {n}", "same") for n in range(TASKS)],
        return_exceptions=True,
    )
    assert sum(isinstance(result, ConflictError) for result in results) == TASKS - 1
    assert len(await stores[0].turns(OWNER, "talk", kind="v2", now=NOW)) == 1


async def test_forgetting_amid_appends_leaves_a_whole_context_or_none(
    open_store: StoreOpener, database: Database
) -> None:
    stores = await two_stores(open_store, database)

    async def forget(store: ContextStore) -> int:
        return -int(await store.forget(OWNER, "talk", kind="v2", now=NOW))

    async def add(store: ContextStore) -> int:
        return (await append(store, "x", None)).turns[0].position

    await asyncio.gather(*[(forget if n % 4 == 3 else add)(stores[n % 2]) for n in range(TASKS)])
    await add(stores[0])
    turns = await stores[1].turns(OWNER, "talk", kind="v2", now=NOW)
    assert [each.position for each in turns] == list(range(len(turns)))
    assert turns


COUNT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(*connection.execute("SELECT count(*) FROM messages").fetchone())
connection.close()
"""


async def messages_seen_by_another_process(file: SqliteFile) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COUNT, str(file.path), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    return int(output)


async def test_opening_a_file_again_ends_no_lock_that_keeps_other_processes_from_its_log(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    first = await open_store(sqlite_file)
    await append(first, "x", None)
    await open_store(sqlite_file)
    assert await messages_seen_by_another_process(sqlite_file) == 1
    await append(first, "y", None)
    assert await messages_seen_by_another_process(sqlite_file) == 2
