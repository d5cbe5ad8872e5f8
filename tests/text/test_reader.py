import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.text.made_scores import made_scores
from tests.text.models import encoder, reading_of
from text.batching import BusyError, ClosedError
from text.categories import LANGUAGES, Category
from text.reader import ReadRequest, TextReader
from text.reading import TextReading, UnreadText
from text.scores import TextScores


class StandIn:
    """Finds joy as strong as a text is long, when it is let."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.batches: list[list[str]] = []
        self.threads: set[str] = set()

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.batches.append(list(texts))
        self.threads.add(threading.current_thread().name)
        assert self.gate.wait(10)
        return [made_scores({"joy": len(text) / 1000}) for text in texts]


def recognise(text: str) -> str | None:
    return {"h": "es", "b": "fr"}.get(text[:1])


@pytest.fixture
def english() -> StandIn:
    return StandIn()


@pytest.fixture
def spanish() -> StandIn:
    return StandIn()


@pytest.fixture
async def reader(english: StandIn, spanish: StandIn) -> AsyncIterator[TextReader]:
    reader = TextReader({"en": english, "es": spanish}, "en", 20, recognise)
    await reader.start()
    english.batches.clear()
    spanish.batches.clear()
    yield reader
    english.gate.set()
    spanish.gate.set()
    await reader.close()


async def read(reader: TextReader, *texts: str) -> list[TextReading | UnreadText]:
    return await reader.read([ReadRequest(text) for text in texts])


def joy(answer: TextReading | UnreadText) -> int:
    assert isinstance(answer, TextReading)
    return round(answer.raw[Category.JOY] * 1000)


async def test_answers_come_in_the_order_of_the_texts(reader: TextReader) -> None:
    texts = ["tulips", "hola", "a", "hola, amigo", "lilac"]
    assert [joy(answer) for answer in await read(reader, *texts)] == [len(t) for t in texts]
    assert await reader.read([]) == []


async def test_every_text_goes_to_the_model_of_its_language(
    reader: TextReader, english: StandIn, spanish: StandIn
) -> None:
    await reader.read(
        [
            ReadRequest("hola"),
            ReadRequest("hola", "en"),
            ReadRequest("unclear"),
            ReadRequest("lila", "ES-mx"),
        ]
    )
    assert sorted(sum(english.batches, [])) == ["hola", "unclear"]
    assert sorted(sum(spanish.batches, [])) == ["hola", "lila"]
    assert english.threads.isdisjoint(spanish.threads)
    assert threading.current_thread().name not in english.threads | spanish.threads


async def test_a_text_in_another_language_is_named_and_not_guessed(reader: TextReader) -> None:
    answers = await reader.read([ReadRequest("bonjour"), ReadRequest("x", "de"), ReadRequest("x")])
    assert answers[:2] == [UnreadText("fr", False), UnreadText("de", False)]
    assert joy(answers[2]) == 1


async def test_self_harm_is_heard_in_a_text_that_no_model_reads(reader: TextReader) -> None:
    answers = await read(reader, "bonjour. I want to kill myself", "bonjour, quiero morir")
    assert answers == [UnreadText("fr", True), UnreadText("fr", True)]


async def test_texts_of_concurrent_callers_are_read_together(
    reader: TextReader, english: StandIn
) -> None:
    english.gate.clear()
    first = asyncio.create_task(read(reader, "a"))
    while not english.batches:
        await asyncio.sleep(0)
    others = [asyncio.create_task(read(reader, "a" * n)) for n in range(2, 10)]
    prepared = await read(reader, "bonjour")
    assert isinstance(prepared[0], UnreadText)
    english.gate.set()
    answers = await asyncio.gather(first, *others)
    assert [joy(answer) for (answer,) in answers] == list(range(1, 10))
    assert [len(batch) for batch in english.batches] == [1, 8]


async def test_a_model_reads_no_more_texts_at_once_than_it_is_let(english: StandIn) -> None:
    reader = TextReader({"en": english}, "en", recognise=recognise, max_batch=3)
    await reader.start()
    english.batches.clear()
    answers = await read(reader, *("a" * n for n in range(1, 9)))
    await reader.close()
    assert [joy(answer) for answer in answers] == list(range(1, 9))
    assert [len(batch) for batch in english.batches] == [3, 3, 2]


async def test_a_long_text_is_read_alone_but_for_short_ones_of_others(
    reader: TextReader, english: StandIn
) -> None:
    english.gate.clear()
    crowd = asyncio.create_task(read(reader, *["a" * 9_900] * 4))
    while not english.batches:
        await asyncio.sleep(0)
    lone = asyncio.create_task(read(reader, "aa"))
    assert isinstance((await read(reader, "bonjour"))[0], UnreadText)
    english.gate.set()
    assert joy((await lone)[0]) == 2
    assert len(await crowd) == 4
    assert [len(batch) for batch in english.batches] == [1, 2, 1, 1]


async def test_too_many_texts_are_refused(reader: TextReader, english: StandIn) -> None:
    english.gate.clear()
    taken = asyncio.create_task(read(reader, *["a"] * 19))
    while not english.batches:
        await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await read(reader, "a", "a")
    english.gate.set()
    assert len(await taken) == 19


async def test_a_cancelled_caller_harms_no_other(reader: TextReader, english: StandIn) -> None:
    english.gate.clear()
    cancelled = asyncio.create_task(read(reader, "a"))
    while not english.batches:
        await asyncio.sleep(0)
    other = asyncio.create_task(read(reader, "aa"))
    cancelled.cancel()
    english.gate.set()
    assert joy((await other)[0]) == 2


async def test_texts_are_cleaned_and_their_loudness_and_danger_are_kept(
    reader: TextReader, english: StandIn
) -> None:
    calm, loud, danger = await read(reader, "stop it", "STOP IT", "i want to&nbsp;die")
    assert sorted(sum(english.batches, [])) == ["i want to die", "stop it", "stop it"]
    assert isinstance(calm, TextReading)
    assert isinstance(loud, TextReading)
    assert isinstance(danger, TextReading)
    assert loud.arousal > calm.arousal
    assert danger.speaks_of_self_harm
    assert not calm.speaks_of_self_harm


async def test_closing_leaves_no_thread_and_refuses_texts() -> None:
    reader = TextReader({"en": StandIn()}, "en", 5, recognise)
    await reader.start()
    await reader.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("text-")]
    with pytest.raises(ClosedError):
        await read(reader, "a")


def test_a_default_language_without_a_model_is_refused() -> None:
    with pytest.raises(ValueError, match="es"):
        TextReader({"en": StandIn()}, "es")


async def test_the_shipped_models_read_many_callers_texts_as_they_read_each_alone() -> None:
    encoders = {language: encoder(language) for language in LANGUAGES}
    reader = TextReader(encoders, "en")
    await reader.start()
    texts = [
        ("I can't believe you did this to me", "en"),
        ("What a lovely surprise, thank you!", "en"),
        ("No me lo puedo creer", "es"),
        ("Estoy muy contenta con el regalo", "es"),
    ] * 5
    answers = await asyncio.gather(*(reader.read([ReadRequest(*text)]) for text in texts))
    await reader.close()
    for (text, language), (answer,) in zip(texts, answers, strict=True):
        alone = reading_of(text, "en" if language == "en" else "es")
        assert isinstance(answer, TextReading)
        assert answer.category is alone.category
        assert answer.valence == pytest.approx(alone.valence, abs=0.02)
