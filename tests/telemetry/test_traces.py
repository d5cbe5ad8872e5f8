from collections.abc import Iterator

import pytest
from aiohttp import web
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from pytest_aiohttp.plugin import AiohttpClient

from telemetry.traces import Traces, request_traces

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traces(spans: InMemorySpanExporter) -> Iterator[Traces]:
    traces = Traces(spans, worker="w1")
    yield traces
    traces.close()


@pytest.fixture
def app(traces: Traces) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        return web.Response()

    async def fail(request: web.Request) -> web.Response:
        raise ValueError("what a person wrote")

    app = web.Application(middlewares=[request_traces(traces.tracer)])
    app.router.add_get("/whip/{secret}", answer)
    app.router.add_get("/healthz", answer)
    app.router.add_get("/failed", fail)
    return app


async def test_a_request_goes_on_in_its_callers_trace_and_tells_no_secret(
    app: web.Application,
    traces: Traces,
    spans: InMemorySpanExporter,
    aiohttp_client: AiohttpClient,
) -> None:
    client = await aiohttp_client(app)
    await client.get("/whip/s3cret?context=private", headers={"Traceparent": CALLER})
    traces.close()
    (span,) = spans.get_finished_spans()
    assert span.name == "GET /whip/{secret}"
    assert span.context is not None
    assert f"{span.context.trace_id:032x}" == CALLER.split("-")[1]
    told = span.to_json()
    assert "s3cret" not in told
    assert "private" not in told
    assert span.resource.attributes["service.instance.id"] == "w1"


async def test_a_failure_is_told_by_its_status_and_not_its_text(
    app: web.Application,
    traces: Traces,
    spans: InMemorySpanExporter,
    aiohttp_client: AiohttpClient,
) -> None:
    client = await aiohttp_client(app)
    await client.get("/failed")
    traces.close()
    (span,) = spans.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert "what a person wrote" not in span.to_json()


async def test_probes_leave_no_spans(
    app: web.Application,
    traces: Traces,
    spans: InMemorySpanExporter,
    aiohttp_client: AiohttpClient,
) -> None:
    client = await aiohttp_client(app)
    await client.get("/healthz")
    traces.close()
    assert spans.get_finished_spans() == ()
