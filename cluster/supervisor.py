"""The parent of several worker processes: starts, restarts, replaces and ends them."""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence

import aiohttp

from cluster.worker_plans import WorkerPlan
from cluster.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM)
READY_TIMEOUT_S = 120.0
"""For a start: models are loaded, on a busy machine slowly."""

READY_POLL_S = 0.25
REQUEST_TIMEOUT_S = 2.0
STOP_MARGIN_S = 15.0
"""Over a worker's drain: sessions end with their reports within 8 s, and requests after them."""


class Supervisor:
    """Runs one process for each plan.

    Args:
        plans: the workers.
        command: makes a worker's program and arguments.
        ready_url: makes the URL that answers 200 once a worker takes sessions.
        drain_s: how long a worker lets its sessions finish.
    """

    def __init__(
        self,
        plans: Sequence[WorkerPlan],
        command: Callable[[WorkerPlan], Sequence[str]],
        ready_url: Callable[[WorkerPlan], str],
        drain_s: float,
        ready_timeout_s: float = READY_TIMEOUT_S,
    ) -> None:
        self._workers = {
            plan.worker_id: WorkerProcess(plan.worker_id, command(plan), drain_s + STOP_MARGIN_S)
            for plan in plans
        }
        self._ready_urls = {plan.worker_id: ready_url(plan) for plan in plans}
        self._ready_timeout_s = ready_timeout_s
        self._replacing: asyncio.Task[bool] | None = None

    async def run(self) -> bool:
        """Run until SIGTERM or SIGINT; SIGHUP replaces all workers, one after the other.

        Returns:
            False if every worker was given up.
        """
        loop = asyncio.get_running_loop()
        for number in ENDING_SIGNALS:
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self.begin_replacing)
        try:
            tasks = [
                asyncio.create_task(worker.run(), name=f"worker-{worker.name}")
                for worker in self._workers.values()
            ]
            return any(await asyncio.gather(*tasks))
        finally:
            for number in (*ENDING_SIGNALS, signal.SIGHUP):
                loop.remove_signal_handler(number)
            await self._end_replacing()

    def stop(self) -> None:
        """Ask all workers to end; asking again tells them to hurry."""
        if self._replacing is not None:
            self._replacing.cancel()
        for worker in self._workers.values():
            worker.stop()

    def begin_replacing(self) -> None:
        if self._replacing is None or self._replacing.done():
            self._replacing = asyncio.create_task(self.replace_all(), name="replace-workers")

    async def replace_all(self) -> bool:
        """Replace the workers one at a time; each must be ready before the next one ends.

        Returns:
            False if a new one was not ready in time: the rest stay as they are.
        """
        for worker_id, worker in self._workers.items():
            await worker.replace()
            if not await self._is_ready(self._ready_urls[worker_id]):
                logger.error("worker %s is not ready: the others are not replaced", worker_id)
                return False
            logger.info("worker %s is replaced", worker_id)
        return True

    async def _is_ready(self, url: str) -> bool:
        loop = asyncio.get_running_loop()
        until_s = loop.time() + self._ready_timeout_s
        timeout = aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as client:
            while loop.time() < until_s:
                if await _answers(client, url):
                    return True
                await asyncio.sleep(READY_POLL_S)
        return False

    async def _end_replacing(self) -> None:
        if self._replacing is not None:
            self._replacing.cancel()
            await asyncio.gather(self._replacing, return_exceptions=True)


async def _answers(client: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with client.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
