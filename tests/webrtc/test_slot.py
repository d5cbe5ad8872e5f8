import asyncio

from webrtc.slot import LatestSlot


async def test_the_newest_item_wins_and_the_older_is_counted() -> None:
    slot: LatestSlot[int] = LatestSlot()
    slot.put(1)
    slot.put(2)
    assert await slot.get() == 2
    assert slot.replaced == 1


async def test_get_waits_for_an_item() -> None:
    slot: LatestSlot[int] = LatestSlot()
    waiting = asyncio.create_task(slot.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    slot.put(3)
    assert await waiting == 3
