from telemetry.metrics import Metrics
from telemetry.sessions import SessionMetrics


def test_a_sessions_life_is_counted() -> None:
    metrics = Metrics()
    sessions = SessionMetrics(metrics)
    sessions.on_session_started()
    sessions.on_session_resumed()
    sessions.on_label({"infer": 0.03, "total": 0.07}, has_reading=True)
    sessions.on_label({"infer": 0.01, "total": 0.02}, has_reading=False)
    sessions.on_voice_reading("local")
    sessions.on_session_ended("completed", 31.0, {"decode": 2, "network": 0})
    text = metrics.exposition().decode()
    for line in (
        "emochat_sessions_started_total 1.0",
        "emochat_sessions_resumed_total 1.0",
        'emochat_labels_total{kind="reading"} 1.0',
        'emochat_labels_total{kind="no_reading"} 1.0',
        'emochat_label_stage_seconds_bucket{le="0.05",stage="total"} 1.0',
        'emochat_voice_readings_total{source="local"} 1.0',
        'emochat_sessions_ended_total{reason="completed"} 1.0',
        'emochat_session_seconds_bucket{le="60.0"} 1.0',
        'emochat_dropped_total{stage="decode"} 2.0',
    ):
        assert line in text, line
