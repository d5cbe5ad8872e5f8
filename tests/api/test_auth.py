import asyncio
import hashlib

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient
from yarl import URL

from api.auth import GENERATED_OWNER, KeyRing, key_middleware, owner_of
from api.errors import error_middleware

KEY, OTHER_KEY, GENERATED = "a-key-of-enough-length", "another-key-of-length", "made-at-the-start"

Client = TestClient[web.Request, web.Application]


async def tell_owner(request: web.Request) -> web.Response:
    return web.Response(text=owner_of(request))


async def answer(request: web.Request) -> web.Response:
    return web.Response()


def make_app(keys: KeyRing) -> web.Application:
    app = web.Application(middlewares=[error_middleware, key_middleware(keys)])
    app.router.add_post("/v1/emotion/analyze", tell_owner)
    app.router.add_post("/v2/emotions/analysis", tell_owner)
    app.router.add_get("/", answer)
    app.router.add_post("/predict", answer)
    app.router.add_route("OPTIONS", "/whip", answer)
    return app


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    return await aiohttp_client(make_app(KeyRing([KEY, OTHER_KEY])))


@pytest.mark.parametrize("path", ["/v1/emotion/analyze", "/v2/emotions/analysis"])
@pytest.mark.parametrize(
    "headers",
    [{"x-api-key": KEY}, {"Authorization": f"Bearer {KEY}"}, {"Authorization": f"bearer  {KEY} "}],
)
async def test_either_header_opens_both_versions(
    client: Client, path: str, headers: dict[str, str]
) -> None:
    async with client.post(path, headers=headers) as response:
        assert response.status == 200
        assert await response.text() == hashlib.sha256(KEY.encode()).hexdigest()


async def test_every_key_has_an_owner_of_its_own(client: Client) -> None:
    owners = set()
    for key in (KEY, OTHER_KEY):
        async with client.post("/v2/emotions/analysis", headers={"X-Api-Key": key}) as response:
            owners.add(await response.text())
    assert len(owners) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Api-Key": ""},
        {"X-Api-Key": KEY[:-1]},
        {"X-Api-Key": KEY + "x"},
        {"Authorization": KEY},
        {"Authorization": f"Basic {KEY}"},
        {"X-Api-Key": "wrong", "Authorization": f"Bearer {KEY}"},
    ],
)
async def test_without_a_known_key_both_versions_and_the_rest_are_shut(
    client: Client, headers: dict[str, str]
) -> None:
    for path in ("/v1/emotion/analyze", "/v2/emotions/analysis", "/predict"):
        async with client.post(path, headers=headers) as response:
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == 'Bearer realm="emochat"'


async def test_a_key_that_is_no_utf_8_is_a_401(client: Client) -> None:
    assert client.port is not None
    request = b"POST /v2/emotions/analysis HTTP/1.1\r\nHost: x\r\nX-Api-Key: \xff\xfe\r\n\r\n"
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(request)
    assert (await reader.readline()).startswith(b"HTTP/1.1 401")
    writer.close()
    await writer.wait_closed()


async def test_preflights_and_the_page_need_no_key(client: Client) -> None:
    assert (await client.options("/whip")).status == 200
    assert (await client.get("/")).status == 200


async def test_without_set_keys_only_the_generated_one_opens_the_text_apis(
    aiohttp_client: AiohttpClient,
) -> None:
    client: Client = await aiohttp_client(make_app(KeyRing([], GENERATED)))
    assert (await client.post("/predict")).status == 200
    assert (await client.post("/v2/emotions/analysis")).status == 401
    async with client.post("/v2/emotions/analysis", headers={"X-Api-Key": GENERATED}) as response:
        assert await response.text() == GENERATED_OWNER


def test_what_one_start_stored_belongs_to_the_next_starts_generated_key() -> None:
    assert KeyRing([], "first").find_owner("first") == KeyRing([], "next").find_owner("next")


def test_the_ring_keeps_no_key() -> None:
    ring = KeyRing([KEY], GENERATED)
    kept = repr(vars(ring))
    assert KEY not in kept
    assert GENERATED not in kept


async def test_a_key_may_be_set_by_its_hash_and_has_the_same_owner(
    aiohttp_client: AiohttpClient,
) -> None:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    client: Client = await aiohttp_client(make_app(KeyRing([f"sha256:{digest}"])))
    for key, status in ((KEY, 200), (f"sha256:{digest}", 401), (digest, 401)):
        async with client.post("/v2/emotions/analysis", headers={"X-Api-Key": key}) as response:
            assert response.status == status
            if status == 200:
                assert await response.text() == digest


def test_a_ring_keeps_no_key() -> None:
    ring = KeyRing([KEY, OTHER_KEY], GENERATED)
    kept = repr(vars(ring))
    assert all(key not in kept for key in (KEY, OTHER_KEY, GENERATED))


@pytest.mark.parametrize(
    "path", ["/%70redict", "/predict?x=/", "/./predict", "/x/../predict", "/predict/..%2fpredict"]
)
async def test_no_spelling_of_a_protected_path_gets_through(client: Client, path: str) -> None:
    async with client.post(URL(path, encoded=True)) as response:
        assert response.status in (401, 404)
