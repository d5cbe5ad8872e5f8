"""Work of many callers, done together in one thread."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MAX_BATCH = 16
"""Items done at once. More gain little speed and let a lone item wait longer behind a crowd."""

TURN = 4
"""Items that one caller gets into a batch before the next caller's turn, and the part of a
batch's cost that they may have: a quarter."""


class BusyError(Exception):
    """So many items wait that these would wait too long."""


class ClosedError(Exception):
    """The batcher was closed before the work was done."""


@dataclass(slots=True)
class _Job(Generic[Item, Result]):
    items: Sequence[Item]
    costs: Sequence[float]
    done: asyncio.Future[None]
    taken: int = 0
    results: dict[int, Result] = field(default_factory=dict)

    def take(self) -> int:
        self.taken += 1
        return self.taken - 1

    @property
    def is_taken(self) -> bool:
        return self.taken == len(self.items)

    def deliver(self, index: int, result: Result) -> None:
        self.results[index] = result
        if len(self.results) == len(self.items) and not self.done.done():
            self.done.set_result(None)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Batcher(Generic[Item, Result]):
    """Does the items of concurrent callers in common batches, in a thread of its own.

    An item that finds the thread idle is done at once; what arrives meanwhile makes the next
    batch, so nothing ever waits for company. Callers take turns within a batch, so that a
    lone item does not stand behind another caller's thousand. An item that costs more than is left
    of a batch is the first of the next one; cheaper ones of others pass it.

    Args:
        work: does a batch, 1 to `max_batch` items, and returns a result each; called in the thread.
        max_waiting: items, of all callers together, that may wait or be in hand.
        name: of the thread.
        max_batch: items done at once.
        cost: of an item, in any unit.
        max_cost: of a batch, in the same unit; an item that costs more is done alone.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        max_waiting: int,
        name: str,
        max_batch: int = MAX_BATCH,
        cost: Callable[[Item], float] = lambda item: 0,
        max_cost: float = 1,
    ) -> None:
        self._work = work
        self._max_waiting = max_waiting
        self._max_batch = max_batch
        self._cost = cost
        self._max_cost = max_cost
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._jobs: deque[_Job[Item, Result]] = deque()
        self._waiting = 0
        self._arrived = asyncio.Event()
        self._is_closing = False
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def do(self, items: Sequence[Item]) -> list[Result]:
        """The result of each item, in their order.

        Raises:
            BusyError: too many items wait already; none of these was taken.
            ClosedError: close() came first.
            ...: what `work` raised on a batch with one of these items.
        """
        if self._is_closing:
            raise ClosedError
        if not items:
            return []
        if self._waiting + len(items) > self._max_waiting:
            raise BusyError
        costs = [self._cost(item) for item in items]
        job = _Job[Item, Result](items, costs, asyncio.get_running_loop().create_future())
        self._waiting += len(items)
        self._jobs.append(job)
        self._arrived.set()
        try:
            await job.done
        finally:
            self._waiting -= len(items)
        return [job.results[index] for index in range(len(items))]

    async def close(self) -> None:
        """Finish the batch in hand, fail what waits and end the thread."""
        self._is_closing = True
        self._arrived.set()
        if self._running is not None:
            await self._running
        for job in self._jobs:
            job.fail(ClosedError())
        self._jobs.clear()
        await asyncio.to_thread(self._executor.shutdown)

    async def _run(self) -> None:
        while not self._is_closing:
            batch = self._next_batch()
            if batch:
                await self._do_batch(batch)
            else:
                self._arrived.clear()
                await self._arrived.wait()

    def _next_batch(self) -> list[tuple[_Job[Item, Result], int]]:
        batch: list[tuple[_Job[Item, Result], int]] = []
        passed: list[_Job[Item, Result]] = []
        left = self._max_cost
        while self._jobs and len(batch) < self._max_batch:
            job = self._jobs.popleft()
            if job.done.done():
                continue
            turn = self._turn(job, self._max_batch - len(batch), left, is_first=not batch)
            left -= sum(job.costs[index] for index in turn)
            batch += [(job, index) for index in turn]
            if not turn:
                passed.append(job)
            elif not job.is_taken:
                self._jobs.append(job)
        self._jobs.extendleft(reversed(passed))
        return batch

    def _turn(self, job: _Job[Item, Result], limit: int, left: float, is_first: bool) -> list[int]:
        """Take what a job gets in one turn: none if its next item costs more than is `left`."""
        turn: list[int] = []
        spent = 0.0
        while not job.is_taken and len(turn) < min(TURN, limit):
            cost = job.costs[job.taken]
            bound = min(left, self._max_cost / TURN) if turn else left
            if spent + cost > bound and (turn or not is_first):
                break
            turn.append(job.take())
            spent += cost
        return turn

    async def _do_batch(self, batch: list[tuple[_Job[Item, Result], int]]) -> None:
        items = [job.items[index] for job, index in batch]
        doing = asyncio.get_running_loop().run_in_executor(self._executor, self._results, items)
        await asyncio.wait([doing])
        if (error := doing.exception()) is not None:
            for job, _ in batch:
                job.fail(error)
            return
        for (job, index), result in zip(batch, doing.result(), strict=True):
            job.deliver(index, result)

    def _results(self, items: list[Item]) -> list[Result]:
        return [result for _, result in zip(items, self._work(items), strict=True)]
