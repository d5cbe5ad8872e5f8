import asyncio
import logging

import pytest

from cluster.drain import drained
from cluster.tasks import running
from tests.cluster.polling import GUARD_S, until


async def test_sessions_may_finish() -> None:
    sessions = [2]
    waiting = asyncio.create_task(drained(lambda: sessions[0], GUARD_S, asyncio.Event()))
    await asyncio.sleep(0)
    assert not waiting.done()
    sessions[0] = 0
    assert await waiting == 0


async def test_those_that_do_not_finish_are_left() -> None:
    assert await drained(lambda: 3, 0.01, asyncio.Event()) == 3


async def test_a_second_signal_ends_the_wait() -> None:
    hurry = asyncio.Event()
    waiting = asyncio.create_task(drained(lambda: 1, 10_000.0, hurry))
    await asyncio.sleep(0)
    hurry.set()
    async with asyncio.timeout(GUARD_S):
        assert await waiting == 1


async def test_work_that_fails_is_told_and_the_rest_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    steps: list[str] = []

    async def fail() -> None:
        raise ValueError("broken")

    async def go_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            steps.append("ended")

    async with running({"breaks": fail(), "stays": go_on()}):
        await until(lambda: bool(caplog.records))
        assert not steps
    assert steps == ["ended"]
    assert caplog.records[0].levelno == logging.ERROR
    assert "breaks failed" in caplog.text
