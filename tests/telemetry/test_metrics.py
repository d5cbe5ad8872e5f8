from prometheus_client.openmetrics.parser import text_string_to_metric_families

from telemetry.metrics import Metrics


def test_the_exposition_is_what_prometheus_parses() -> None:
    metrics = Metrics()
    metrics.sessions_ended.labels("completed").inc()
    metrics.stage_seconds.labels("infer").observe(0.03)
    text = metrics.exposition().decode()
    parsed = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]
    families = {family.name: family for family in parsed}
    ended = [s for s in families["emochat_sessions_ended"].samples if s.name.endswith("_total")]
    assert [(sample.labels, sample.value) for sample in ended] == [({"reason": "completed"}, 1.0)]
    assert "process_resident_memory_bytes" in families


def test_two_servers_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.sessions_started.inc()
    assert b"emochat_sessions_started_total 1.0" in first.exposition()
    assert b"emochat_sessions_started_total 0.0" in second.exposition()
