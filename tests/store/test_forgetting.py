import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]
import pytest

from store.contexts import EXPIRY_BATCH, ContextStore
from store.databases import Database, PostgresServer, SqliteFile
from store.kept_texts import BATCH
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OTHER_OWNER, OWNER, turn
from text.conversation.turn import Marks

DAY = timedelta(days=1)
SECRETS = ("what Ana wrote", "id-of-ana", "talk-with-ana", "user-ana", "trigger of ana")
# Longer than a page of SQLite, so that it lies on pages of its own.
LONG_TEXT = SECRETS[0] * 2_000


async def append_secrets(store: ContextStore) -> None:
    marks = Marks((SECRETS[4],))
    turns = [
        turn(LONG_TEXT if n == 0 else SECRETS[0], f"{SECRETS[1]}-{n}", marks=marks)
        for n in range(50)
    ]
    await store.append(OWNER, SECRETS[2], turns, kind="v1", now=NOW, user_id=SECRETS[3])


async def found_on_disk(file: SqliteFile) -> set[str]:
    # By another process: where this one closes the file, SQLite's locks on it end.
    files = sorted(file.path.parent.iterdir())
    cat = await asyncio.create_subprocess_exec("cat", *files, stdout=asyncio.subprocess.PIPE)
    content, _ = await cat.communicate()
    assert cat.returncode == 0
    return {secret for secret in SECRETS if secret.encode() in content}


async def test_forgetting_leaves_no_byte_of_a_context_on_the_disk(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    store = await open_store(sqlite_file, keep_text=True)
    await append_secrets(store)
    assert await found_on_disk(sqlite_file) == set(SECRETS)
    assert await store.forget(OWNER, SECRETS[2], kind="v1", now=NOW)
    assert await found_on_disk(sqlite_file) == set()


async def test_expiring_leaves_no_byte_of_a_context_on_the_disk(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    store = await open_store(sqlite_file, keep_text=True, time_to_live=DAY)
    await append_secrets(store)
    assert await store.expire(NOW + DAY) == 1
    assert await found_on_disk(sqlite_file) == set()


async def test_a_store_that_keeps_no_text_never_writes_one(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    await append_secrets(await open_store(sqlite_file, keep_text=False))
    assert await found_on_disk(sqlite_file) == set(SECRETS[1:])


async def test_a_start_that_keeps_no_text_leaves_no_byte_of_kept_ones_on_the_disk(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    earlier = await open_store(sqlite_file, keep_text=True)
    await append_secrets(earlier)
    await earlier.close()
    await open_store(sqlite_file, keep_text=False)
    assert await found_on_disk(sqlite_file) == set(SECRETS[1:])


async def test_a_start_that_keeps_no_text_erases_the_kept_ones_of_all_contexts_and_nothing_else(
    open_store: StoreOpener, database: Database
) -> None:
    earlier = await open_store(database, keep_text=True)
    names = [f"talk {n}" for n in range(BATCH + 1)]
    for name in names:
        await earlier.append(OWNER, name, [turn("x", "1")], kind="v2", now=NOW)
    kept = await earlier.turns(OWNER, "talk 0", kind="v2", now=NOW)
    await open_store(database, keep_text=False)
    left = [await earlier.turns(OWNER, name, kind="v2", now=NOW) for name in names]
    assert left == [[replace(each, text=None) for each in kept]] * len(names)


async def test_starts_at_once_erase_the_kept_texts_without_getting_in_each_other_s_way(
    open_store: StoreOpener, database: Database
) -> None:
    earlier = await open_store(database, keep_text=True)
    for n in range(BATCH + 1):
        await earlier.append(OWNER, f"talk {n}", [turn("x", "1")], kind="v2", now=NOW)
    await asyncio.gather(*[open_store(database, keep_text=False) for _ in range(4)])
    turns = await earlier.turns(OWNER, f"talk {BATCH}", kind="v2", now=NOW)
    assert [each.text for each in turns] == [None]


async def test_a_start_that_keeps_texts_leaves_them(
    open_store: StoreOpener, database: Database
) -> None:
    await append_secrets(await open_store(database, keep_text=True))
    store = await open_store(database, keep_text=True)
    turns = await store.turns(OWNER, SECRETS[2], kind="v1", now=NOW)
    assert all(each.text for each in turns)


async def test_forgetting_deletes_every_row(
    open_store: StoreOpener, postgres_server: PostgresServer
) -> None:
    store = await open_store(postgres_server, keep_text=True)
    await append_secrets(store)
    await store.append(OTHER_OWNER, "other", [turn("x")], kind="v2", now=NOW)
    assert await store.forget(OWNER, SECRETS[2], kind="v1", now=NOW)
    connection = await asyncpg.connect(postgres_server.dsn)
    left = await connection.fetchval(
        "SELECT array[(SELECT count(*) FROM contexts), (SELECT count(*) FROM messages)]"
    )
    await connection.close()
    assert left == [1, 1]


async def test_a_forgotten_context_is_gone_and_begins_anew(store: ContextStore) -> None:
    await store.append(OWNER, "talk", [turn("x", "1"), turn("y")], kind="v2", now=NOW)
    assert await store.forget(OWNER, "talk", kind="v2", now=NOW)
    assert await store.turns(OWNER, "talk", kind="v2", now=NOW) == []
    assert await store.find_message(OWNER, "talk", "1", kind="v2", now=NOW) is None
    assert not await store.forget(OWNER, "talk", kind="v2", now=NOW)
    anew = await store.append(OWNER, "talk", [turn("other", "1")], kind="v2", now=NOW)
    assert [each.position for each in anew.turns] == [0]


async def test_an_expired_context_is_as_if_it_had_never_been(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=DAY)
    await store.append(OWNER, "talk", [turn("x", "1")], kind="v1", now=NOW, user_id="ana")
    before, after = NOW + DAY - timedelta(microseconds=1), NOW + DAY
    assert len(await store.turns(OWNER, "talk", kind="v1", now=before)) == 1
    assert await store.turns(OWNER, "talk", kind="v1", now=after) == []
    assert await store.find_message(OWNER, "talk", "1", kind="v1", now=after) is None
    assert await store.turns_of_user(OWNER, "ana", kind="v1", now=after) == []
    anew = await store.append(OWNER, "talk", [turn("other", "1")], kind="v1", now=after)
    assert [anew.added, anew.turns[0].position] == [1, 0]
    assert len(await store.turns(OWNER, "talk", kind="v1", now=after)) == 1
    assert await store.turns_of_user(OWNER, "ana", kind="v1", now=after) == []


async def test_forgetting_an_expired_context_finds_none_and_deletes_it(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=DAY)
    await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    assert not await store.forget(OWNER, "talk", kind="v2", now=NOW + DAY)
    assert await store.turns(OWNER, "talk", kind="v2", now=NOW) == []


async def test_each_append_puts_the_expiry_off_and_reading_does_not(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=DAY)
    await store.append(OWNER, "talk", [turn("x", "1")], kind="v2", now=NOW)
    await store.append(OWNER, "talk", [turn("x", "1")], kind="v2", now=NOW + DAY / 2)
    assert len(await store.turns(OWNER, "talk", kind="v2", now=NOW + DAY)) == 1
    assert await store.turns(OWNER, "talk", kind="v2", now=NOW + 1.5 * DAY) == []


async def test_expire_deletes_what_has_expired_and_nothing_else(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=DAY)
    old = EXPIRY_BATCH + 5
    for n in range(old):
        await store.append(OWNER, f"old {n}", [turn("x")], kind="v2", now=NOW)
    await store.append(OWNER, "young", [turn("x")], kind="v2", now=NOW + DAY / 2)
    assert await store.expire(NOW + DAY) == old
    assert await store.expire(NOW + DAY) == 0
    assert await store.turns(OWNER, "old 1", kind="v2", now=NOW) == []
    assert len(await store.turns(OWNER, "young", kind="v2", now=NOW)) == 1


async def test_without_a_time_to_live_nothing_expires(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=None)
    await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    assert await store.expire(NOW + 10_000 * DAY) == 0
    assert len(await store.turns(OWNER, "talk", kind="v2", now=NOW + 10_000 * DAY)) == 1


async def test_no_text_is_logged_at_any_level(
    open_store: StoreOpener, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"), caplog.at_level("DEBUG", logger="sqlalchemy"):
        store = await open_store(database, keep_text=True)
        await append_secrets(store)
        await store.turns(OWNER, SECRETS[2], kind="v1", now=NOW)
    assert "Running upgrade" in caplog.text
    assert "INSERT INTO" not in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []
