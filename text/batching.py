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
"""Items that one caller gets into a batch before the next caller's turn."""


class BusyError(Exception):
    """So many items wait that these would wait too long."""


class ClosedError(Exception):
    """The batcher was closed before the work was done."""


@dataclass(slots=True)
class _Job(Generic[Item, Result]):
    items: Sequence[Item]
    done: asyncio.Future[None]
    taken: int = 0
    results: dict[int, Result] = field(default_factory=dict)

    def take(self, limit: int) -> range:
        first, self.taken = self.taken, min(self.taken + limit, len(self.items))
        return range(first, self.taken)

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
    lone item does not stand behind another caller's thousand.

    Args:
        work: does a batch, 1 to `max_batch` items, and returns a result each; called in the thread.
        max_waiting: items, of all callers together, that may wait or be in hand.
        name: of the thread.
        max_batch: items done at once.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        max_waiting: int,
        name: str,
        max_batch: int = MAX_BATCH,
    ) -> None:
        self._work = work
        self._max_waiting = max_waiting
        self._max_batch = max_batch
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
        job = _Job[Item, Result](items, asyncio.get_running_loop().create_future())
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
        while self._jobs and len(batch) < self._max_batch:
            job = self._jobs.popleft()
            if job.done.done():
                continue
            indices = job.take(min(TURN, self._max_batch - len(batch)))
            batch += [(job, index) for index in indices]
            if job.taken < len(job.items):
                self._jobs.append(job)
        return batch

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
