"""Counts what happens in sessions."""

from collections.abc import Mapping

from telemetry.metrics import Metrics


class SessionMetrics:
    """Observes all sessions of a process; it never learns which is which."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def on_session_started(self) -> None:
        self._metrics.sessions_started.inc()

    def on_session_resumed(self) -> None:
        self._metrics.sessions_resumed.inc()

    def on_session_ended(self, reason: str, lasted_s: float, dropped: Mapping[str, int]) -> None:
        self._metrics.sessions_ended.labels(reason).inc()
        self._metrics.session_seconds.observe(lasted_s)
        for stage, count in dropped.items():
            self._metrics.drops.labels(stage).inc(count)

    def on_label(self, stages_s: Mapping[str, float], *, has_reading: bool) -> None:
        self._metrics.labels.labels("reading" if has_reading else "no_reading").inc()
        for stage, duration_s in stages_s.items():
            self._metrics.stage_seconds.labels(stage).observe(duration_s)

    def on_voice_reading(self, source: str) -> None:
        self._metrics.voice_readings.labels(source).inc()
