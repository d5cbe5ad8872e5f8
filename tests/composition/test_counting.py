from composition.counting import CountingEncoder, GeminiOutcomes
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
