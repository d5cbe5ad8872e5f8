"""Handing over in time: order, not durations, is what counts here."""

import asyncio
from functools import partial

import pytest

from benchmarks.relay import delivery as module
from benchmarks.relay.delivery import Delivery


async def test_things_come_in_order_of_time_and_then_of_handing_in() -> None:
    delivery, seen, done = Delivery(), list[str](), asyncio.Event()
    now_s = asyncio.get_running_loop().time()
    delivery.at(now_s + 0.02, done.set)
    delivery.at(now_s + 0.01, lambda: seen.append("late"))
    for name in "abc":
        delivery.at(now_s, partial(seen.append, name))
    async with asyncio.timeout(5):
        await done.wait()
    assert seen == ["a", "b", "c", "late"]


async def test_nothing_is_early() -> None:
    delivery, loop = Delivery(), asyncio.get_running_loop()
    out: asyncio.Future[float] = loop.create_future()
    due_s = loop.time() + 0.02
    delivery.at(due_s, lambda: out.set_result(loop.time()))
    async with asyncio.timeout(5):
        assert await out >= due_s


async def test_after_close_nothing_is_handed_over() -> None:
    delivery, seen = Delivery(), list[str]()
    delivery.at(asyncio.get_running_loop().time(), lambda: seen.append("a"))
    delivery.close()
    await asyncio.sleep(0.01)
    assert seen == []


async def test_what_is_under_way_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 2)
    delivery, far_s = Delivery(), asyncio.get_running_loop().time() + 60
    for _ in range(2):
        delivery.at(far_s, lambda: None)
    with pytest.raises(OverflowError):
        delivery.at(far_s, lambda: None)
    delivery.close()
