import time

import limits
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.auth import KeyRing, key_middleware
from api.errors import error_middleware
from api.rate_limits import RateLimits
from cluster.rates import LocalRates

KEY, OTHER_KEY = "a-key-of-enough-length", "another-key-of-length"

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(aiohttp_client: AiohttpClient, monkeypatch: pytest.MonkeyPatch) -> Client:
    rate_limits = RateLimits(limits.parse("10/minute"), LocalRates())

    async def charge(request: web.Request) -> web.Response:
        await rate_limits.charge(request, int(request.query["texts"]))
        return web.Response()

    app = web.Application(middlewares=[error_middleware, key_middleware(KeyRing([KEY, OTHER_KEY]))])
    app.on_response_prepare.append(rate_limits.add_headers)
    app.router.add_get("/v2/charge", charge)
    return await aiohttp_client(app)


async def charge(client: Client, texts: int, key: str = KEY) -> tuple[int, dict[str, str]]:
    headers = {"X-Api-Key": key}
    async with client.get(f"/v2/charge?texts={texts}", headers=headers) as response:
        return response.status, dict(response.headers)


def rest_of(headers: dict[str, str]) -> tuple[int, int]:
    name, rest, reset = headers["RateLimit"].split(";")
    assert name == '"texts"'
    return int(rest.removeprefix("r=")), int(reset.removeprefix("t="))


async def test_the_headers_tell_the_policy_and_the_rest(client: Client) -> None:
    status, headers = await charge(client, 3)
    assert status == 200
    assert headers["RateLimit-Policy"] == '"texts";q=10;w=60'
    rest, reset_s = rest_of(headers)
    assert rest == 7
    assert 0 < reset_s <= 60


async def test_what_is_over_the_quota_is_refused_until_the_window_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await charge(client, 10)
    status, headers = await charge(client, 1)
    assert status == 429
    rest, reset_s = rest_of(headers)
    assert rest == 0
    assert int(headers["Retry-After"]) == reset_s
    later_s = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later_s)
    assert (await charge(client, 1))[0] == 200


async def test_a_refused_batch_costs_nothing(client: Client) -> None:
    await charge(client, 6)
    assert (await charge(client, 5))[0] == 429
    assert (await charge(client, 4))[0] == 200


async def test_what_no_quota_will_ever_suffice_for_is_too_large(client: Client) -> None:
    status, headers = await charge(client, 11)
    assert status == 413
    assert "Retry-After" not in headers


async def test_keys_have_quotas_of_their_own(client: Client) -> None:
    await charge(client, 10)
    assert (await charge(client, 10, OTHER_KEY))[0] == 200


async def test_the_problem_tells_when_to_come_back(client: Client) -> None:
    await charge(client, 10)
    async with client.get("/v2/charge?texts=1", headers={"X-Api-Key": KEY}) as response:
        problem = await response.json()
        assert problem["retry_after_s"] == int(response.headers["Retry-After"])
        assert "10 per 1 minute" in problem["detail"]


async def test_a_request_without_a_key_tells_no_quota(client: Client) -> None:
    async with client.get("/v2/charge?texts=1") as response:
        assert response.status == 401
        assert "RateLimit" not in response.headers
