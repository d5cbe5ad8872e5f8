import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator

import pytest

from analysis.gemini import GeminiWriter
from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.local_report import local_report
from analysis.statistics import timeline_statistics
from analysis.timeline import moments_from_entries
from analysis.writer import MAX_COMPOSED_AT_ONCE, SessionWriter
from analysis.writing import AnalysisDelta, AnalysisResult, LanguageModel, SessionAccount
from tests.analysis.sessions import each_second
from tests.standins import gemini
from tests.standins.gemini import GeminiStandin, serve_gemini

pytestmark = gemini.ignore_client_warning

CONTEXT = "Hablé de la mudanza"
ENTRIES = each_second(*["happy"] * 20, *["neutral"] * 10)
LOCAL = local_report(timeline_statistics(moments_from_entries(ENTRIES), 30.0), "es")


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GeminiStandin]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with serve_gemini() as running:
        yield running


@pytest.fixture
async def writer(standin: GeminiStandin) -> AsyncIterator[SessionWriter]:
    model = await asyncio.to_thread(
        GeminiWriter, "key", model="gemini-test", base_url=standin.base_url
    )
    yield SessionWriter(model)
    await model.aclose()


async def written(writer: SessionWriter) -> tuple[list[str], AnalysisResult]:
    """Return the deltas and the result, and check that the result is the last and only one."""
    parts = [part async for part in write(writer)]
    deltas = [part.text for part in parts if isinstance(part, AnalysisDelta)]
    result = parts[-1]
    assert isinstance(result, AnalysisResult)
    assert len(deltas) == len(parts) - 1
    return deltas, result


def write(writer: SessionWriter) -> AsyncGenerator[AnalysisDelta | AnalysisResult, None]:
    return writer.write(context=CONTEXT, entries=ENTRIES, language="es", duration_s=30.0)


def the_account() -> SessionAccount:
    return SessionAccount(CONTEXT, moments_from_entries(ENTRIES), "es", 30.0)


async def test_deltas_add_up_to_the_result(standin: GeminiStandin, writer: SessionWriter) -> None:
    standin.reply = gemini.answer("Uno", ".\n\nDo", "s.")
    deltas, result = await written(writer)
    assert len(deltas) == 3
    assert result == AnalysisResult("".join(deltas), "gemini", "gemini-test", None)
    assert result.text == "Uno.\n\nDos."


async def test_the_session_reaches_the_model(standin: GeminiStandin, writer: SessionWriter) -> None:
    await written(writer)
    (request,) = standin.requests
    assert CONTEXT in request.data_block
    assert request.data_block.count("neutral") == 10


@pytest.mark.parametrize(
    ("reply", "code", "deltas"),
    [
        (gemini.failure(503, "UNAVAILABLE", "x"), GeminiErrorCode.UNAVAILABLE, []),
        (gemini.broken_off("Hola"), GeminiErrorCode.UNAVAILABLE, ["Hola"]),
        (gemini.answer("Ho", "la", finish="SAFETY"), GeminiErrorCode.BLOCKED, ["Ho"]),
        (gemini.answer("Ho", "la", finish="MAX_TOKENS"), GeminiErrorCode.INCOMPLETE, ["Ho", "la"]),
    ],
)
async def test_any_failure_ends_in_the_local_report(
    standin: GeminiStandin,
    writer: SessionWriter,
    reply: gemini.Reply,
    code: GeminiErrorCode,
    deltas: list[str],
) -> None:
    standin.reply = reply
    said, result = await written(writer)
    assert said == deltas
    assert (result.text, result.source, result.model) == (LOCAL, "local", None)
    assert result.error is not None
    assert result.error.code is code


async def test_remarks_reach_the_model_and_the_local_report(
    standin: GeminiStandin, writer: SessionWriter
) -> None:
    remark = "Hasta hoy, el tono de tus palabras parecía ir a mejor."
    results = []
    for each in (writer, SessionWriter(None)):
        parts = each.write(
            context=CONTEXT, entries=ENTRIES, language="es", duration_s=30.0, remarks=[remark]
        )
        results.append([part async for part in parts][-1])
    (request,) = standin.requests
    assert remark in request.data_block
    assert isinstance(results[1], AnalysisResult)
    assert remark in results[1].text


async def test_without_a_key_the_local_report_is_no_error() -> None:
    deltas, result = await written(SessionWriter(None))
    assert deltas == []
    assert result == AnalysisResult(LOCAL, "local", None, None)


async def test_compose_writes_in_one_go(standin: GeminiStandin, writer: SessionWriter) -> None:
    standin.reply = gemini.answer("Hola.")
    assert await writer.compose(the_account()) == AnalysisResult(
        "Hola.", "gemini", "gemini-test", None
    )
    assert standin.requests[0].path.endswith(":generateContent")


async def test_compose_ends_in_the_local_report_too(
    standin: GeminiStandin, writer: SessionWriter
) -> None:
    standin.reply = gemini.failure(429, "RESOURCE_EXHAUSTED", "x")
    result = await writer.compose(the_account())
    assert (result.text, result.source) == (LOCAL, "local")
    assert result.error is not None
    assert result.error.code is GeminiErrorCode.QUOTA
    assert await SessionWriter(None).compose(the_account()) == AnalysisResult(
        LOCAL, "local", None, None
    )


async def test_only_so_many_are_composed_at_a_time(
    standin: GeminiStandin, writer: SessionWriter
) -> None:
    standin.reply = standin.hang()
    async with asyncio.TaskGroup() as group:
        waiting = [
            group.create_task(writer.compose(the_account())) for _ in range(MAX_COMPOSED_AT_ONCE)
        ]
        await asyncio.sleep(0)
        refused = await writer.compose(the_account())
        for task in waiting:
            task.cancel()
    assert refused.text == LOCAL
    assert refused.error is not None
    assert refused.error.code is GeminiErrorCode.BUSY
    standin.reply = gemini.answer("Hola.")
    assert (await writer.compose(the_account())).source == "gemini"


async def test_each_call_of_gemini_is_counted_by_how_it_ended(standin: GeminiStandin) -> None:
    outcomes: list[str] = []
    model = await asyncio.to_thread(GeminiWriter, "key", base_url=standin.base_url)
    counted = SessionWriter(model, outcomes.append)
    await written(counted)
    await counted.compose(the_account())
    standin.reply = gemini.answer("Ho", "la", finish="MAX_TOKENS")
    await written(counted)
    await counted.compose(the_account())
    await model.aclose()
    assert outcomes == ["ok", "ok", "incomplete", "incomplete"]


async def test_a_failure_is_logged_without_what_the_person_said(
    standin: GeminiStandin, writer: SessionWriter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.reply = gemini.failure(400, "INVALID_ARGUMENT", CONTEXT)
    await written(writer)
    assert "Gemini rejected the request (HTTP 400)" in caplog.text
    assert CONTEXT not in caplog.text


async def test_a_reader_who_leaves_early_closes_the_stream() -> None:
    class Endless:
        model = "endless"
        closed = False

        async def stream(self, account: SessionAccount) -> AsyncGenerator[str, None]:
            try:
                while True:
                    yield "a "
            finally:
                self.closed = True

        async def generate(self, account: SessionAccount) -> str:
            raise GeminiError(GeminiErrorCode.EMPTY)

        async def aclose(self) -> None: ...

    endless = Endless()
    model: LanguageModel = endless
    parts = write(SessionWriter(model))
    assert await anext(parts) == AnalysisDelta("a ")
    await parts.aclose()
    assert endless.closed


async def test_an_unknown_language_is_refused() -> None:
    parts = SessionWriter(None).write(context="", entries=[], language="fr", duration_s=1.0)
    with pytest.raises(ValueError, match="'fr'"):
        await anext(parts)
