"""The WHIP proxy before a stand-in for a server that keeps what it is sent."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.relay.network import Network
from benchmarks.relay.proxy import WhipProxy

OFFER = "v=0\r\na=candidate:1 1 udp 1 10.0.0.9 5000 typ host\r\na=mid:0\r\n"
ANSWER = "v=0\r\na=candidate:1 1 udp 1 127.0.0.1 4001 typ host\r\na=mid:0\r\n"
Seen = list[tuple[str, str, dict[str, str], str]]


@pytest.fixture
def seen() -> Seen:
    return []


@pytest.fixture
async def proxy(seen: Seen) -> AsyncIterator[WhipProxy]:
    async def note(request: web.Request) -> None:
        seen.append((request.method, request.path, dict(request.headers), await request.text()))

    async def take_offer(request: web.Request) -> web.Response:
        await note(request)
        headers = {"Location": "/whip/s", "ETag": '"e"', "Access-Control-Allow-Origin": "*"}
        return web.Response(
            status=201, text=ANSWER, content_type="application/sdp", headers=headers
        )

    async def take_rest(request: web.Request) -> web.Response:
        await note(request)
        return web.Response(status=204 if request.method == "PATCH" else 200, text="")

    app = web.Application()
    app.router.add_post("/whip", take_offer)
    app.router.add_route("*", "/whip/s", take_rest)
    server = TestServer(app)
    await server.start_server()
    proxy = await WhipProxy.open(str(server.make_url("/")).rstrip("/"), Network("clean"), seed=0)
    yield proxy
    await proxy.close()
    await server.close()


async def request(
    method: str, url: str, body: str = "", content_type: str = "application/sdp"
) -> tuple[int, dict[str, str], str]:
    headers = {"Content-Type": content_type, "If-Match": '"e"'}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=body, headers=headers) as response,
    ):
        return response.status, dict(response.headers), await response.text()


async def test_an_offer_goes_on_without_candidates_and_its_answer_names_the_relay(
    proxy: WhipProxy, seen: Seen
) -> None:
    status, headers, answer = await request("POST", proxy.url + "/whip", OFFER)
    assert status == 201
    assert headers["Location"] == "/whip/s"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "candidate" not in seen[0][3]
    assert "a=mid:0" in seen[0][3]
    assert answer.count("a=candidate:") == 1
    assert "127.0.0.1" in answer
    assert " 4001 " not in answer
    assert proxy.figures() == [
        {"lost_up": 0, "lost_down": 0, "overflowed_up": 0, "overflowed_down": 0}
    ]


async def test_a_fragment_goes_on_without_candidates(proxy: WhipProxy, seen: Seen) -> None:
    fragment = f"a=ice-ufrag:abcd\r\n{OFFER}a=end-of-candidates\r\n"
    status, _, _ = await request(
        "PATCH", proxy.url + "/whip/s", fragment, "application/trickle-ice-sdpfrag"
    )
    assert status == 204
    method, path, headers, body = seen[0]
    assert (method, path, headers["If-Match"]) == ("PATCH", "/whip/s", '"e"')
    assert "ice-ufrag" in body
    assert "candidates" not in body


async def test_other_requests_go_on_as_they_are(proxy: WhipProxy, seen: Seen) -> None:
    assert (await request("DELETE", proxy.url + "/whip/s"))[0] == 200
    assert (await request("GET", proxy.url + "/elsewhere"))[0] == 404
    assert [entry[0] for entry in seen] == ["DELETE"]
