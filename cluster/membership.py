"""A worker among the others: it says how busy it is, and knows how busy some of them are."""

import asyncio
from collections.abc import Callable, Sequence
from random import random as uniform

from cluster.admission import FULL, Decision, Limits, decide, score
from cluster.directory import Roster
from cluster.workers import WorkerLoad, WorkerStatus

HEARTBEAT_INTERVAL_S = 1.0


class Membership:
    """Announces this worker each second and decides about offers from what it then heard.

    Args:
        roster: where workers announce themselves.
        worker_id: this one's; a process that is alone may have any.
        address: host and port of its HTTP server.
        load: how busy it is now; called on the event loop, so it must be quick.
        random: uniform in 0..1.
    """

    def __init__(
        self,
        roster: Roster,
        worker_id: str,
        address: str,
        load: Callable[[], WorkerLoad],
        random: Callable[[], float] = uniform,
    ) -> None:
        self._roster = roster
        self._worker_id = worker_id
        self._address = address
        self._load = load
        self._limits = Limits()
        self._random = random
        self._others: Sequence[WorkerStatus] = ()

    @property
    def status(self) -> WorkerStatus:
        return WorkerStatus(self._worker_id, self._address, self._load())

    @property
    def has_company(self) -> bool:
        """Whether another worker takes sessions: one that ends may hand its own over."""
        return any(score(worker.load, self._limits) < FULL for worker in self._others)

    def decide(self, *, may_redirect: bool) -> Decision:
        """Decide about one offer; it waits for nothing."""
        return decide(
            self.status, self._others, self._limits, self._random, may_redirect=may_redirect
        )

    async def beat(self) -> None:
        """Announce this worker once, and hear of some others."""
        await self._roster.announce(self.status)
        workers = await self._roster.some_workers()
        self._others = [worker for worker in workers if worker.worker_id != self._worker_id]

    async def run(self) -> None:
        """Announce until cancelled, then withdraw."""
        try:
            while True:
                await self.beat()
                await asyncio.sleep(HEARTBEAT_INTERVAL_S)
        finally:
            await self._roster.withdraw(self._worker_id)
