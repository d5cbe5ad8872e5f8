import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from telemetry.metrics import Metrics
from telemetry.requests import prepared_answers, request_metrics

SECRET = "a-secret-that-gives-access"


async def answer(request: web.Request) -> web.Response:
    return web.Response(text="yes")


async def refuse(request: web.Request) -> web.Response:
    raise web.HTTPConflict


async def send_file(request: web.Request) -> web.FileResponse:
    return web.FileResponse(__file__)


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"an event")
    return response


async def fail(request: web.Request) -> web.Response:
    raise ValueError("what a person wrote")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(metrics: Metrics) -> web.Application:
    app = web.Application(middlewares=[request_metrics(metrics)])
    app.router.add_get("/whip/{secret}", answer)
    app.router.add_get("/refused", refuse)
    app.router.add_get("/failed", fail)
    app.router.add_get("/file", send_file)
    app.router.add_get("/stream", stream)
    app.on_response_prepare.append(prepared_answers(metrics))
    return app


async def test_a_route_is_counted_by_its_pattern_and_not_its_secret(
    app: web.Application, metrics: Metrics, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(app)
    await client.get(f"/whip/{SECRET}")
    text = metrics.exposition().decode()
    expected = 'emochat_http_requests_total{method="GET",route="/whip/{secret}",status="200"} 1.0'
    assert expected in text
    assert 'emochat_http_request_seconds_count{route="/whip/{secret}"} 1.0' in text
    assert SECRET not in text


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [("/refused", "/refused", 409), ("/failed", "/failed", 500), ("/nowhere", "(none)", 404)],
)
async def test_what_went_wrong_is_counted_by_its_status(
    path: str,
    route: str,
    status: int,
    app: web.Application,
    metrics: Metrics,
    aiohttp_client: AiohttpClient,
) -> None:
    client = await aiohttp_client(app)
    assert (await client.get(path)).status == status
    line = f'emochat_http_requests_total{{method="GET",route="{route}",status="{status}"}} 1.0'
    assert line in metrics.exposition().decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"Range": "bytes=0-3"}, 206),
        ({"Range": "bytes=999999999-"}, 416),
    ],
)
async def test_a_file_is_counted_by_what_was_sent(
    headers: dict[str, str],
    status: int,
    app: web.Application,
    metrics: Metrics,
    aiohttp_client: AiohttpClient,
) -> None:
    client = await aiohttp_client(app)
    assert (await client.get("/file", headers=headers)).status == status
    assert _counted(metrics) == [
        f'emochat_http_requests_total{{method="GET",route="/file",status="{status}"}} 1.0'
    ]


@pytest.mark.parametrize("path", ["/stream", "/failed", "/refused"])
async def test_each_request_is_counted_once(
    path: str, app: web.Application, metrics: Metrics, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(app)
    await (await client.get(path)).read()
    (line,) = _counted(metrics)
    assert line.endswith(" 1.0")


def _counted(metrics: Metrics) -> list[str]:
    lines = metrics.exposition().decode().splitlines()
    return [line for line in lines if line.startswith("emochat_http_requests_total{")]


async def test_uncommon_methods_share_one_series(
    app: web.Application, metrics: Metrics, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(app)
    for method in ("PROPFIND", "LOCK", "MKCOL"):
        await client.request(method, "/refused")
    line = 'emochat_http_requests_total{method="other",route="(none)",status="405"} 3.0'
    assert line in metrics.exposition().decode()
