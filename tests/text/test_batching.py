import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from text.batching import MAX_BATCH, Batcher, BusyError, ClosedError


class Work:
    """Squares numbers when it is let, and remembers the batches."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.batches: list[list[int]] = []
        self.begun = threading.Semaphore(0)

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        self.begun.release()
        assert self.gate.wait(10)
        if -1 in numbers:
            raise ValueError("no number")
        if -2 in numbers:
            return []
        return [number * number for number in numbers]

    async def wait_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.acquire, timeout=10)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
async def batcher(work: Work) -> AsyncIterator[Batcher[int, int]]:
    batcher = Batcher[int, int](work, max_waiting=100, name="test")
    batcher.start()
    yield batcher
    work.gate.set()
    await batcher.close()


@asynccontextmanager
async def costly(work: Work, max_cost: int) -> AsyncIterator[Batcher[int, int]]:
    """One whose items cost what they are."""
    batcher = Batcher[int, int](work, 100, "costly", cost=lambda item: item, max_cost=max_cost)
    batcher.start()
    yield batcher
    await batcher.close()


async def test_results_come_in_the_order_of_the_items(
    batcher: Batcher[int, int], work: Work
) -> None:
    work.gate.set()
    assert await batcher.do(range(50)) == [n * n for n in range(50)]
    assert await batcher.do([]) == []


async def test_what_arrives_while_the_thread_works_is_done_together(
    batcher: Batcher[int, int], work: Work
) -> None:
    first = asyncio.create_task(batcher.do([0]))
    await work.wait_begun()
    later = [asyncio.create_task(batcher.do([n])) for n in range(1, 9)]
    await asyncio.sleep(0)
    work.gate.set()
    assert await first == [0]
    assert await asyncio.gather(*later) == [[n * n] for n in range(1, 9)]
    assert work.batches == [[0], list(range(1, 9))]


async def test_no_batch_is_larger_than_its_bound(batcher: Batcher[int, int], work: Work) -> None:
    work.gate.set()
    await asyncio.gather(batcher.do(range(40)), batcher.do(range(40)))
    assert max(map(len, work.batches)) == MAX_BATCH


async def test_a_lone_item_does_not_stand_behind_a_crowd(
    batcher: Batcher[int, int], work: Work
) -> None:
    crowd = asyncio.create_task(batcher.do(range(80)))
    await work.wait_begun()
    lone = asyncio.create_task(batcher.do([99]))
    await asyncio.sleep(0)
    work.gate.set()
    assert await lone == [99 * 99]
    assert 99 in work.batches[1]
    await crowd


async def test_a_batch_costs_no_more_than_its_bound(work: Work) -> None:
    work.gate.set()
    async with costly(work, max_cost=10) as batcher:
        assert await batcher.do([3, 3, 3, 3, 30, 1, 2]) == [9, 9, 9, 9, 900, 1, 4]
    assert all(sum(batch) <= 10 or len(batch) == 1 for batch in work.batches)
    assert len(work.batches) == 4


async def test_cheap_items_pass_the_costly_ones_of_others_that_find_no_room(work: Work) -> None:
    async with costly(work, max_cost=10) as batcher:
        first = asyncio.create_task(batcher.do([8, 8, 8]))
        await work.wait_begun()
        second = asyncio.create_task(batcher.do([9, 9]))
        lone = asyncio.create_task(batcher.do([2]))
        await asyncio.sleep(0)
        work.gate.set()
        await asyncio.gather(first, second, lone)
    assert work.batches == [[8], [8, 2], [9], [8], [9]]


async def test_a_turn_is_no_more_than_a_quarter_of_a_batch(work: Work) -> None:
    async with costly(work, max_cost=10) as batcher:
        crowd = asyncio.create_task(batcher.do([2] * 10))
        await work.wait_begun()
        lone = asyncio.create_task(batcher.do([1]))
        await asyncio.sleep(0)
        work.gate.set()
        await asyncio.gather(crowd, lone)
    assert work.batches[1][:2] == [2, 1]


async def test_beyond_the_bound_items_are_refused_until_others_are_done(
    batcher: Batcher[int, int], work: Work
) -> None:
    taken = asyncio.create_task(batcher.do(range(99)))
    await work.wait_begun()
    with pytest.raises(BusyError):
        await batcher.do([1, 2])
    work.gate.set()
    await taken
    assert await batcher.do([1, 2]) == [1, 4]


async def test_a_cancelled_caller_harms_no_other_and_gives_its_room_back(
    batcher: Batcher[int, int], work: Work
) -> None:
    in_hand = asyncio.create_task(batcher.do([1]))
    await work.wait_begun()
    waiting = asyncio.create_task(batcher.do(range(98)))
    other = asyncio.create_task(batcher.do([3]))
    await asyncio.sleep(0)
    in_hand.cancel()
    waiting.cancel()
    work.gate.set()
    assert await other == [9]
    assert work.batches == [[1], [3]]
    assert len(await batcher.do(range(100))) == 100


async def test_an_error_reaches_those_of_its_batch_and_the_next_batch_is_done(
    batcher: Batcher[int, int], work: Work
) -> None:
    work.gate.set()
    with pytest.raises(ValueError, match="no number"):
        await batcher.do([1, -1])
    assert await batcher.do([2]) == [4]


async def test_work_that_returns_too_little_is_an_error_and_not_a_hang(
    batcher: Batcher[int, int], work: Work
) -> None:
    work.gate.set()
    with pytest.raises(ValueError, match="zip"):
        await batcher.do([1, -2])


async def test_closing_finishes_what_is_in_hand_and_fails_what_waits(work: Work) -> None:
    batcher = Batcher[int, int](work, max_waiting=100, name="closing")
    batcher.start()
    in_hand = asyncio.create_task(batcher.do([5]))
    await work.wait_begun()
    waiting = asyncio.create_task(batcher.do([6]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(batcher.close())
    await asyncio.sleep(0)
    work.gate.set()
    await closing
    assert await in_hand == [25]
    with pytest.raises(ClosedError):
        await waiting
    with pytest.raises(ClosedError):
        await batcher.do([7])
    assert not [t for t in threading.enumerate() if t.name.startswith("closing")]


async def test_closing_what_never_started_ends_too(work: Work) -> None:
    await Batcher[int, int](work, max_waiting=1, name="idle").close()
