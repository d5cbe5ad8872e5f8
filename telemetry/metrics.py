"""All that is counted and timed, as Prometheus collectors of one registry.

No label names a person, a session or an address. Reasons, stages and routes come from
fixed sets of our own, so that the number of series is bounded.
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

STAGE_BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""About two a doubling where labels are made: tens of milliseconds."""

REQUEST_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

LAG_BUCKETS_S = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Collectors of one process; several of them do not meet."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)

        self.sessions = Gauge(
            "emochat_sessions", "Sessions that hold something.", registry=registry
        )
        self.sessions_started = Counter(
            "emochat_sessions_started", "Sessions whose person consented.", registry=registry
        )
        self.sessions_resumed = Counter(
            "emochat_sessions_resumed",
            "Sessions that went on over another connection.",
            registry=registry,
        )
        self.sessions_ended = Counter(
            "emochat_sessions_ended", "Sessions that ended.", ["reason"], registry=registry
        )
        self.session_seconds = Histogram(
            "emochat_session_seconds",
            "From the offer to the end.",
            buckets=(5, 15, 30, 60, 120, 300, 600, 1200),
            registry=registry,
        )
        self.labels = Counter(
            "emochat_labels",
            "Face labels, by whether they hold a reading.",
            ["kind"],
            registry=registry,
        )
        self.voice_readings = Counter(
            "emochat_voice_readings", "Voice readings.", ["source"], registry=registry
        )
        self.stage_seconds = Histogram(
            "emochat_label_stage_seconds",
            "Where a label's time went; total is from its frame's last packet to the channel.",
            ["stage"],
            buckets=STAGE_BUCKETS_S,
            registry=registry,
        )
        self.drops = Counter(
            "emochat_dropped", "What was dropped, by stage.", ["stage"], registry=registry
        )
        self.inference_waiting = Gauge(
            "emochat_inference_pictures",
            "Pictures that wait or are being read.",
            registry=registry,
        )
        self.loop_lag_seconds = Histogram(
            "emochat_loop_lag_seconds",
            "How late the event loop comes to what is due.",
            buckets=LAG_BUCKETS_S,
            registry=registry,
        )
        self.gemini_calls = Counter(
            "emochat_gemini_calls",
            "Calls of Gemini, by what for and how they ended.",
            ["kind", "outcome"],
            registry=registry,
        )
        self.webhook_deliveries = Counter(
            "emochat_webhook_deliveries",
            "Escalations for the operator's webhook, by how they ended.",
            ["outcome"],
            registry=registry,
        )
        self.belated_reports = Counter(
            "emochat_belated_reports",
            "Reports of sessions that nobody concluded, by how they ended.",
            ["outcome"],
            registry=registry,
        )
        self.redis_away = Gauge(
            "emochat_redis_away",
            "1 while Redis does not answer; 0 where there is none.",
            registry=registry,
        )
        self.text_tokens = Counter(
            "emochat_text_tokens", "Tokens that the text models read.", registry=registry
        )
        self.requests = Counter(
            "emochat_http_requests",
            "HTTP requests.",
            ["method", "route", "status"],
            registry=registry,
        )
        self.request_seconds = Histogram(
            "emochat_http_request_seconds",
            "HTTP requests, from their headers to the handler's answer.",
            ["route"],
            buckets=REQUEST_BUCKETS_S,
            registry=registry,
        )

    def exposition(self) -> bytes:
        """Return all series in the OpenMetrics text format."""
        return bytes(generate_latest(self.registry))  # type: ignore[no-untyped-call]
