"""The Grafana dashboard: python -m telemetry.dashboard > deploy/grafana/emochat.json.

A dashboard's JSON is long and says the same of each panel; here is what differs.
"""

import json
import sys
from typing import Any

WIDTH, HEIGHT = 8, 8
COLUMNS = 3

Panel = tuple[str, str, dict[str, str]]
"""Title, unit, and queries by their legend."""


def quantiles(metric: str, by: str = "") -> dict[str, str]:
    labels = f"le, {by}" if by else "le"
    legend = f"{{{{{by}}}}} " if by else ""
    return {
        f"{legend}p{round(q * 100)}": f"histogram_quantile({q}, "
        f"sum by ({labels}) (rate({metric}_bucket[$__rate_interval])))"
        for q in (0.5, 0.95)
    }


def rate(metric: str, by: str) -> dict[str, str]:
    return {f"{{{{{by}}}}}": f"sum by ({by}) (rate({metric}_total[$__rate_interval]))"}


PANELS: tuple[Panel, ...] = (
    ("Sessions", "short", {"{{instance}}": "emochat_sessions"}),
    ("Sessions ended, by reason", "ops", rate("emochat_sessions_ended", "reason")),
    (
        "Sessions resumed",
        "ops",
        {"{{instance}}": "rate(emochat_sessions_resumed_total[$__rate_interval])"},
    ),
    ("Labels", "ops", rate("emochat_labels", "kind")),
    ("Frame to label, by stage", "s", quantiles("emochat_label_stage_seconds", "stage")),
    ("Dropped, by stage", "ops", rate("emochat_dropped", "stage")),
    ("Event loop lag", "s", quantiles("emochat_loop_lag_seconds")),
    ("Pictures waiting or being read", "short", {"{{instance}}": "emochat_inference_pictures"}),
    ("Voice readings", "ops", rate("emochat_voice_readings", "source")),
    ("Gemini calls, by outcome", "ops", rate("emochat_gemini_calls", "outcome")),
    ("Webhook deliveries, by outcome", "ops", rate("emochat_webhook_deliveries", "outcome")),
    ("Belated reports, by outcome", "ops", rate("emochat_belated_reports", "outcome")),
    ("Redis away", "short", {"{{instance}}": "emochat_redis_away"}),
    ("Requests, by status", "reqps", rate("emochat_http_requests", "status")),
    ("Request time, by route", "s", quantiles("emochat_http_request_seconds", "route")),
    ("Text tokens", "ops", {"tokens": "sum(rate(emochat_text_tokens_total[$__rate_interval]))"}),
    (
        "Processor",
        "percentunit",
        {"{{instance}}": "rate(process_cpu_seconds_total[$__rate_interval])"},
    ),
    ("Memory", "bytes", {"{{instance}}": "process_resident_memory_bytes"}),
    ("Open files", "short", {"{{instance}}": "process_open_fds"}),
)


def panel_json(number: int, panel: Panel) -> dict[str, Any]:
    title, unit, queries = panel
    row, column = divmod(number, COLUMNS)
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "gridPos": {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "targets": [
            {"refId": chr(ord("A") + index), "expr": expression, "legendFormat": legend}
            for index, (legend, expression) in enumerate(queries.items())
        ],
    }


def dashboard() -> dict[str, Any]:
    return {
        "title": "EmoChat",
        "uid": "emochat",
        "schemaVersion": 39,
        "refresh": "10s",
        "time": {"from": "now-30m", "to": "now"},
        "templating": {
            "list": [
                {
                    "name": "datasource",
                    "type": "datasource",
                    "query": "prometheus",
                    "label": "Prometheus",
                }
            ]
        },
        "panels": [panel_json(number, panel) for number, panel in enumerate(PANELS)],
    }


def dashboard_text() -> str:
    return json.dumps(dashboard(), indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(dashboard_text())
