from types import SimpleNamespace
from typing import Any

import pytest

from composition.counting import CountingEncoder, GeminiOutcomes, outcomes, watch
from telemetry.metrics import Metrics
from tests.text.models import encoder


def test_tokens_are_counted_as_they_are_read() -> None:
    metrics = Metrics()
    counting = CountingEncoder(encoder("en"), metrics)
    scores = counting.score(["one text", "and another one"])
    total = sum(score.tokens for score in scores)
    assert total > 6
    assert f"emochat_text_tokens_total {total:.1f}" in metrics.exposition().decode()
    assert counting.card is encoder("en").card


def test_calls_of_gemini_are_counted_by_kind_and_outcome() -> None:
    metrics = Metrics()
    for outcome in ("ok", "quota", "ok"):
        GeminiOutcomes(metrics, "talk")(outcome)
    text = metrics.exposition().decode()
    assert 'emochat_gemini_calls_total{kind="talk",outcome="ok"} 2.0' in text
    assert 'emochat_gemini_calls_total{kind="talk",outcome="quota"} 1.0' in text


def test_what_ends_is_counted_by_how_it_ended() -> None:
    metrics = Metrics()
    tell = outcomes(metrics.webhook_deliveries, ("sent", "dropped", "given_up"))
    for outcome in ("sent", "dropped", "sent"):
        tell(outcome)
    text = metrics.exposition().decode()
    for outcome, count in (("sent", 2.0), ("dropped", 1.0), ("given_up", 0.0)):
        assert f'emochat_webhook_deliveries_total{{outcome="{outcome}"}} {count}' in text


@pytest.mark.parametrize(
    ("link", "away"),
    [(None, 0.0), (SimpleNamespace(is_up=True), 0.0), (SimpleNamespace(is_up=False), 1.0)],
)
def test_gauges_tell_what_is_so_when_they_are_read(link: Any, away: float) -> None:
    metrics = Metrics()
    registry: Any = SimpleNamespace(count=2)
    pool: Any = SimpleNamespace(pending=3)
    watch(metrics, registry, pool, link)
    text = metrics.exposition().decode()
    assert f"emochat_redis_away {away}" in text
    assert "emochat_sessions 2.0" in text
    pool.pending = 4
    assert "emochat_inference_pictures 4.0" in metrics.exposition().decode()
