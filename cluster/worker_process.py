"""One worker process, kept running."""

import asyncio
import ctypes
import logging
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from cluster.backoff import Restarts

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
"""prctl(2)."""


class WorkerProcess:
    """Starts a process, starts it again when it dies, and ends it.

    Args:
        name: of the worker, for the log.
        command: program and arguments.
        stop_timeout_s: from SIGTERM to SIGKILL; longer than the worker's own drain.
    """

    def __init__(self, name: str, command: Sequence[str], stop_timeout_s: float) -> None:
        self.name = name
        self._command = command
        self._stop_timeout_s = stop_timeout_s
        self._restarts = Restarts()
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._is_replacing = False
        self._replaced = asyncio.Event()

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def run(self) -> bool:
        """Keep the process running.

        Returns:
            True once it was stopped, False if it died so often that it is given up.
        """
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            started_s = loop.time()
            code = await self._run_once()
            if self._stopping.is_set():
                break
            if self._is_replacing:
                self._is_replacing = False
                continue
            delay_s = self._restarts.delay_s(loop.time() - started_s)
            if delay_s is None:
                logger.error("worker %s ended with %d once more: given up", self.name, code)
                return False
            logger.warning("worker %s ended with %d: again in %g s", self.name, code, delay_s)
            await self._sleep(delay_s)
        return True

    def stop(self) -> None:
        """Ask the process to end; asking again tells it to hurry."""
        self._stopping.set()
        self._send(signal.SIGTERM)

    async def replace(self) -> None:
        """End the process and have another one started in its place.

        One that is being started anyway is left alone.
        """
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._is_replacing = True
        self._replaced.clear()
        self._send(signal.SIGTERM)
        killing = asyncio.create_task(self._kill_late(process), name=f"kill-{self.name}")
        try:
            await self._replaced.wait()
        finally:
            await _stop_tasks(killing)

    async def _run_once(self) -> int:
        # Of a session of its own, so that a terminal's Ctrl-C reaches only the supervisor,
        # which passes it on; and not outliving the supervisor, as it would hold its ports.
        process = await asyncio.create_subprocess_exec(
            *self._command, start_new_session=True, preexec_fn=_die_with(os.getpid())
        )
        self._process = process
        logger.info("worker %s runs as process %d", self.name, process.pid)
        self._replaced.set()
        if self._stopping.is_set():
            self._send(signal.SIGTERM)
        exited = asyncio.create_task(process.wait(), name=f"exit-{self.name}")
        stopping = asyncio.create_task(self._stopping.wait(), name=f"stop-{self.name}")
        try:
            await asyncio.wait([exited, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not exited.done():
                await self._kill_late(process)
            return await exited
        finally:
            self._send(signal.SIGKILL)
            await _stop_tasks(stopping, exited)

    async def _kill_late(self, process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(self._stop_timeout_s):
                await process.wait()
        except TimeoutError:
            logger.error("worker %s did not end in time: killed", self.name)
            with suppress(ProcessLookupError):
                process.kill()

    async def _sleep(self, delay_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(delay_s):
                await self._stopping.wait()

    def _send(self, number: signal.Signals) -> None:
        if self.pid is not None and self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)


async def _stop_tasks(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _die_with(parent: int) -> Callable[[], None]:
    """Make what the child does first: have the kernel end it when its parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
