import asyncio
import signal

import pytest

from store.contexts import ContextStore
from store.databases import Database
from store.errors import StoreUnavailableError
from tests.store.cluster import Cluster
from tests.store.conftest import StoreOpener
from tests.store.processes import GUARD_S, line_of, rest_of, writer
from tests.store.turns import NOW, OWNER, reading, turn
from tests.store.writer import LANES, TURNS_AN_APPEND, external_ids
from text.conversation.turn import Turn

MOST_APPENDS = 100
ACKNOWLEDGED_BEFORE_KILL = (1, 20)


async def kill_writer_after(database: Database, context: str, acknowledged: int) -> set[str]:
    """Kill -9 a writer while it writes, and tell what it had acknowledged."""
    async with writer(database, context, context, MOST_APPENDS) as process:
        assert await line_of(process) == "ready"
        lines = [await line_of(process) for _ in range(acknowledged)]
        process.kill()
        lines += await rest_of(process)
    assert process.returncode == -signal.SIGKILL
    return {
        external_id
        for line in lines
        for external_id in external_ids(context, *map(int, line.split()))
    }


def check_whole(turns: list[Turn], acknowledged: set[str], in_hand: int) -> None:
    """Check that nothing acknowledged is lost, and that nothing is there by half or twice."""
    stored = [each.external_id for each in turns]
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))
    assert [each.position for each in turns] == list(range(len(turns)))
    appends = {str(external_id).rpartition("-")[0] for external_id in stored}
    assert len(stored) == TURNS_AN_APPEND * len(appends)
    assert len(stored) - len(acknowledged) <= TURNS_AN_APPEND * in_hand
    assert all(each.reading == reading() for each in turns)
    assert all(each.text == f"text of {each.external_id}" for each in turns)


@pytest.mark.timeout(GUARD_S)
async def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_nothing_half_there(
    open_store: StoreOpener, database: Database
) -> None:
    for acknowledged in ACKNOWLEDGED_BEFORE_KILL:
        context = f"killed-after-{acknowledged}"
        names = await kill_writer_after(database, context, acknowledged)
        assert len(names) >= acknowledged * TURNS_AN_APPEND
        store = await open_store(database, keep_text=True)
        turns = await store.turns(OWNER, context, kind="v2", now=NOW)
        check_whole(turns, names, in_hand=LANES)


async def append_until_unavailable(
    store: ContextStore, lane: int, acknowledged: set[str], enough: asyncio.Event
) -> None:
    for number in range(MOST_APPENDS):
        names = external_ids("crash", lane, number)
        turns = [turn(f"text of {name}", name) for name in names]
        try:
            await store.append(OWNER, "crash", turns, kind="v2", now=NOW)
        except StoreUnavailableError:
            return
        acknowledged.update(names)
        if number == 10:
            enough.set()
    pytest.fail("the database did not go away")


async def test_a_killed_postgresql_loses_nothing_acknowledged_and_the_store_finds_it_again(
    open_store: StoreOpener, cluster: Cluster
) -> None:
    store = await open_store(await cluster.create("crash"), keep_text=True)
    acknowledged: set[str] = set()
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for lane in range(LANES):
            group.create_task(append_until_unavailable(store, lane, acknowledged, enough))
        await enough.wait()
        await asyncio.to_thread(cluster.kill)
    with pytest.raises(StoreUnavailableError):
        await store.turns(OWNER, "crash", kind="v2", now=NOW)
    await asyncio.to_thread(cluster.start)
    turns = await store.turns(OWNER, "crash", kind="v2", now=NOW)
    check_whole(turns, acknowledged, in_hand=LANES)
    await store.append(OWNER, "crash", [turn("after")], kind="v2", now=NOW)


async def test_the_store_works_again_once_a_stopped_postgresql_is_back(
    open_store: StoreOpener, cluster: Cluster
) -> None:
    store = await open_store(await cluster.create("restart"))
    await store.append(OWNER, "talk", [turn("x", "1")], kind="v2", now=NOW)
    await asyncio.to_thread(cluster.stop)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            await store.append(OWNER, "talk", [turn("y", "2")], kind="v2", now=NOW)
        with pytest.raises(StoreUnavailableError):
            await store.check()
    await asyncio.to_thread(cluster.start)
    await store.check()
    result = await store.append(OWNER, "talk", [turn("y", "2")], kind="v2", now=NOW)
    assert [result.added, result.turns[0].position] == [1, 1]


async def test_a_restart_of_postgresql_while_nothing_is_asked_is_not_noticed(
    open_store: StoreOpener, cluster: Cluster
) -> None:
    store = await open_store(await cluster.create("idle"))
    await store.append(OWNER, "talk", [turn("x", "1")], kind="v2", now=NOW)
    await asyncio.to_thread(cluster.stop)
    await asyncio.to_thread(cluster.start)
    assert len(await store.turns(OWNER, "talk", kind="v2", now=NOW)) == 1
