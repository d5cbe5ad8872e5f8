import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from telemetry.metrics import Metrics
from telemetry.requests import request_metrics

SECRET = "a-secret-that-gives-access"


async def answer(request: web.Request) -> web.Response:
    return web.Response(text="yes")


async def refuse(request: web.Request) -> web.Response:
    raise web.HTTPConflict


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


async def test_uncommon_methods_share_one_series(
    app: web.Application, metrics: Metrics, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(app)
    for method in ("PROPFIND", "LOCK", "MKCOL"):
        await client.request(method, "/refused")
    line = 'emochat_http_requests_total{method="other",route="(none)",status="405"} 3.0'
    assert line in metrics.exposition().decode()
