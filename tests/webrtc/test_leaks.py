"""After many sessions, ended in every way, nothing of them is left and the loop never stalled."""

import asyncio
import gc
import os
import threading
import time
from collections.abc import Callable
from functools import partial

import psutil
import pytest

from tests.conftest import SLOW_CALLBACK_S
from tests.webrtc.publisher import Publisher
from tests.webrtc.test_session import cut_off, session_count_is
from webrtc.registry import SessionRegistry

NewPublisher = Callable[[], Publisher]

WARM_UP_SESSIONS = 5
SESSIONS = 50


async def run_session(publisher: Publisher, ending: int) -> None:
    """Run one session to its first label and end it in one of five ways."""
    publisher.add_media(audio=True)
    publisher.add_channels("labels", "events")
    await publisher.join()
    if ending == 4:
        await publisher.wait_for(partial(is_connected, publisher))
    else:
        await publisher.start()
        await publisher.wait_for_message("label")
    if ending == 0:
        publisher.send({"type": "stop"})
        await publisher.wait_for_message("ended")
    elif ending == 1:
        response = await publisher.client.delete(publisher.location)
        assert response.status == 200
    elif ending == 2:
        cut_off(publisher)
    await publisher.close()


def held() -> dict[str, int]:
    """Count what a session could leave behind in this process."""
    gc.collect()
    process = psutil.Process()
    return {
        "tasks": len(asyncio.all_tasks()),
        "threads": sum(not t.name.startswith("asyncio_") for t in threading.enumerate()),
        "sockets": len(process.net_connections(kind="inet")),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }


@pytest.mark.timeout(240)
async def test_fifty_sessions_leave_nothing_behind(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    for number in range(WARM_UP_SESSIONS):
        await run_session(new_publisher(), number)
    await session_count_is(registry, 0)
    before = held()
    for number in range(SESSIONS):
        # A cut-off session takes seconds to be noticed, and there are three places.
        await session_count_is_below(registry, 3)
        await run_session(new_publisher(), number % WARM_UP_SESSIONS)
    await session_count_is(registry, 0)
    # A decoder thread may be at its very last step when its session has ended.
    deadline_s = time.monotonic() + 5
    while (after := held()) != before and time.monotonic() < deadline_s:
        await asyncio.sleep(0.05)
    assert after == before


def is_connected(publisher: Publisher) -> bool:
    return publisher.pc.connectionState == "connected"


async def session_count_is_below(registry: SessionRegistry, count: int) -> None:
    async with asyncio.timeout(10):
        while registry.count >= count:
            await asyncio.sleep(0.01)


@pytest.fixture
def longest_callback_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the loop thread's own CPU time in each callback, whatever else the machine does."""
    seconds: list[float] = [0.0]
    run = asyncio.Handle._run

    def measured_run(handle: asyncio.Handle) -> None:
        start_s = time.thread_time()
        run(handle)
        seconds[0] = max(seconds[0], time.thread_time() - start_s)

    monkeypatch.setattr(asyncio.Handle, "_run", measured_run)
    return seconds


async def test_the_event_loop_is_never_kept_busy_by_a_session(
    new_publisher: NewPublisher, longest_callback_s: list[float]
) -> None:
    publisher = new_publisher()
    publisher.add_media(audio=True)
    publisher.add_channels("labels", "events")
    await publisher.join()
    await publisher.start(duration_s=5)
    await publisher.wait_for_message("ended")
    assert 0 < longest_callback_s[0] < SLOW_CALLBACK_S


async def test_closing_from_any_state_and_twice_is_harmless(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    for steps in range(4):
        publisher = new_publisher()
        publisher.add_media()
        publisher.add_channels("events")
        await publisher.join()
        if steps >= 1:
            await publisher.wait_for(partial(is_connected, publisher))
        if steps >= 2:
            await publisher.start()
        if steps >= 3:
            await publisher.wait_for_message("label")
        resource = registry.find(publisher.location.removeprefix("/whip/"))
        assert resource is not None
        session = resource.session
        await asyncio.gather(session.drop_peer(), session.drop_peer(), registry.delete(resource))
        session.end("again")
        await session.drop_peer()
        await session_count_is(registry, 0)
