import asyncio
import logging
import socket
import time
from pathlib import Path

import pytest

from telemetry.watchdog import Watchdog

STUCK_AFTER_S = 0.8


async def wait_until_heard(caplog: pytest.LogCaptureFixture) -> None:
    async with asyncio.timeout(10):
        while not caplog.records:
            await asyncio.sleep(0.01)


async def test_a_stuck_loop_is_logged_with_what_it_is_stuck_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lags_s: list[float] = []
    watchdog = Watchdog(lags_s.append, STUCK_AFTER_S)
    watchdog.start()
    try:
        with caplog.at_level(logging.CRITICAL, "telemetry.watchdog"):
            await asyncio.sleep(0)  # the first beat begins
            # Blocking the loop is what this test is about.
            stuck_in_this_function()
            await wait_until_heard(caplog)
        async with asyncio.timeout(10):
            while not lags_s:
                await asyncio.sleep(0.01)
    finally:
        await watchdog.close()
    assert len(caplog.records) == 1
    assert "stuck_in_this_function" in caplog.text
    assert max(lags_s) > 0.5


def stuck_in_this_function() -> None:
    until_s = time.monotonic() + 2 * STUCK_AFTER_S
    while time.monotonic() < until_s:
        pass


async def test_systemd_hears_that_the_loop_lives(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.setblocking(False)
        watchdog = Watchdog(lambda lag_s: None, STUCK_AFTER_S, address)
        watchdog.start()
        try:
            async with asyncio.timeout(10):
                loop = asyncio.get_running_loop()
                heard = [await loop.sock_recv(systemd, 100) for _ in range(2)]
        finally:
            await watchdog.close()
    assert heard == [b"READY=1", b"WATCHDOG=1"]


async def test_it_leaves_no_task_and_no_thread() -> None:
    watchdog = Watchdog(lambda lag_s: None)
    watchdog.start()
    await watchdog.close()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("watchdog")]
