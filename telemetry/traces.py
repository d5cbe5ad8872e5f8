"""OpenTelemetry traces of requests and sessions, where the operator asks for them.

Attributes tell routes, reasons and counts: no text, no emotion, no address, no secret.
"""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from telemetry.requests import route_pattern

SERVICE_NAME = "emochat"
EXPORT_TIMEOUT_S = 5
MAX_QUEUED_SPANS = 2_048
UNTRACED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines."""


class Traces:
    """One process's spans, sent in batches by a thread of their own; what is too much is dropped.

    Args:
        exporter: takes the spans; see otlp_exporter.
        worker: the process's name among several, or None.
    """

    def __init__(self, exporter: SpanExporter, worker: str | None = None) -> None:
        attributes = {"service.name": SERVICE_NAME}
        if worker is not None:
            attributes["service.instance.id"] = worker
        self._provider = TracerProvider(resource=Resource.create(attributes))
        self._provider.add_span_processor(
            BatchSpanProcessor(exporter, max_queue_size=MAX_QUEUED_SPANS)
        )
        self.tracer: Tracer = self._provider.get_tracer(SERVICE_NAME)

    def close(self) -> None:
        """Send what waits, within the exporter's timeout; blocks."""
        self._provider.shutdown()


def otlp_exporter(url: str) -> SpanExporter:
    """Make what posts spans to an OTLP/HTTP collector, as http://127.0.0.1:4318/v1/traces."""
    return OTLPSpanExporter(endpoint=url, timeout=EXPORT_TIMEOUT_S)


def request_traces(tracer: Tracer) -> Middleware:
    """Make a middleware that gives each request a span, the caller's trace going on in it."""

    @web.middleware
    async def trace_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = route_pattern(request)
        if route in UNTRACED:
            return await handler(request)
        context = extract(_lower(request.headers))
        with tracer.start_as_current_span(
            f"{request.method} {route}",
            context,
            SpanKind.SERVER,
            attributes={"http.request.method": request.method, "http.route": route},
            # An exception's text can quote what a person wrote.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                response = await handler(request)
            except web.HTTPException as answer:
                _end(span, answer.status)
                raise
            except Exception:
                _end(span, 500)
                raise
            _end(span, response.status)
            return response

    return trace_request


def _end(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        span.set_status(Status(StatusCode.ERROR))


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
