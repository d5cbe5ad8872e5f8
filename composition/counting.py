"""Feeds the metrics from parts that know nothing of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from prometheus_client import Counter

from analysis.face_pool import FacePool
from telemetry.metrics import Metrics
from text.encoder import TextEncoder
from text.model_file import TextModelCard
from text.scores import TextScores
from webrtc.registry import SessionRegistry

if TYPE_CHECKING:
    from cluster.redis_link import RedisLink

ANALYSIS, TALK = "analysis", "talk"
"""What Gemini is called for."""


class CountingEncoder:
    """Counts the tokens that an encoder reads."""

    def __init__(self, encoder: TextEncoder, metrics: Metrics) -> None:
        self._encoder = encoder
        self._metrics = metrics

    @property
    def card(self) -> TextModelCard:
        return self._encoder.card

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        scores = self._encoder.score(texts)
        self._metrics.text_tokens.inc(sum(score.tokens for score in scores))
        return scores


class GeminiOutcomes:
    """Counts calls of Gemini of one kind by how they ended: `ok`, or the code of a failure."""

    def __init__(self, metrics: Metrics, kind: str) -> None:
        self._metrics = metrics
        self._kind = kind

    def __call__(self, outcome: str) -> None:
        self._metrics.gemini_calls.labels(self._kind, outcome).inc()


def outcomes(counter: Counter, names: Sequence[str]) -> Callable[[str], None]:
    """Make what counts how things ended, by the counter's only label."""
    # At zero from the start: Prometheus sees no increase in a series that begins at one.
    by_name = {name: counter.labels(name) for name in names}
    return lambda outcome: by_name[outcome].inc()


def watch(
    metrics: Metrics, registry: SessionRegistry, pool: FacePool, link: "RedisLink | None"
) -> None:
    """Let the gauges ask whoever knows; `link` is None in a process without Redis."""
    metrics.sessions.set_function(lambda: registry.count)
    metrics.inference_waiting.set_function(lambda: pool.pending)
    if link is not None:
        metrics.redis_away.set_function(lambda: not link.is_up)
