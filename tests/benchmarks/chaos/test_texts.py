"""The load of texts before a server that forgets, fails and loses what it acknowledged."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from benchmarks.chaos.texts import TextLoad, text_load, told
from benchmarks.chaos.waiting import comes_true

GUARD_S = 20.0


class Forgetful:
    """Answers with a status, and keeps messages only while it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.keeps = True
        self.kept: set[str] = set()

    async def write(self, request: web.Request) -> web.Response:
        message = (await request.json())["messages"][0]
        if self.keeps:
            self.kept.add(f"{request.match_info['context']}/{message['externalId']}")
        return web.Response(status=self.status)

    async def read(self, request: web.Request) -> web.Response:
        name = f"{request.match_info['context']}/{request.match_info['message']}"
        return web.Response(status=200 if name in self.kept else 404)


@pytest.fixture
def server() -> Forgetful:
    return Forgetful()


@pytest.fixture
async def load(server: Forgetful) -> AsyncIterator[TextLoad]:
    app = web.Application()
    app.router.add_post("/v2/emotions/{context}/analysis", server.write)
    app.router.add_get("/v2/emotions/{context}/message/{message}", server.read)
    async with TestClient(TestServer(app)) as client, text_load(client) as load:  # type: ignore[arg-type]
        yield load


async def test_what_was_acknowledged_and_is_not_there_counts_as_lost(
    server: Forgetful, load: TextLoad
) -> None:
    assert await comes_true(lambda: len(load.acknowledged) >= 2, GUARD_S)
    assert await load.count_lost() == 0
    server.keeps = False
    before = len(load.acknowledged)
    assert await comes_true(lambda: len(load.acknowledged) >= before + 4, GUARD_S)
    assert await load.count_lost() >= 2


async def test_what_was_refused_is_not_missed(server: Forgetful, load: TextLoad) -> None:
    server.status, server.keeps = 503, False
    assert await comes_true(lambda: load.statuses().get(503, 0) >= 2, GUARD_S)
    assert await load.count_lost() == 0


def test_statuses_are_told_with_those_that_never_came() -> None:
    assert told({200: 41, 0: 2}) == "none: 2, 200: 41"
