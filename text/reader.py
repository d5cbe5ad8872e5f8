"""Texts in, readings out, for asyncio: the way from the event loop to the text models."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from text.batching import MAX_BATCH, Batcher
from text.categories import Language
from text.cleaning import clean
from text.dimensions import read_dimensions
from text.emphasis import emphasis_of
from text.languages import language_of
from text.reading import TextReading, UnreadText
from text.safety import speaks_of_self_harm
from text.scores import TextScores

MAX_WAITING = 4_000
"""Texts that may wait for a model: four of the largest batches that the API takes."""

LONGEST_BYTES = 12_000
"""What the longest text costs: more than about 3,000 tokens are not read of any."""

BATCH_BYTES = 16_000
"""Of the texts that are read at once: the longest, a quarter of a second's work, and short ones of
others beside it."""

WARM_UP = "Good morning."


class Encoder(Protocol):
    """What scores texts of one language: text.encoder.TextEncoder."""

    def score(self, texts: Sequence[str]) -> list[TextScores]: ...


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A text to read.

    Attributes:
        text: the words, of any length.
        language: ISO 639-1 code, a region may follow ("es-MX"); None has it recognised.
    """

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Prepared:
    cleaned: str
    language: Language
    emphasis: float
    speaks_of_self_harm: bool


class TextReader:
    """Reads texts off the event loop, those of concurrent callers together.

    Each language has a thread; an idle one starts at once. A call may bring one text or a
    thousand, as for asking what a text says without each of its clauses.

    Args:
        encoders: the model of each language that can be read.
        default_language: what a text is read in whose language is unclear.
        max_waiting: texts of one language that may wait or be in hand.
        recognise: tells the language of a text, ISO 639-1, or None where it is unclear.
        max_batch: texts that a model reads at once.
    """

    def __init__(
        self,
        encoders: Mapping[Language, Encoder],
        default_language: Language,
        max_waiting: int = MAX_WAITING,
        recognise: Callable[[str], str | None] = language_of,
        max_batch: int = MAX_BATCH,
    ) -> None:
        if default_language not in encoders:
            raise ValueError(f"no encoder for the default language {default_language}")
        self._default_language = default_language
        self._recognise = recognise
        self._preparing = Batcher(
            self._prepare,
            max_waiting,
            "text-prepare",
            cost=lambda request: _cost(request.text),
            max_cost=BATCH_BYTES,
        )
        self._reading = {
            language: Batcher(
                _reading_with(encoder),
                max_waiting,
                f"text-{language}",
                max_batch,
                cost=lambda prepared: _cost(prepared.cleaned),
                max_cost=BATCH_BYTES,
            )
            for language, encoder in encoders.items()
        }

    async def start(self) -> None:
        """Start the threads and let each model read one text, so that no caller waits for it."""
        for batcher in self._batchers():
            batcher.start()
        await self.read([ReadRequest(WARM_UP, language) for language in (None, *self._reading)])

    async def read(self, requests: Sequence[ReadRequest]) -> list[TextReading | UnreadText]:
        """Read texts; one in a language without a model comes back as UnreadText.

        Raises:
            BusyError: too many texts wait already.
            ClosedError: close() came first.
        """
        answers: dict[int, TextReading | UnreadText] = {}
        prepared: dict[int, _Prepared] = {}
        for index, made in enumerate(await self._preparing.do(requests)):
            if isinstance(made, UnreadText):
                answers[index] = made
            else:
                prepared[index] = made
        for language, batcher in self._reading.items():
            # Texts of like length side by side make batches with little padding.
            mine = [index for index in prepared if prepared[index].language == language]
            mine.sort(key=lambda index: len(prepared[index].cleaned))
            readings = await batcher.do([prepared[index] for index in mine])
            answers |= zip(mine, readings, strict=True)
        return [answers[index] for index in range(len(requests))]

    async def close(self) -> None:
        """Finish what is in hand, fail what waits and end the threads."""
        for batcher in self._batchers():
            await batcher.close()

    def _batchers(self) -> list[Batcher[Any, Any]]:
        return [self._preparing, *self._reading.values()]

    def _prepare(self, requests: Sequence[ReadRequest]) -> list[_Prepared | UnreadText]:
        return [self._prepared(request) for request in requests]

    def _prepared(self, request: ReadRequest) -> _Prepared | UnreadText:
        code = _code(request.language) or self._recognise(request.text) or self._default_language
        language = next((known for known in self._reading if known == code), None)
        text = request.text
        cleaned = clean(text, language or self._default_language)
        told = speaks_of_self_harm(cleaned)
        if language is None:
            return UnreadText(code, told)
        return _Prepared(cleaned, language, emphasis_of(text), told)


def _code(language: str | None) -> str | None:
    return language and language.replace("_", "-").partition("-")[0].lower()


def _cost(text: str) -> int:
    """In bytes: a character outside the Latin alphabet takes more tokens, too."""
    return min(len(text.encode(errors="replace")), LONGEST_BYTES)


def _reading_with(encoder: Encoder) -> Callable[[Sequence[_Prepared]], list[TextReading]]:
    def read(texts: Sequence[_Prepared]) -> list[TextReading]:
        scores = encoder.score([text.cleaned for text in texts])
        return [
            read_dimensions(score, text.speaks_of_self_harm, text.emphasis)
            for score, text in zip(scores, texts, strict=True)
        ]

    return read
