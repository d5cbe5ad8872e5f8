import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.appending import MAX_TURNS_A_CONTEXT
from store.contexts import ContextStore
from store.databases import Database
from store.errors import (
    ConflictError,
    InvalidNameError,
    OtherUserError,
    TooManyTurnsError,
)
from tests.store.conftest import StoreOpener
from tests.store.turns import NOW, OTHER_OWNER, OWNER, turn
from text.conversation.turn import Turn


async def append(store: ContextStore, *turns: Turn) -> tuple[Turn, ...]:
    return (await store.append(OWNER, "talk", turns, kind="v2", now=NOW)).turns


async def read(store: ContextStore) -> list[Turn]:
    return await store.turns(OWNER, "talk", kind="v2", now=NOW)


async def test_what_is_appended_is_read_back_without_its_text(store: ContextStore) -> None:
    given = turn("I am so proud", "msg-1", valence=-0.123456789012345)
    (appended,) = await append(store, given)
    assert appended == replace(given, text=None)
    assert await read(store) == [appended]
    found = await store.find_message(OWNER, "talk", "msg-1", kind="v2", now=NOW)
    assert found == appended


async def test_a_text_is_kept_where_the_store_says_so(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, keep_text=True)
    await append(store, turn("niño 😀 \0 \ud800", "msg-1"))
    assert [stored.text for stored in await read(store)] == ["niño 😀 \0 \ud800"]


async def test_a_text_that_another_store_keeps_is_not_given_out_where_texts_are_not_kept(
    open_store: StoreOpener, database: Database
) -> None:
    store = await open_store(database, keep_text=False)
    await append(await open_store(database, keep_text=True), turn("secret", "msg-1"))
    (again,) = await append(store, turn("secret", "msg-1"))
    assert again.text is None
    assert [stored.text for stored in await read(store)] == [None]


async def test_the_same_message_again_is_answered_as_stored_and_stored_once(
    store: ContextStore,
) -> None:
    (first,) = await append(store, turn("hello", "msg-1"))
    later = turn("hello", "msg-1", role="system", minute=5, valence=-1.0)
    result = await store.append(OWNER, "talk", [later], kind="v2", now=NOW)
    assert result.turns == (first,)
    assert result.added == 0
    assert await read(store) == [first]


async def test_the_same_message_twice_in_one_append_is_stored_once(store: ContextStore) -> None:
    result = await store.append(
        OWNER, "talk", [turn("a", "1"), turn("a", "1"), turn("b")], kind="v2", now=NOW
    )
    assert [stored.position for stored in result.turns] == [0, 0, 1]
    assert result.added == 2
    (later,) = await append(store, turn("c"))
    assert later.position == 2


async def test_another_text_under_the_same_external_id_conflicts_and_stores_nothing(
    store: ContextStore,
) -> None:
    await append(store, turn("hello", "msg-1"))
    before = await read(store)
    with pytest.raises(ConflictError) as caught:
        await append(store, turn("new"), turn("goodbye", "msg-1"), turn("newer", "msg-2"))
    assert caught.value.external_id == "msg-1"
    assert "goodbye" not in str(caught.value)
    assert await read(store) == before


async def test_a_conflict_within_the_first_append_makes_no_context(store: ContextStore) -> None:
    with pytest.raises(ConflictError):
        await append(store, turn("hello", "msg-1"), turn("goodbye", "msg-1"))
    assert await read(store) == []


async def test_messages_without_external_id_are_always_new_in_v2(store: ContextStore) -> None:
    await append(store, turn("hello"))
    await append(store, turn("hello"))
    assert len(await read(store)) == 2


async def test_a_v1_conversation_sent_again_adds_only_its_new_messages(
    store: ContextStore,
) -> None:
    start = [turn("I wait"), turn("Sorry", role="assistant", minute=1)]
    more = [*start, turn("I wait", minute=2), turn("I wait", role="assistant")]
    await store.append(OWNER, "talk", start, kind="v1", now=NOW)
    result = await store.append(OWNER, "talk", more, kind="v1", now=NOW)
    assert result.added == 2
    assert [stored.position for stored in result.turns] == [0, 1, 2, 3]
    assert len(await store.turns(OWNER, "talk", kind="v1", now=NOW)) == 4


async def test_turns_that_come_out_of_order_are_read_in_order_of_time_then_arrival(
    store: ContextStore,
) -> None:
    await append(store, turn("third", "3", minute=9), turn("first", "1", minute=-9))
    await append(store, turn("second", "2"), turn("second too", "2b"))
    assert [stored.external_id for stored in await read(store)] == ["1", "2", "2b", "3"]
    latest = await store.turns(OWNER, "talk", kind="v2", now=NOW, limit=2)
    assert [stored.external_id for stored in latest] == ["2b", "3"]


async def test_neither_another_owner_nor_the_other_contract_sees_a_context(
    store: ContextStore,
) -> None:
    await append(store, turn("hello", "msg-1"))
    assert await store.turns(OTHER_OWNER, "talk", kind="v2", now=NOW) == []
    assert await store.turns(OWNER, "talk", kind="v1", now=NOW) == []
    assert await store.find_message(OTHER_OWNER, "talk", "msg-1", kind="v2", now=NOW) is None
    assert await store.find_message(OWNER, "talk", "msg-1", kind="v1", now=NOW) is None
    assert not await store.forget(OTHER_OWNER, "talk", kind="v2", now=NOW)
    assert not await store.forget(OWNER, "talk", kind="v1", now=NOW)
    assert len(await read(store)) == 1


async def test_owners_use_the_same_names_without_conflict(store: ContextStore) -> None:
    await append(store, turn("mine", "msg-1"))
    theirs = await store.append(OTHER_OWNER, "talk", [turn("theirs", "msg-1")], kind="v2", now=NOW)
    assert theirs.added == 1
    await store.forget(OTHER_OWNER, "talk", kind="v2", now=NOW)
    assert len(await read(store)) == 1


async def test_an_unknown_context_or_message_is_nothing(store: ContextStore) -> None:
    await append(store, turn("hello", "msg-1"))
    assert await store.turns(OWNER, "unknown", kind="v2", now=NOW) == []
    assert await store.find_message(OWNER, "talk", "msg-2", kind="v2", now=NOW) is None
    assert not await store.forget(OWNER, "unknown", kind="v2", now=NOW)


async def test_a_context_keeps_its_latest_turns_and_drops_the_oldest_in_time(
    store: ContextStore,
) -> None:
    full = [turn("x", str(minute), minute=minute) for minute in range(MAX_TURNS_A_CONTEXT)]
    await append(store, *full)
    await append(store, turn("latest", "latest", minute=1e6), turn("old", "old", minute=-1))
    kept = await read(store)
    assert len(kept) == MAX_TURNS_A_CONTEXT
    assert [kept[0].external_id, kept[-1].external_id] == ["1", "latest"]


async def test_more_turns_at_once_than_a_context_keeps_are_refused(store: ContextStore) -> None:
    with pytest.raises(TooManyTurnsError):
        await append(store, *[turn("x")] * (MAX_TURNS_A_CONTEXT + 1))


async def test_names_that_cannot_be_stored_are_refused_by_every_method(
    store: ContextStore,
) -> None:
    for name in ("", "x" * 257, "a\0b", "\udc00"):
        with pytest.raises(InvalidNameError, match="context_id"):
            await store.append(OWNER, name, [turn("x")], kind="v2", now=NOW)
        with pytest.raises(InvalidNameError, match="context_id"):
            await store.turns(OWNER, name, kind="v2", now=NOW)
        with pytest.raises(InvalidNameError, match="context_id"):
            await store.forget(OWNER, name, kind="v2", now=NOW)
        with pytest.raises(InvalidNameError, match="external_id"):
            await store.find_message(OWNER, "talk", name, kind="v2", now=NOW)
        with pytest.raises(InvalidNameError, match="user_id"):
            await store.append(OWNER, "talk", [turn("x")], kind="v2", now=NOW, user_id=name)
    assert await read(store) == []


async def test_the_longest_names_of_any_script_are_stored(store: ContextStore) -> None:
    longest = "語😀" * 128
    stored = turn("x", longest, role="語" * 64)
    await store.append(OWNER, longest, [stored], kind="v2", now=NOW, user_id=longest)
    (found,) = await store.turns(OWNER, longest, kind="v2", now=NOW)
    assert found == replace(stored, text=None)


async def test_times_are_kept_to_the_microsecond_whatever_their_zone(store: ContextStore) -> None:
    at = turn("x").at.replace(microsecond=123_456)
    await append(store, replace(turn("x"), at=at))
    (stored,) = await read(store)
    assert stored.at == at
    assert stored.at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("at", [datetime.min, datetime.max])
async def test_the_first_and_the_last_time_there_is_are_read_back(
    store: ContextStore, at: datetime
) -> None:
    stored = replace(turn("x", "msg-1"), at=at.replace(tzinfo=UTC), text=None)
    await append(store, replace(stored, text="x"))
    assert await append(store, replace(stored, text="x")) == (stored,)
    assert await read(store) == [stored]


async def test_the_turns_of_a_user_come_from_all_their_contexts_in_order(
    store: ContextStore,
) -> None:
    for session, minute in (("monday", 0), ("tuesday", 60), ("sunday", -60)):
        turns = [turn("x", f"{session} {n}", minute=minute + n) for n in range(2)]
        await store.append(OWNER, session, turns, kind="v1", now=NOW, user_id="ana")
    await store.append(OWNER, "other user", [turn("x")], kind="v1", now=NOW, user_id="eva")
    await store.append(OWNER, "other kind", [turn("x")], kind="v2", now=NOW, user_id="ana")
    await store.append(OTHER_OWNER, "other owner", [turn("x")], kind="v1", now=NOW, user_id="ana")
    found = await store.turns_of_user(OWNER, "ana", kind="v1", now=NOW, limit=5)
    assert [each.external_id for each in found] == [
        "sunday 1",
        "monday 0",
        "monday 1",
        "tuesday 0",
        "tuesday 1",
    ]
    assert await store.turns_of_user(OWNER, "nobody", kind="v1", now=NOW) == []


async def test_a_context_keeps_the_user_that_it_was_given_first(store: ContextStore) -> None:
    for user_id in (None, "ana", None, "ana"):
        await store.append(OWNER, "talk", [turn("x")], kind="v1", now=NOW, user_id=user_id)
    with pytest.raises(OtherUserError):
        await store.append(OWNER, "talk", [turn("secret")], kind="v1", now=NOW, user_id="eva")
    assert await store.turns_of_user(OWNER, "eva", kind="v1", now=NOW) == []
    assert len(await store.turns_of_user(OWNER, "ana", kind="v1", now=NOW)) == 1


async def test_turns_are_not_read_for_another_user_than_theirs(store: ContextStore) -> None:
    await store.append(OWNER, "talk", [turn("x")], kind="v1", now=NOW)
    assert len(await store.turns(OWNER, "talk", kind="v1", now=NOW, user_id="eva")) == 1
    await store.append(OWNER, "talk", [turn("y")], kind="v1", now=NOW, user_id="ana")
    for user_id in (None, "ana"):
        assert len(await store.turns(OWNER, "talk", kind="v1", now=NOW, user_id=user_id)) == 2
    with pytest.raises(OtherUserError):
        await store.turns(OWNER, "talk", kind="v1", now=NOW, user_id="eva")
    assert await store.turns(OWNER, "unknown", kind="v1", now=NOW, user_id="eva") == []


async def say(store: ContextStore, *texts: str, context: str = "talk") -> list[str | None]:
    """Append texts without a time, and return what they are named."""
    turns = [turn(text) for text in texts]
    timed = [False] * len(turns)
    result = await store.append(OWNER, context, turns, kind="v1", now=NOW, is_timed=timed)
    return [each.external_id for each in result.turns]


async def test_messages_without_a_time_are_known_by_their_place(store: ContextStore) -> None:
    first = await say(store, "hello", "I am sad")
    again = await say(store, "hello", "I am sad", "hello")
    assert again[:2] == first
    assert len(set(again)) == 3
    assert len(await store.turns(OWNER, "talk", kind="v1", now=NOW)) == 3


async def test_messages_without_a_time_are_known_by_the_order_in_which_they_came(
    store: ContextStore,
) -> None:
    turns = [turn("hello", minute=5), turn("I am sad", minute=0)]
    appended = [
        await store.append(OWNER, "talk", turns, kind="v1", now=NOW, is_timed=[False, False])
        for _ in range(2)
    ]
    assert [result.added for result in appended] == [2, 0]


async def test_equal_words_of_two_contexts_cannot_be_matched(store: ContextStore) -> None:
    assert await say(store, "my diagnosis", context="a") != await say(
        store, "my diagnosis", context="b"
    )


async def test_the_same_call_twice_at_once_is_stored_once(store: ContextStore) -> None:
    await asyncio.gather(*(say(store, "hello", "I am sad") for _ in range(10)))
    assert len(await store.turns(OWNER, "talk", kind="v1", now=NOW)) == 2
