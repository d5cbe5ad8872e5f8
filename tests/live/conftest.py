import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from live.assistant import GeminiAssistant
from live.clock import Clock
from live.settings import LiveSettings
from live.talk import GeminiTalk
from tests.live.listener import EagerClock, Listener
from tests.live.scripts import sends
from tests.live.standin import LiveStandin, serve_live

KEY = "test-key-5d1c"


@dataclass
class Running:
    """A talk that runs."""

    talk: GeminiTalk
    listener: Listener
    task: asyncio.Task[None]
    outcomes: list[str]


OpenTalk = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
async def standin(tmp_path: Path) -> AsyncIterator[LiveStandin]:
    async with serve_live(tmp_path, sends()) as running:
        yield running


@pytest.fixture
def open_talk(standin: LiveStandin) -> OpenTalk:
    """Run a talk with the stand-in; keywords that LiveSettings has replace its own."""

    @asynccontextmanager
    async def open_it(
        *,
        clock: Clock | None = None,
        language: str = "es",
        context: str = "",
        push_to_talk: bool = False,
        so_far: Sequence[tuple[str, str]] = (),
        **settings: Any,
    ) -> AsyncIterator[Running]:
        outcomes: list[str] = []
        chosen = replace(LiveSettings(base_url=standin.base_url), **settings)
        build = partial(
            GeminiAssistant,
            KEY,
            chosen,
            ssl_context=standin.client_context(),
            clock=clock or EagerClock(),
            on_outcome=outcomes.append,
        )
        # In a thread, because the client reads certificates when it is made.
        assistant = await asyncio.to_thread(build)
        listener = Listener()
        talk = assistant.open(
            listener,
            language=language,
            context=context,
            push_to_talk=push_to_talk,
            so_far=so_far,
        )
        task = asyncio.create_task(talk.run())
        try:
            async with asyncio.timeout(30):
                yield Running(talk, listener, task, outcomes)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await assistant.aclose()

    return open_it
