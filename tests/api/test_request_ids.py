import logging
import uuid

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import ApiError, error_middleware
from api.request_ids import add_request_id

Client = TestClient[web.Request, web.Application]


async def answer(request: web.Request) -> web.Response:
    return web.Response()


async def refuse(request: web.Request) -> web.Response:
    raise ApiError(400, "no")


async def crash(request: web.Request) -> web.Response:
    raise RuntimeError


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    app = web.Application(middlewares=[error_middleware])
    app.on_response_prepare.append(add_request_id)
    app.router.add_get("/", answer)
    app.router.add_get("/refuse", refuse)
    app.router.add_get("/crash", crash)
    return await aiohttp_client(app)


@pytest.mark.parametrize("sent", ["a", "req-1/2:3_4~5.6+7=", "x" * 128])
async def test_a_sane_id_comes_back(client: Client, sent: str) -> None:
    async with client.get("/", headers={"X-Request-Id": sent}) as response:
        assert response.headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 129, "two words", 'a"b', "ñ"])
async def test_another_id_is_replaced(client: Client, sent: str) -> None:
    async with client.get("/", headers={"X-Request-Id": sent}) as response:
        made = response.headers["X-Request-Id"]
        assert str(uuid.UUID(made)) == made


@pytest.mark.parametrize("path", ["/refuse", "/nowhere", "/crash"])
async def test_what_goes_wrong_tells_the_id_in_its_body_too(client: Client, path: str) -> None:
    async with client.get(path, headers={"X-Request-Id": "mine"}) as response:
        assert response.headers["X-Request-Id"] == "mine"
        assert (await response.json())["request_id"] == "mine"


async def test_a_failure_is_logged_with_its_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    await client.get("/crash", headers={"X-Request-Id": "mine"})
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage().startswith("request mine: RuntimeError in GET /crash")
