import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import pytest_asyncio
from aiohttp.test_utils import unused_port

from analysis.gemini import GeminiWriter
from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.writing import SessionAccount
from tests.analysis.sessions import account
from tests.standins import gemini
from tests.standins.gemini import GeminiStandin, Reply, serve_gemini

pytestmark = [gemini.ignore_client_warning, pytest.mark.asyncio(loop_scope="module")]

KEY = "test-key-7f3a"
CONTEXT = "Le conté a mi hermana lo del hospital"

INVALID_KEY_DETAILS = [
    {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
]
RETRY_DETAILS = [
    {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": []},
    {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17.5s"},
]

FAILURES: list[tuple[Reply, GeminiErrorCode]] = [
    (
        gemini.failure(400, "INVALID_ARGUMENT", f"bad key {KEY}", INVALID_KEY_DETAILS),
        GeminiErrorCode.INVALID_KEY,
    ),
    (gemini.failure(400, "INVALID_ARGUMENT", f"bad: {CONTEXT}"), GeminiErrorCode.BAD_REQUEST),
    (gemini.failure(401, "UNAUTHENTICATED", "who?"), GeminiErrorCode.INVALID_KEY),
    (gemini.failure(403, "PERMISSION_DENIED", "no"), GeminiErrorCode.FORBIDDEN),
    (gemini.failure(404, "NOT_FOUND", "no such model"), GeminiErrorCode.MODEL_NOT_FOUND),
    (gemini.failure(429, "RESOURCE_EXHAUSTED", "slow", RETRY_DETAILS), GeminiErrorCode.QUOTA),
    (gemini.failure(503, "UNAVAILABLE", "overloaded"), GeminiErrorCode.UNAVAILABLE),
    (gemini.failure(504, "DEADLINE_EXCEEDED", "late"), GeminiErrorCode.TIMEOUT),
    (gemini.raw(502, "<html>Bad Gateway</html>", "text/html"), GeminiErrorCode.UNAVAILABLE),
    (gemini.raw(500, "not json", "application/json"), GeminiErrorCode.BAD_RESPONSE),
    (gemini.raw(200, "not json", "application/json"), GeminiErrorCode.BAD_RESPONSE),
    (gemini.raw(200, '{"candidates": 5}', "application/json"), GeminiErrorCode.BAD_RESPONSE),
    (
        gemini.raw(200, '{"candidates": [{"finishReason": 5}]}', "application/json"),
        GeminiErrorCode.BAD_RESPONSE,
    ),
    (gemini.blocked_prompt("SAFETY"), GeminiErrorCode.BLOCKED),
    (gemini.without_text("SAFETY"), GeminiErrorCode.BLOCKED),
    (gemini.without_text("MAX_TOKENS"), GeminiErrorCode.EMPTY),
    (gemini.thoughts_only(), GeminiErrorCode.EMPTY),
    (gemini.answer("  \n"), GeminiErrorCode.EMPTY),
    (gemini.answer("Hola, qu", finish="MAX_TOKENS"), GeminiErrorCode.INCOMPLETE),
    (gemini.answer("Hola", finish="SAFETY"), GeminiErrorCode.BLOCKED),
    (gemini.answer("Hola", finish=None), GeminiErrorCode.INCOMPLETE),
]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def service() -> AsyncIterator[GeminiStandin]:
    async with serve_gemini() as running:
        yield running


# Making a client is slow (it reads certificates), so the tests share one.
@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def writer(service: GeminiStandin) -> AsyncIterator[GeminiWriter]:
    async with open_writer(service.base_url) as running:
        yield running


@pytest.fixture
def standin(service: GeminiStandin) -> GeminiStandin:
    service.forget()
    return service


@asynccontextmanager
async def open_writer(base_url: str, **options: float) -> AsyncIterator[GeminiWriter]:
    # In a thread, because the client reads certificates when it is made.
    build = partial(GeminiWriter, KEY, model="gemini-test", base_url=base_url, **options)
    writer = await asyncio.to_thread(build)
    try:
        yield writer
    finally:
        await writer.aclose()


def about(language: str = "es") -> SessionAccount:
    return account(context=CONTEXT, language=language)


async def streamed(writer: GeminiWriter) -> list[str]:
    return [piece async for piece in writer.stream(about())]


async def test_generate_returns_the_text(standin: GeminiStandin, writer: GeminiWriter) -> None:
    standin.reply = gemini.answer("Uno.\n\nDos.")
    assert await writer.generate(about()) == "Uno.\n\nDos."


async def test_stream_yields_pieces_as_they_come(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    standin.reply = gemini.answer("Uno", ".\n", "\nDo", "s.")
    assert await streamed(writer) == ["Uno", ".", "\n\nDo", "s."]


async def test_the_first_piece_comes_before_the_answer_is_whole(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    standin.reply = standin.hang("Hola")
    pieces = writer.stream(about())
    assert await anext(pieces) == "Hola"
    await pieces.aclose()


async def test_no_answer_has_more_than_two_paragraphs(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    standin.reply = gemini.answer("Uno\n\nDos\n", "\nTres\n\nCuatro\n")
    assert await writer.generate(about()) == "Uno\n\nDos Tres Cuatro"
    assert "".join(await streamed(writer)) == "Uno\n\nDos Tres Cuatro"


async def test_text_that_utf8_cannot_carry_is_replaced(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    standin.reply = gemini.answer("a\ud800b")
    assert await writer.generate(about()) == "".join(await streamed(writer)) == "a?b"


async def test_the_request_is_what_the_protocol_asks_for(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    await writer.generate(about())
    await streamed(writer)
    whole, stream = standin.requests
    assert whole.path.endswith("/models/gemini-test:generateContent")
    assert stream.path.endswith("/models/gemini-test:streamGenerateContent")
    assert stream.query == {"alt": "sse"}
    assert whole.body == stream.body
    for request in standin.requests:
        assert request.headers["x-goog-api-key"] == KEY
        assert request.headers["x-server-timeout"] == "20"
        assert "tools" not in request.body
        assert KEY not in request.path + json.dumps([request.query, request.body])


async def test_the_task_is_the_instruction_and_the_context_is_data(
    standin: GeminiStandin, writer: GeminiWriter
) -> None:
    await writer.generate(about("en"))
    (request,) = standin.requests
    assert CONTEXT in request.data_block
    assert CONTEXT not in request.system_instruction
    assert "in English" in request.system_instruction


@pytest.mark.parametrize(("reply", "code"), FAILURES)
async def test_every_failure_is_one_typed_error_without_secrets(
    standin: GeminiStandin,
    writer: GeminiWriter,
    caplog: pytest.LogCaptureFixture,
    reply: Reply,
    code: GeminiErrorCode,
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.reply = reply
    with pytest.raises(GeminiError) as whole:
        await writer.generate(about())
    with pytest.raises(GeminiError) as stream:
        await streamed(writer)
    assert (whole.value.code, stream.value.code) == (code, code)
    assert len(standin.requests) == 2, "a failed request was tried again"
    for text in (whole.value.message, whole.value.describe("en"), caplog.text):
        assert KEY not in text
        assert CONTEXT not in text
        assert "{" not in whole.value.message


async def test_quota_tells_how_long_to_wait(standin: GeminiStandin, writer: GeminiWriter) -> None:
    standin.reply = gemini.failure(429, "RESOURCE_EXHAUSTED", "slow", RETRY_DETAILS)
    with pytest.raises(GeminiError) as error:
        await writer.generate(about())
    assert (error.value.retry_after_s, error.value.http_status) == (17.5, 429)


@pytest.mark.parametrize("details", [[], ["x"], [{"retryDelay": "soon"}], [{"retryDelay": None}]])
async def test_quota_without_a_readable_delay_tells_none(
    standin: GeminiStandin, writer: GeminiWriter, details: list[object]
) -> None:
    standin.reply = gemini.failure(429, "RESOURCE_EXHAUSTED", "slow", details)
    with pytest.raises(GeminiError) as error:
        await writer.generate(about())
    assert error.value.retry_after_s is None


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (gemini.broken_off("Hola "), GeminiErrorCode.UNAVAILABLE),
        (
            gemini.stream_then(gemini.error_object(503, "UNAVAILABLE", "later"), "Hola "),
            GeminiErrorCode.UNAVAILABLE,
        ),
        (
            gemini.stream_then(gemini.error_object(429, "RESOURCE_EXHAUSTED", "x"), "Hola "),
            GeminiErrorCode.QUOTA,
        ),
        (gemini.stream_then({"error": "x"}, "Hola "), GeminiErrorCode.BAD_RESPONSE),
    ],
)
async def test_a_failure_in_mid_stream_comes_after_the_pieces_before_it(
    standin: GeminiStandin, writer: GeminiWriter, reply: Reply, code: GeminiErrorCode
) -> None:
    standin.reply = reply
    pieces = writer.stream(about())
    assert await anext(pieces) == "Hola"
    with pytest.raises(GeminiError) as error:
        await anext(pieces)
    assert error.value.code is code


async def test_a_service_that_hangs_ends_in_a_timeout(standin: GeminiStandin) -> None:
    async with open_writer(standin.base_url, timeout_s=0.2) as writer:
        standin.reply = standin.hang()
        with pytest.raises(GeminiError) as whole:
            await writer.generate(about())
        with pytest.raises(GeminiError) as nothing:
            await streamed(writer)
        standin.reply = standin.hang("Hola")
        with pytest.raises(GeminiError) as rest:
            await streamed(writer)
        assert {whole.value.code, nothing.value.code, rest.value.code} == {GeminiErrorCode.TIMEOUT}


async def test_the_first_piece_has_a_limit_of_its_own(standin: GeminiStandin) -> None:
    standin.reply = standin.hang()
    async with open_writer(standin.base_url, timeout_s=1e6, first_piece_timeout_s=0.2) as writer:
        with pytest.raises(GeminiError) as error:
            await streamed(writer)
        assert error.value.code is GeminiErrorCode.TIMEOUT


async def test_a_refused_connection_fails_without_another_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_sleep(delay: float) -> None:
        raise AssertionError(f"slept {delay} s before another try")

    async with open_writer(f"http://127.0.0.1:{unused_port()}") as writer:
        monkeypatch.setattr("google.genai._api_client.asyncio.sleep", no_sleep)
        with pytest.raises(GeminiError) as whole:
            await writer.generate(about())
        with pytest.raises(GeminiError) as stream:
            await streamed(writer)
        assert {whole.value.code, stream.value.code} == {GeminiErrorCode.UNAVAILABLE}
        monkeypatch.undo()


async def test_an_empty_key_is_refused_although_the_environment_holds_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "from-the-environment")
    with pytest.raises(GeminiError) as error:
        GeminiWriter("")
    assert error.value.code is GeminiErrorCode.MISSING_KEY


async def test_the_environment_cannot_send_the_session_elsewhere(
    standin: GeminiStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("GOOGLE_GENAI_USE_ENTERPRISE", "true")
    monkeypatch.setenv("GOOGLE_API_KEY", "from-the-environment")
    async with open_writer(standin.base_url + "/") as writer:
        await writer.generate(about())
    assert standin.requests[0].headers["x-goog-api-key"] == KEY
