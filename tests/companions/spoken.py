"""A text model that tells joy and sadness by a word, and what a session gives its companions."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.text.made_scores import made_scores
from text.scores import TextScores


class WordEncoder:
    """Finds joy in texts with "good", sadness in those with "bad", and else nothing."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.texts: list[str] = []

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        assert self.gate.wait(10)
        self.texts += texts
        return [_scores(text) for text in texts]


def _scores(text: str) -> TextScores:
    if "good" in text:
        return made_scores({"joy": 0.95}, {"joy": 0.9}, {"joy": 0.9}, valence=4.5)
    if "bad" in text:
        return made_scores({"sadness": 0.95}, {"sadness": 0.9}, {"sadness": 0.9}, valence=1.5)
    return made_scores({"neutral": 0.95}, fine={"neutral": 0.9})


@dataclass
class Clock:
    """Goes on by a second with each look at it."""

    at: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Events:
    """Keeps what a session was told."""

    failures: list[str] = field(default_factory=list)

    def on_failure(self, code: str, message: str) -> None:
        self.failures.append(code)
