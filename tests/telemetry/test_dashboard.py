import json
import re
from pathlib import Path

from telemetry.dashboard import dashboard_text
from telemetry.metrics import Metrics

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "emochat.json"


def expressions() -> list[str]:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_the_file_is_what_the_command_writes() -> None:
    assert DASHBOARD.read_text() == dashboard_text()


def test_every_query_asks_for_series_that_exist() -> None:
    metrics = Metrics()
    for family in (metrics.sessions_ended, metrics.labels, metrics.stage_seconds):
        family.labels("any")
    exposed = {family.name: family.type for family in metrics.registry.collect()}
    series = set()
    for name, kind in exposed.items():
        series |= {f"{name}_total"} if kind == "counter" else {name, f"{name}_bucket"}
    asked = {name for e in expressions() for name in re.findall(r"\b(?:emochat|process)_\w+", e)}
    assert len(asked) > 12
    assert asked <= series


def test_every_metric_of_ours_is_on_the_dashboard() -> None:
    asked = " ".join(expressions())
    ours = {f.name for f in Metrics().registry.collect() if f.name.startswith("emochat_")}
    unseen = {name for name in ours if name not in asked}
    assert unseen <= {"emochat_sessions_started", "emochat_session_seconds"}
