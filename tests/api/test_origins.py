from collections.abc import Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import error_middleware
from api.origins import is_loopback_host, is_loopback_origin, refuse_foreign_pages

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    async def answer(request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application(middlewares=[error_middleware, refuse_foreign_pages])
    app.router.add_route("*", "/whip", answer)
    app.router.add_route("*", "/predict", answer)
    return await aiohttp_client(app)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:5000",
        "127.8.9.10",
        "localhost",
        "LOCALHOST:80",
        "emochat.localhost:5000",
        "[::1]:5000",
    ],
)
def test_names_of_this_machine(host: str) -> None:
    assert is_loopback_host(host)
    assert is_loopback_origin(f"http://{host}")
    assert is_loopback_origin(f"https://{host}")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example:5000",
        "localhost.evil.example",
        "notlocalhost",
        "127.0.0.1@evil.example",
        "evil.example/localhost",
        "localhost/",
        "192.168.1.5:5000",
        "0.0.0.0:5000",
        "[::ffff:10.0.0.1]:80",
        "localhost:99999",
        "[::1",
        "2130706433",
        "",
    ],
)
def test_names_of_others_and_of_nobody(host: str) -> None:
    assert not is_loopback_host(host)
    assert not is_loopback_origin(f"http://{host}")


@pytest.mark.parametrize("origin", ["null", "", "file://", "chrome-extension://abc", "localhost"])
def test_origins_that_are_no_web_page_of_this_machine(origin: str) -> None:
    assert not is_loopback_origin(origin)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 421),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/whip"), ("OPTIONS", "/whip"), ("POST", "/predict")]
)
async def test_only_pages_of_this_machine_are_served(
    client: Client, method: str, path: str, headers: Mapping[str, str], status: int
) -> None:
    async with client.request(method, path, headers=headers) as response:
        assert response.status == status
