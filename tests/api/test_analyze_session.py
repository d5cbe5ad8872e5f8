import asyncio
import io
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

import analysis.writer
from analysis.gemini import GeminiWriter
from analysis.gemini_loader import load_gemini
from analysis.local_texts_en import ENGLISH
from analysis.local_texts_es import SPANISH
from analysis.writer import SessionWriter
from analysis.writing import LanguageModel
from api.analyze_session import analyze_session_routes
from api.errors import error_middleware
from api.session_account import MAX_BODY_BYTES
from tests.standins import gemini
from tests.standins.gemini import GeminiStandin, serve_gemini

pytestmark = gemini.ignore_client_warning

# Word for word from document 000.
EXAMPLE: dict[str, Any] = {
    "context": "I was talking about my recent promotion at work",
    "emotions": [
        "HAPPY",
        "HAPPY",
        "HAPPY",
        "SAD",
        "HAPPY",
        "No face detected",
        "HAPPY",
        "HAPPY",
        "SAD",
        "HAPPY",
    ],
}
MISSING_KEY = (
    "Falta configurar tu GEMINI_API_KEY. "
    "Configúrala como variable de entorno o en el archivo app.py."
)
MISSING_LIBRARY = (
    "La librería google-genai no está instalada o configurada. "
    "Por favor instala con pip install google-genai"
)
QUOTA = gemini.failure(
    429,
    "RESOURCE_EXHAUSTED",
    "slow down",
    [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "16.2s"}],
)

Client = TestClient[web.Request, web.Application]
Start = Callable[[LanguageModel | None], Awaitable[Client]]


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GeminiStandin]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with serve_gemini() as running:
        yield running


@pytest.fixture
def start(aiohttp_client: AiohttpClient) -> Start:
    async def run(model: LanguageModel | None) -> Client:
        app = web.Application(middlewares=[error_middleware])
        app.add_routes(analyze_session_routes(SessionWriter(model), "es"))
        return await aiohttp_client(app)

    return run


@pytest.fixture
async def keyless(start: Start) -> Client:
    return await start(None)


@pytest.fixture
async def client(start: Start, standin: GeminiStandin) -> AsyncIterator[Client]:
    model = await asyncio.to_thread(
        GeminiWriter, "the-key", model="gemini-test", base_url=standin.base_url
    )
    yield await start(model)
    await model.aclose()


async def post(client: Client, body: object) -> tuple[int, dict[str, Any]]:
    async with client.post("/analyze_session", json=body) as response:
        assert response.content_type == "application/json"
        return response.status, await response.json()


async def test_the_example_is_answered_with_geminis_analysis(
    client: Client, standin: GeminiStandin
) -> None:
    text = "Hablando sobre tu reciente ascenso…\n\nRecuerda que es tu esfuerzo."
    standin.reply = gemini.answer(text)
    assert await post(client, EXAMPLE) == (
        200,
        {"analysis": text, "source": "gemini", "model": "gemini-test"},
    )
    (request,) = standin.requests
    assert EXAMPLE["context"] in request.data_block
    assert request.data_block.count('"HAPPY"') == 7
    assert "en español" in request.system_instruction
    assert "10 segundos" in request.system_instruction


async def test_the_language_can_be_chosen(client: Client, standin: GeminiStandin) -> None:
    await post(client, EXAMPLE | {"language": "en"})
    assert "in English" in standin.requests[0].system_instruction


async def test_the_example_of_document_001_is_understood(
    client: Client, standin: GeminiStandin
) -> None:
    context = "Me gustaría hablar sobre cómo me sentí hoy en el trabajo..."
    emotions = ["Tristeza", "Tristeza", "Alegría", "Tristeza"]
    status, _ = await post(client, {"context": context, "emotions": emotions})
    assert status == 200
    assert '["SAD", "SAD", "HAPPY", "SAD"]' in standin.requests[0].data_block


async def test_an_empty_list_of_emotions_still_processes(
    client: Client, standin: GeminiStandin
) -> None:
    status, body = await post(client, {"context": "My day", "emotions": []})
    assert (status, body["analysis"]) == (200, "Hola.")
    assert '"readings": []' in standin.requests[0].data_block


@pytest.mark.parametrize("body", [{"context": "", "emotions": ["HAPPY"]}, {"emotions": []}, {}])
async def test_a_missing_context_is_told_before_the_missing_key(
    keyless: Client, body: dict[str, Any]
) -> None:
    assert await post(keyless, body) == (400, {"error": "No context provided"})


async def test_a_missing_key_is_a_500_with_the_documented_words(keyless: Client) -> None:
    status, body = await post(keyless, EXAMPLE)
    assert (status, body["error"]) == (500, MISSING_KEY)
    assert body["code"] == "missing_key"


async def test_a_missing_library_is_a_500_with_the_documented_words(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "google.genai", None)
    status, body = await post(await start(load_gemini(None)), EXAMPLE)
    assert (status, body["error"]) == (500, MISSING_LIBRARY)


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        (gemini.failure(503, "UNAVAILABLE", "x"), "unavailable", "HTTP 503"),
        (gemini.failure(403, "PERMISSION_DENIED", "x"), "forbidden", "GEMINI_API_KEY"),
        (gemini.blocked_prompt("SAFETY"), "blocked", "seguridad"),
        (gemini.without_text("MAX_TOKENS"), "empty", "ningún texto"),
    ],
)
async def test_a_failing_gemini_is_a_500_that_starts_as_documented(
    client: Client, standin: GeminiStandin, reply: gemini.Reply, code: str, words: str
) -> None:
    standin.reply = reply
    status, body = await post(client, EXAMPLE)
    assert status == 500
    assert body["error"].startswith("Error usando Gemini: ")
    assert words in body["error"]
    assert body["code"] == code
    assert "the-key" not in str(body)


async def test_a_reached_quota_tells_when_to_come_back(
    client: Client, standin: GeminiStandin
) -> None:
    standin.reply = QUOTA
    async with client.post("/analyze_session", json=EXAMPLE) as response:
        assert response.status == 500
        assert response.headers["Retry-After"] == "17"
        body = await response.json()
    assert "rate limit" in body["error"]
    assert body["retry_after_s"] == 17


async def test_a_flood_waits_for_no_more_texts_than_there_are_places(
    client: Client, standin: GeminiStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis.writer, "MAX_COMPOSED_AT_ONCE", 0)
    async with client.post("/analyze_session", json=EXAMPLE) as response:
        assert response.status == 503
        assert response.headers["Retry-After"] == "5"
        assert (await response.json())["code"] == "busy"
    status, body = await post(client, EXAMPLE | {"fallback": True})
    assert (status, body["source"]) == (200, "local")
    assert "rate limit" in body["reason"]
    assert standin.requests == []


async def test_fallback_turns_a_missing_key_into_the_local_report(keyless: Client) -> None:
    status, body = await post(keyless, EXAMPLE | {"fallback": True})
    assert (status, body["source"], body["model"]) == (200, "local", None)
    assert body["reason"] == MISSING_KEY
    assert body["analysis"].endswith(SPANISH.local_note)
    assert "78 %" in body["analysis"]


async def test_fallback_turns_a_failing_gemini_into_the_local_report(
    client: Client, standin: GeminiStandin
) -> None:
    standin.reply = QUOTA
    status, body = await post(client, EXAMPLE | {"fallback": True, "language": "en"})
    assert (status, body["source"]) == (200, "local")
    assert "rate limit" in body["reason"]
    assert body["analysis"].endswith(ENGLISH.local_note)


async def test_fallback_changes_nothing_where_gemini_answers(client: Client) -> None:
    status, body = await post(client, EXAMPLE | {"fallback": True})
    assert (status, body["source"]) == (200, "gemini")
    assert "reason" not in body


@pytest.mark.parametrize(
    "body",
    [["context"], EXAMPLE | {"emotions": ["ANGRY"]}, EXAMPLE | {"context": "x" * 2_001}],
)
async def test_bad_input_never_reaches_gemini(
    client: Client, standin: GeminiStandin, body: object
) -> None:
    status, answer = await post(client, body)
    assert status == 400
    assert set(answer) == {"error"}
    assert standin.requests == []


async def test_the_largest_session_is_answered(keyless: Client) -> None:
    body = {"context": "\U0001f600" * 2_000, "emotions": ["No face detected"] * 3_600}
    headers = {"Content-Type": "application/json"}
    data = json.dumps(body | {"fallback": True}, indent=4)
    async with keyless.post("/analyze_session", data=data, headers=headers) as response:
        assert response.status == 200


async def test_a_body_larger_than_any_session_is_a_413(keyless: Client) -> None:
    body = io.BytesIO(b'{"context": "' + b"x" * MAX_BODY_BYTES + b'"}')
    headers = {"Content-Type": "application/json"}
    async with keyless.post("/analyze_session", data=body, headers=headers) as response:
        assert response.status == 413
        assert str(MAX_BODY_BYTES) in (await response.json())["error"]


async def test_nothing_that_the_person_said_is_logged(
    client: Client, standin: GeminiStandin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.reply = gemini.failure(400, "INVALID_ARGUMENT", EXAMPLE["context"])
    await post(client, EXAMPLE)
    standin.reply = gemini.answer("Hola.")
    await post(client, EXAMPLE)
    assert "promotion" not in caplog.text
    assert "HAPPY" not in caplog.text
    assert "the-key" not in caplog.text
