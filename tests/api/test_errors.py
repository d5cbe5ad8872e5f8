import gzip
import logging

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import ApiError, error_middleware
from problem import Problem

PLAIN = "/predict"
SECRET = "what the person said"

Client = TestClient[web.Request, web.Application]


async def refuse(request: web.Request) -> web.Response:
    raise Problem(
        412, "Precondition failed", "If-Match is old", {"ETag": '"new"'}, {"code": "stale"}
    )


async def refuse_in_one_sentence(request: web.Request) -> web.Response:
    raise ApiError(400, "No image provided")


async def crash(request: web.Request) -> web.Response:
    raise RuntimeError(SECRET)


async def crash_in_mid_answer(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"half")
    raise RuntimeError(SECRET)


async def read(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def redirect(request: web.Request) -> web.Response:
    raise web.HTTPFound("/elsewhere")


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    app = web.Application(middlewares=[error_middleware], client_max_size=100)
    app.router.add_post("/refuse", refuse)
    app.router.add_post(PLAIN, refuse_in_one_sentence)
    app.router.add_get("/whip/{secret}", crash)
    app.router.add_get("/half", crash_in_mid_answer)
    app.router.add_post("/read", read)
    app.router.add_post("/analyze_session", read)
    app.router.add_get("/redirect", redirect)
    return await aiohttp_client(app)


async def test_a_problem_is_answered_as_problem_json_with_error_beside_it(client: Client) -> None:
    async with client.post("/refuse", headers={"X-Request-Id": "mine"}) as response:
        assert response.status == 412
        assert response.content_type == "application/problem+json"
        assert response.headers["ETag"] == '"new"'
        assert await response.json() == {
            "type": "about:blank",
            "title": "Precondition failed",
            "status": 412,
            "detail": "If-Match is old",
            "request_id": "mine",
            "error": "If-Match is old",
            "code": "stale",
        }


async def test_the_documented_endpoints_answer_plain_json(client: Client) -> None:
    async with client.post(PLAIN) as response:
        assert response.status == 400
        assert response.content_type == "application/json"
        assert await response.json() == {"error": "No image provided"}


async def test_an_unknown_address_is_a_problem(client: Client) -> None:
    async with client.get("/nowhere") as response:
        assert response.status == 404
        body = await response.json()
    assert (body["title"], body["status"]) == ("Not Found", 404)
    assert body["error"] == body["detail"] == "there is nothing at this address"


@pytest.mark.parametrize("path", ["/read", PLAIN])
async def test_a_wrong_method_tells_the_right_ones(client: Client, path: str) -> None:
    async with client.delete(path) as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
        assert (await response.json())["error"] == "DELETE is not allowed here; allowed: POST"


@pytest.mark.parametrize("path", ["/read", "/analyze_session"])
async def test_too_large_a_body_is_a_413(client: Client, path: str) -> None:
    async with client.post(path, data=b"x" * 101) as response:
        assert response.status == 413
        assert "100" in (await response.json())["error"]


async def test_a_body_that_is_not_encoded_as_announced_is_a_400(client: Client) -> None:
    headers = {"Content-Encoding": "gzip"}
    async with client.post("/read", data=b"not gzip", headers=headers) as response:
        assert response.status == 400
        assert response.content_type == "application/problem+json"


async def test_a_small_body_that_unpacks_to_a_large_one_is_a_413(client: Client) -> None:
    headers = {"Content-Encoding": "gzip"}
    packed = gzip.compress(b"x" * 100_000)
    async with client.post("/read", data=packed, headers=headers) as response:
        assert response.status == 413


async def test_a_crash_is_a_500_that_tells_nothing(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    async with client.get("/whip/the-session-secret") as response:
        assert response.status == 500
        text = await response.text()
    assert SECRET not in text
    assert "Traceback" not in text
    (record,) = [record for record in caplog.records if record.name == "api.errors"]
    assert record.levelno == logging.ERROR
    assert "RuntimeError in GET /whip/{secret}" in record.getMessage()
    assert "in crash" in record.getMessage()
    assert SECRET not in caplog.text
    assert "the-session-secret" not in record.getMessage()


async def test_a_crash_in_mid_answer_sends_no_second_answer(client: Client) -> None:
    async with client.get("/half") as response:
        assert response.status == 200
        with pytest.raises(Exception, match="payload"):
            await response.read()


async def test_redirects_pass(client: Client) -> None:
    async with client.get("/redirect", allow_redirects=False) as response:
        assert response.status == 302
