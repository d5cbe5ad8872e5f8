from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.interop.recorder import Recorder

OFFER = "v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n"
FRAGMENT = "a=candidate:2 1 udp 1 192.0.2.2 9 typ host\r\n"
EVENT = b'data: {"type": "ended"}\n\n'


async def answer(request: web.Request) -> web.Response:
    assert request.query["consent"] == "true"
    assert await request.text() == OFFER
    headers = {"Location": "/whip/secret", "ETag": '"1"'}
    return web.Response(status=201, text="v=0 answer", headers=headers)


async def trickle(request: web.Request) -> web.Response:
    return web.Response(status=204 if request.headers.get("If-Match") == '"1"' else 428)


async def events(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(EVENT)
    return response


async def end(request: web.Request) -> web.Response:
    return web.Response()


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    app = web.Application()
    app.router.add_post("/whip", answer)
    app.router.add_patch("/whip/secret", trickle)
    app.router.add_get("/whip/secret/events", events)
    app.router.add_delete("/whip/secret", end)
    async with TestServer(app) as server, Recorder(str(server.make_url("/"))) as recorder:
        yield recorder


async def test_a_publisher_is_answered_as_by_the_server_and_noted(recorder: Recorder) -> None:
    url = recorder.url + "/whip"
    async with aiohttp.ClientSession() as publisher:
        async with publisher.post(url + "?consent=true", data=OFFER) as response:
            assert (response.status, await response.text()) == (201, "v=0 answer")
            assert response.headers["ETag"] == '"1"'
        for condition in ('"1"', '"2"'):
            headers = {"If-Match": condition}
            async with publisher.patch(url + "/secret", data=FRAGMENT, headers=headers):
                pass
        async with publisher.delete(url + "/secret") as response:
            assert response.status == 200
    noted = await recorder.answered()
    assert (noted.offer, noted.answer, noted.status) == (OFFER, "v=0 answer", 201)
    assert noted.location == "/whip/secret"
    assert noted.fragments == [(1, 204), (1, 428)]
    assert noted.deleted
    assert not noted.reads_events


async def test_events_pass_through(recorder: Recorder) -> None:
    async with aiohttp.ClientSession() as publisher:
        async with publisher.post(recorder.url + "/whip?consent=true", data=OFFER):
            pass
    async with recorder.get("/whip/secret/events") as response:
        assert await response.read() == EVENT
    assert (await recorder.answered()).reads_events
