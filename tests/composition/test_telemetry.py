import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from composition.telemetry import load_traces
from config import load_config

COLLECTOR = {"EMOCHAT_OTLP_URL": "http://127.0.0.1:4318/v1/traces"}


def test_without_a_collector_there_are_no_traces() -> None:
    assert load_traces(load_config([], {})) is None


def test_a_span_names_the_worker_that_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = InMemorySpanExporter()
    monkeypatch.setattr("telemetry.traces.otlp_exporter", lambda url: spans)
    traces = load_traces(load_config([], {**COLLECTOR, "EMOCHAT_WORKER_ID": "w7"}))
    assert traces is not None
    traces.tracer.start_span("request").end()
    traces.close()
    (span,) = spans.get_finished_spans()
    assert span.resource.attributes["service.instance.id"] == "w7"
