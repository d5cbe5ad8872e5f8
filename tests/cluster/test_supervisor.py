"""The supervisor as a process, with tiny stand-ins for workers."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from cluster.supervisor import Supervisor
from cluster.worker_plans import WorkerPlan
from tests.cluster.polling import GUARD_S, until

ROOT = Path(__file__).resolve().parent.parent.parent


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        listeners = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [int(listener.getsockname()[1]) for listener in listeners]


@dataclass
class Family:
    """A supervisor's process, and what its workers noted."""

    process: asyncio.subprocess.Process
    log: Path

    def notes(self, event: str) -> list[tuple[str, int]]:
        return [(name, pid) for said, name, pid in self.story() if said == event]

    def story(self) -> list[tuple[str, str, int]]:
        if not self.log.exists():
            return []
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [(event, name, int(pid)) for event, name, pid in lines]

    async def has_started(self, count: int) -> None:
        await until(lambda: len(self.notes("started")) >= count)

    async def end(self) -> int:
        self.process.terminate()
        async with asyncio.timeout(GUARD_S):
            return await self.process.wait()


@asynccontextmanager
async def family(folder: Path, workers: int) -> AsyncIterator[Family]:
    log = folder / "notes"
    ports = [str(port) for port in free_ports(workers)]
    with (folder / "out").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.cluster.standin_supervisor", str(log), *ports,
            cwd=ROOT, stdout=output, stderr=output,
        )  # fmt: skip
    running = Family(process, log)
    try:
        yield running
    finally:
        for _, pid in running.notes("started"):
            if psutil.pid_exists(pid):
                psutil.Process(pid).kill()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_worker_that_dies_is_started_again_and_the_others_stay(tmp_path: Path) -> None:
    async with family(tmp_path, 2) as running:
        await running.has_started(2)
        pids = dict(running.notes("started"))
        psutil.Process(pids["w1"]).kill()
        await running.has_started(3)
        assert running.notes("started")[-1][0] == "w1"
        assert psutil.pid_exists(pids["w2"])
        assert await running.end() == 0


async def test_ending_the_supervisor_ends_all_workers_in_order(tmp_path: Path) -> None:
    async with family(tmp_path, 3) as running:
        await running.has_started(3)
        assert await running.end() == 0
        assert {name for name, _ in running.notes("ended")} == {"w1", "w2", "w3"}


async def test_a_rolling_restart_replaces_one_worker_at_a_time(tmp_path: Path) -> None:
    async with family(tmp_path, 3) as running:
        await running.has_started(3)
        running.process.send_signal(signal.SIGHUP)
        await running.has_started(6)
        assert [(event, name) for event, name, _ in running.story()[3:]] == [
            ("ended", "w1"), ("started", "w1"),
            ("ended", "w2"), ("started", "w2"),
            ("ended", "w3"), ("started", "w3"),
        ]  # fmt: skip
        assert await running.end() == 0


async def test_workers_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    async with family(tmp_path, 2) as running:
        await running.has_started(2)
        running.process.kill()
        await running.process.wait()
        await until(lambda: len(running.notes("ended")) == 2)


def supervisor_of(script: str, drain_s: float = 0.0, ready_timeout_s: float = 5.0) -> Supervisor:
    return Supervisor(
        [WorkerPlan("w1", free_ports(1)[0], None)],
        lambda plan: [sys.executable, "-I", "-S", "-c", script],
        lambda plan: f"http://127.0.0.1:{plan.port}/readyz",
        drain_s,
        ready_timeout_s,
    )


async def test_a_worker_that_never_starts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cluster.backoff.FIRST_DELAY_S", 0.001)
    monkeypatch.setattr("cluster.backoff.MAX_FAILURES", 3)
    async with asyncio.timeout(GUARD_S):
        assert not await supervisor_of("raise SystemExit(3)").run()


STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({path!r}).touch()
time.sleep(600)
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> tuple[str, Callable[[], bool]]:
    path = tmp_path / "started"
    return STUBBORN.format(path=str(path)), path.exists


async def test_a_worker_that_does_not_end_is_killed(
    stubborn: tuple[str, Callable[[], bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cluster.supervisor.STOP_MARGIN_S", 0.05)
    script, has_started = stubborn
    supervisor = supervisor_of(script)
    running = asyncio.create_task(supervisor.run())
    await until(has_started)
    supervisor.stop()
    async with asyncio.timeout(GUARD_S):
        assert await running


async def test_a_rolling_restart_stops_at_a_worker_that_does_not_get_ready(
    stubborn: tuple[str, Callable[[], bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cluster.supervisor.STOP_MARGIN_S", 0.05)
    script, has_started = stubborn
    supervisor = supervisor_of(script, ready_timeout_s=0.1)
    running = asyncio.create_task(supervisor.run())
    await until(has_started)
    assert not await supervisor.replace_all()
    supervisor.stop()
    async with asyncio.timeout(GUARD_S):
        assert await running
