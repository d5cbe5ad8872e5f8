"""The clients against a small server that counts them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.texts.client import WARM_UP, measure
from benchmarks.texts.load import BATCH_TEXTS, Load
from text.languages import language_of

KEY = "0123456789abcdef"
TOGETHER = 3


class TextsServer:
    """Answers once so many requests are there at a time, so that fewer clients would hang."""

    def __init__(self) -> None:
        self.together = asyncio.Barrier(TOGETHER)
        self.keys: set[str | None] = set()
        self.texts: list[str] = []
        self.batches: list[int] = []

    async def analyse(self, request: web.Request) -> web.Response:
        messages: list[dict[str, Any]] = (await request.json())["messages"]
        self.keys.add(request.headers.get("X-Api-Key"))
        self.texts += [message["content"]["text"] for message in messages]
        assert len(messages) == 1
        async with asyncio.timeout(10):
            await self.together.wait()
        return web.json_response({})

    async def analyse_batch(self, request: web.Request) -> web.Response:
        self.batches.append(len((await request.json())["messages"]))
        return web.json_response({})


@pytest.fixture
def counting() -> TextsServer:
    return TextsServer()


@pytest.fixture
async def url(counting: TextsServer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/v2/emotions/analysis", counting.analyse)
    app.router.add_post("/v2/emotions/batch-analysis", counting.analyse_batch)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_so_many_clients_send_at_a_time_and_every_answer_is_timed(
    counting: TextsServer, url: str
) -> None:
    seen = await measure(url, KEY, [Load(TOGETHER, 12)], batches=2)
    (load,) = seen.loads
    assert load.clients == TOGETHER
    assert {language: len(ms) for language, ms in load.ms.items()} == {"en": 6, "es": 6}
    assert load.seconds > 0
    assert len(counting.texts) == 12 + WARM_UP * TOGETHER
    assert {language_of(text) for text in counting.texts} == {"en", "es"}
    assert counting.keys == {KEY}
    assert counting.batches == [BATCH_TEXTS] * 2
    assert len(seen.batch_s) == 2


async def test_a_refusal_fails_the_run_with_what_the_server_said() -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=429, text="the limit is reached")

    app = web.Application()
    app.router.add_post("/v2/emotions/analysis", refuse)
    async with TestServer(app) as server:
        with pytest.raises(ExceptionGroup) as failure:
            await measure(str(server.make_url("/")), KEY, [Load(1, 4)], batches=0)
    assert failure.group_contains(RuntimeError, match="429: the limit is reached")
