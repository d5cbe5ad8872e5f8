"""What the clients saw, and the figures that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from benchmarks.percentiles import percentiles
from text.categories import LANGUAGES, Language

BATCH_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Load:
    """A number of clients at a time, each with one text a request.

    Attributes:
        texts: those of all clients together.
    """

    clients: int
    texts: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `8x400`: 8 clients, 400 texts.

        Raises:
            ValueError: the text is of another form.
        """
        clients, texts = text.split("x")
        return cls(int(clients), int(texts))

    def __str__(self) -> str:
        return f"{self.clients}x{self.texts}"


@dataclass(frozen=True, slots=True)
class LoadSeen:
    """What the clients of a load saw.

    Attributes:
        seconds: from the first request to the last answer.
        ms: how long each answer took, by the text's language.
    """

    clients: int
    seconds: float
    ms: Mapping[Language, Sequence[float]]

    @property
    def texts_per_s(self) -> float:
        return sum(map(len, self.ms.values())) / self.seconds


@dataclass(frozen=True, slots=True)
class Seen:
    """A run of the clients.

    Attributes:
        batch_s: how long each request of BATCH_TEXTS texts took.
    """

    loads: list[LoadSeen]
    batch_s: list[float]

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        return cls([LoadSeen(**load) for load in fields["loads"]], fields["batch_s"])


def load_figures(rounds: Sequence[LoadSeen]) -> dict[str, Any]:
    """Return the figures of one number of clients, over all rounds.

    Raises:
        ValueError: a language had no answer at all.
    """
    by_language = {
        language: [ms for seen in rounds for ms in seen.ms[language]] for language in LANGUAGES
    }
    every = [ms for values in by_language.values() for ms in values]
    return {
        "clients": rounds[0].clients,
        "latency_ms": percentiles(every),
        "latency_ms_by_language": {
            language: percentiles(values) for language, values in by_language.items()
        },
        "texts_per_s": round(len(every) / sum(seen.seconds for seen in rounds), 1),
        "texts_per_s_by_round": [round(seen.texts_per_s, 1) for seen in rounds],
    }


def batch_figures(batch_s: Sequence[float]) -> dict[str, Any]:
    """Return the figures of the requests of many texts."""
    return {
        "texts": BATCH_TEXTS,
        "latency_ms": percentiles([1000 * took_s for took_s in batch_s]),
        "texts_per_s": round(BATCH_TEXTS * len(batch_s) / sum(batch_s), 1),
    }
