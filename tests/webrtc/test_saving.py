"""When a session is saved, and what ends that."""

import asyncio
from collections.abc import Sequence

from webrtc.keeper import Json
from webrtc.saving import Saving


class Kept:
    """Keeps what it is given; `goes_on` False says that the session is elsewhere."""

    session_id = "s1"
    token = "s1.secret"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.goes_on = True
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def save(self, head: Json, entries: Sequence[Json]) -> bool:
        await self.may_go_on.wait()
        self.calls.append(f"save {len(entries)}")
        return self.goes_on

    async def finish(self, report: Json) -> bool:
        self.calls.append("finish")
        return self.goes_on

    async def forget(self) -> None:
        self.calls.append("forget")


def saving_of(
    kept: Kept,
    entries: Sequence[Json] = (),
    moves: list[str] | None = None,
    *,
    is_resumed: bool = False,
) -> Saving:
    told: list[str] = [] if moves is None else moves
    return Saving(kept, lambda: ({}, entries), lambda: told.append("moved"), is_resumed=is_resumed)


async def test_nothing_is_saved_of_a_session_that_has_not_begun() -> None:
    kept = Kept()
    saving = saving_of(kept)
    await saving.save()
    assert await saving.finish({}) is True
    await saving.forget()
    assert kept.calls == []


async def test_a_resumed_session_is_forgotten_though_it_has_not_begun_here() -> None:
    kept = Kept()
    saving = saving_of(kept, is_resumed=True)
    await saving.forget()
    saving.begin()
    await saving.save()
    assert kept.calls == ["forget"]


async def test_what_is_finished_is_not_saved_again() -> None:
    kept = Kept()
    saving = saving_of(kept)
    saving.begin()
    await saving.save()
    assert await saving.finish({}) is True
    await saving.save()
    assert kept.calls == ["save 0", "finish"]
    assert not saving.is_kept


async def test_what_is_forgotten_during_a_save_stays_forgotten() -> None:
    kept = Kept()
    kept.may_go_on.clear()
    saving = saving_of(kept)
    saving.begin()
    save = asyncio.create_task(saving.save())
    await asyncio.sleep(0)
    forget = asyncio.create_task(saving.forget())
    await asyncio.sleep(0)
    kept.may_go_on.set()
    await asyncio.gather(save, forget)
    await saving.save()
    assert kept.calls == ["save 0", "forget"]


async def test_a_session_that_is_elsewhere_is_neither_saved_nor_finished_here() -> None:
    kept, moves = Kept(), list[str]()
    kept.goes_on = False
    saving = saving_of(kept, moves=moves)
    saving.begin()
    await saving.save()
    assert moves == ["moved"]
    await saving.save()
    assert await saving.finish({}) is False
    assert kept.calls == ["save 0"]


async def test_what_was_saved_does_not_grow_with_the_session() -> None:
    saved: list[Sequence[Json]] = []

    class Keeping(Kept):
        async def save(self, head: Json, entries: Sequence[Json]) -> bool:
            saved.append(entries)
            return True

    entries: list[Json] = [{}]
    saving = saving_of(Keeping(), entries)
    saving.begin()
    await saving.save()
    entries.append({})
    assert len(saved[0]) == 1
