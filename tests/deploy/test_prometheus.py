"""Scraping and alerts, against the metrics that there are."""

import re
from typing import Any

import pytest
import yaml
from aiohttp import web

from api.auth import OPEN_WITHOUT_KEYS
from cluster.haproxy import DEFAULT_BASE_PORT
from config import SETTINGS
from telemetry.metrics import Metrics
from tests.deploy.rooms import DEPLOY
from webrtc.signaling import OFFER_PATH, PATH, REPORT_PATH

PROMETHEUS = DEPLOY / "prometheus"
OF_OTHERS = {"up", "probe_ssl_earliest_cert_expiry"}
"""Made by Prometheus itself and by its blackbox exporter."""

SERIES = re.compile(r"(?<!\w)((?:emochat|process|probe)_\w+|up)(?=[{\[) ]|$)")


JOB = re.compile(r'job="([\w-]+)"')


def jobs() -> dict[str, dict[str, Any]]:
    """What is scraped, by name."""
    configs = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    return {str(job["job_name"]): job for job in configs}


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


@pytest.fixture(scope="module")
def series() -> set[str]:
    """Names of all series."""
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
    return {
        metric.name + suffix
        for metric in Metrics().registry.collect()
        for suffix in suffixes.get(metric.type, ("",))
    }


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: str(alert["alert"]))
def test_an_alert_asks_for_series_that_there_are(alert: dict[str, Any], series: set[str]) -> None:
    asked = set(SERIES.findall(str(alert["expr"])))
    assert asked
    assert asked <= series | OF_OTHERS
    assert alert["labels"]["severity"] in ("page", "ticket")
    assert alert["annotations"]["summary"]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: str(alert["alert"]))
def test_what_an_alert_asks_is_scraped(alert: dict[str, Any]) -> None:
    asked = set(JOB.findall(str(alert["expr"])))
    assert asked <= set(jobs())


def test_what_is_scraped_is_where_workers_listen_by_default() -> None:
    (host,) = [setting.default for setting in SETTINGS if setting.field == "host"]
    (scraped,) = jobs()["emochat"]["static_configs"]
    ports = range(DEFAULT_BASE_PORT, DEFAULT_BASE_PORT + len(scraped["targets"]))
    assert scraped["targets"] == [f"{host}:{port}" for port in ports]


def test_the_alert_of_refusals_sees_every_way_that_an_offer_comes() -> None:
    (expression,) = [a["expr"] for a in alerts() if a["alert"] == "EmoChatRefusing"]
    (wanted,) = re.findall(r'route=~"([^"]+)"', expression)
    offers, others = (PATH, OFFER_PATH), (REPORT_PATH, PATH + "/{secret}", "/predict")
    router = web.UrlDispatcher()
    patterns = {path: router.add_resource(path).canonical for path in (*offers, *others)}
    seen = [path for path, pattern in patterns.items() if re.fullmatch(wanted, pattern)]
    assert seen == list(offers)


def test_metrics_are_asked_for_with_a_key() -> None:
    job = jobs()["emochat"]
    assert job["metrics_path"] in OPEN_WITHOUT_KEYS
    assert job["authorization"]["type"] == "Bearer"
    assert "credentials" not in job["authorization"]


def test_the_alert_of_a_full_site_knows_how_many_sessions_fit() -> None:
    (expression,) = [a["expr"] for a in alerts() if a["alert"] == "EmoChatNearlyFull"]
    (default,) = [s.default for s in SETTINGS if s.field == "max_sessions"]
    assert f"* {default} *" in expression
