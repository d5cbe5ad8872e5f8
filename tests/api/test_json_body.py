import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import error_middleware
from api.json_body import read_json_object
from api.json_bounds import MAX_VALUES

Client = TestClient[web.Request, web.Application]


async def echo(request: web.Request) -> web.Response:
    return web.json_response(await read_json_object(request))


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    app = web.Application(middlewares=[error_middleware])
    app.router.add_post("/echo", echo)
    return await aiohttp_client(app)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", "application/ld+json"],
)
async def test_an_object_is_read(client: Client, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    async with client.post("/echo", data='{"a": "ñ"}'.encode(), headers=headers) as response:
        assert await response.json() == {"a": "ñ"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[" * 40_000, "not valid JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not valid JSON"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[1]", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b"null", "must be a JSON object"),
    ],
)
async def test_anything_else_is_a_400_with_the_reason(
    client: Client, body: bytes, reason: str
) -> None:
    headers = {"Content-Type": "application/json; charset=no-such-charset"}
    async with client.post("/echo", data=body, headers=headers) as response:
        assert response.status == 400
        assert reason in (await response.json())["error"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
async def test_what_a_foreign_page_can_send_unasked_is_a_415(
    client: Client, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    async with client.post("/echo", data=b"{}", headers=headers) as response:
        assert response.status == 415


async def test_more_values_than_any_request_needs_are_a_413(client: Client) -> None:
    body = b'{"a": [' + b"[[]]," * MAX_VALUES + b"0]}"
    headers = {"Content-Type": "application/json"}
    async with client.post("/echo", data=body, headers=headers) as response:
        assert response.status == 413
        assert f"{MAX_VALUES} values" in (await response.json())["error"]
