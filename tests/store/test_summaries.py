import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from store import summaries as summaries_module
from store.contexts import ContextStore
from store.databases import Database, SqliteFile
from store.errors import InvalidNameError
from store.summaries import SessionSummary
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OTHER_OWNER, OWNER, turn

DAY = timedelta(days=1)
BEGINNING, END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def summary(number: int = 0, minute: float = 0.0) -> SessionSummary:
    return SessionSummary(
        session_id=f"session-{number}",
        started_at=NOW + timedelta(minutes=minute),
        duration_s=30.25,
        trend="improving",
        escalations=1,
        readings={"face": {"sad": 3, "happy": 1}, "gemini-live": {"anxious": 2}},
    )


async def add(
    store: ContextStore, *summaries: SessionSummary, owner: str = OWNER, now: datetime = NOW
) -> list[bool]:
    return [await store.add_summary(owner, "talk", each, kind="v2", now=now) for each in summaries]


async def stored(
    store: ContextStore,
    owner: str = OWNER,
    now: datetime = NOW,
    since: datetime = BEGINNING,
    until: datetime = END,
) -> list[SessionSummary] | None:
    return await store.summaries(owner, "talk", kind="v2", now=now, since=since, until=until)


async def test_a_summary_comes_back_as_it_was_given(store: ContextStore) -> None:
    assert await add(store, summary()) == [True]
    assert await stored(store) == [summary()]


async def test_its_start_comes_back_in_utc(store: ContextStore) -> None:
    local = summary().started_at.astimezone(timezone(timedelta(hours=5)))
    await add(store, replace(summary(), started_at=local))
    (found,) = await stored(store) or []
    assert (found.started_at, found.started_at.tzinfo) == (NOW, UTC)


async def test_the_same_session_is_stored_once(store: ContextStore) -> None:
    assert await add(store, summary(), replace(summary(), trend="stable")) == [True, False]
    assert await stored(store) == [summary()]


async def test_summaries_come_in_order_of_their_start_within_the_bounds(
    store: ContextStore,
) -> None:
    await add(store, summary(1, 10), summary(2, 5), summary(3, 0))
    found = await stored(store, since=NOW, until=NOW + timedelta(minutes=10))
    assert found == [summary(3, 0), summary(2, 5)]


async def test_an_unknown_context_is_told_from_one_without_sessions(store: ContextStore) -> None:
    assert await stored(store) is None
    await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    assert await stored(store) == []


async def test_a_context_of_summaries_alone_exists_until_it_is_forgotten(
    store: ContextStore,
) -> None:
    assert not await store.exists(OWNER, "talk", kind="v2", now=NOW)
    await add(store, summary())
    assert await store.exists(OWNER, "talk", kind="v2", now=NOW)
    assert not await store.exists(OTHER_OWNER, "talk", kind="v2", now=NOW)
    assert not await store.exists(OWNER, "talk", kind="v1", now=NOW)
    assert not await store.exists(OWNER, "talk", kind="v2", now=NOW + timedelta(days=30))
    await store.forget(OWNER, "talk", kind="v2", now=NOW)
    assert not await store.exists(OWNER, "talk", kind="v2", now=NOW)


async def test_turns_and_summaries_share_a_context(store: ContextStore) -> None:
    await add(store, summary())
    first = await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW)
    await add(store, summary(1))
    second = await store.append(OWNER, "talk", [turn("y")], kind="v2", now=NOW)
    assert [first.turns[0].position, second.turns[0].position] == [0, 1]
    assert len(await stored(store) or []) == 2


async def test_nobody_sees_another_owners_or_kinds_summaries(store: ContextStore) -> None:
    await add(store, summary())
    assert await stored(store, OTHER_OWNER) is None
    other_kind = await store.summaries(
        OWNER, "talk", kind="v1", now=NOW, since=BEGINNING, until=END
    )
    assert other_kind is None


async def test_forgetting_a_context_forgets_its_summaries(store: ContextStore) -> None:
    await add(store, summary())
    assert await store.forget(OWNER, "talk", kind="v2", now=NOW)
    assert await stored(store) is None
    assert await add(store, summary()) == [True]


async def test_a_context_expires_with_its_summaries_and_each_puts_it_off(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, time_to_live=DAY)
    await add(store, summary(0))
    await add(store, summary(1), now=NOW + DAY / 2)
    assert len(await stored(store, now=NOW + DAY) or []) == 2
    assert await stored(store, now=NOW + 1.5 * DAY) is None
    assert await add(store, summary(2), now=NOW + 1.5 * DAY) == [True]
    assert await stored(store, now=NOW + 1.5 * DAY) == [summary(2)]
    assert await store.expire(NOW + 3 * DAY) == 1
    assert await stored(store, now=NOW) is None


async def test_a_context_keeps_its_latest_summaries(
    open_store: StoreOpener, sqlite_file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries_module, "MAX_SUMMARIES_A_CONTEXT", 3)
    store = await open_store(sqlite_file)
    await add(store, *[summary(number, minute=number) for number in (4, 0, 1, 2, 3)])
    found = await stored(store) or []
    assert [each.session_id for each in found] == ["session-2", "session-3", "session-4"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(summary(), started_at=NOW.replace(tzinfo=None)),
        replace(summary(), duration_s=math.nan),
        replace(summary(), duration_s=-1.0),
        replace(summary(), escalations=-1),
    ],
)
async def test_what_is_no_summary_is_refused_and_makes_no_context(
    open_store: StoreOpener, sqlite_file: SqliteFile, wrong: SessionSummary
) -> None:
    store = await open_store(sqlite_file)
    with pytest.raises(ValueError, match="must be"):
        await add(store, wrong)
    assert await stored(store) is None


async def test_a_name_that_cannot_be_stored_is_refused(
    open_store: StoreOpener, sqlite_file: SqliteFile
) -> None:
    store = await open_store(sqlite_file)
    for wrong in (replace(summary(), session_id="x" * 65), replace(summary(), trend="\0")):
        with pytest.raises(InvalidNameError):
            await add(store, wrong)
