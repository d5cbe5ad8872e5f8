"""Document 004's stateless and batch analyses, on the models that ship."""

import json
import logging
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.text_answers import Analysis, BatchAnalysis
from api.text_examples import (
    BATCH_ANSWER,
    BATCH_REQUEST,
    CONTEXT_REQUEST,
    STATELESS_ANSWER,
    STATELESS_REQUEST,
)
from tests.api.text_app import (
    KEY,
    OTHER_KEY,
    Client,
    Json,
    TextApp,
    call,
    make_text_app,
    post,
    said,
)
from text.batching import BusyError
from text.reader import MAX_WAITING

ANALYSIS, BATCH = "/v2/emotions/analysis", "/v2/emotions/batch-analysis"
FRENCH = "Je suis vraiment très content de vous revoir aujourd'hui, mes chers amis."
SPANISH = "¡Estoy furioso! Odio que me mientan."
THREAT = "I want to kill myself"

DIMENSIONS = {
    "category",
    "intensity",
    "intensityLevel",
    "valence",
    "arousal",
    "complexity",
    "wonderIndex",
    "discoveryLevel",
    "raw",
}


async def test_the_stateless_example_is_answered_in_its_shape_and_sense(
    text_client: Client,
) -> None:
    answer = await post(text_client, ANALYSIS, STATELESS_REQUEST)
    assert (answer["object"], answer["model"]) == ("emotions.analysis", "emotion-v2")
    assert list(answer["emotions"]) == ["_default"]
    emotion = answer["emotions"]["_default"]
    documented = STATELESS_ANSWER["emotions"]["_default"]
    assert set(documented) <= set(emotion)
    assert set(emotion["raw"]) == set(documented["raw"])
    assert emotion["text"] == documented["text"]
    assert emotion["category"] == "fear"
    assert emotion["valence"] == pytest.approx(documented["valence"], abs=0.3)
    assert emotion["arousal"] == pytest.approx(documented["arousal"], abs=0.2)


async def test_every_dimension_of_a_message_is_there(text_client: Client) -> None:
    answer = await post(text_client, ANALYSIS, {"messages": CONTEXT_REQUEST["messages"]})
    emotion = answer["emotions"]["user"]
    assert set(emotion) >= DIMENSIONS
    assert emotion["category"] == "joy"
    assert emotion["intensityLevel"] in ("moderate", "high", "critical")
    assert emotion["raw"]["joy"] == emotion["intensity"] == max(emotion["raw"].values())
    (entry,) = answer["messages"]
    assert (entry["role"], entry["externalId"]) == ("user", "msg-1")
    assert entry["timestamp"] == "2025-01-15T10:30:00Z"
    assert {name: entry[name] for name in DIMENSIONS} == {
        name: emotion[name] for name in DIMENSIONS
    }


async def test_the_latest_message_of_each_role_stands_for_it_and_all_are_told_in_order(
    text_client: Client,
) -> None:
    messages = [
        said("I am so happy today!", role="user", timestamp="2026-01-01T10:00:00Z"),
        said("I hate this, I am furious!", role="user", timestamp="2026-01-01T09:00:00Z"),
        said("Let me help you.", role="assistant"),
        said("I love you so much."),
    ]
    answer = await post(text_client, ANALYSIS, {"messages": messages})
    by_role = {role: emotion["text"] for role, emotion in answer["emotions"].items()}
    assert by_role == {
        "user": "I am so happy today!",
        "assistant": "Let me help you.",
        "_default": "I love you so much.",
    }
    assert [entry.get("role") for entry in answer["messages"]] == [
        "user",
        "user",
        "assistant",
        None,
    ]
    assert answer["messages"][1]["category"] == "anger"


async def test_a_message_without_a_time_is_as_late_as_the_one_before_it(
    text_client: Client,
) -> None:
    messages = [
        said("I hate this, I am furious!", role="user", timestamp="2025-01-01T10:00:00Z"),
        said("I am not so sure.", role="user"),
        said("I am so happy today!", role="user", timestamp="2025-01-01T10:05:00Z"),
    ]
    answer = await post(text_client, ANALYSIS, {"messages": messages})
    assert answer["emotions"]["user"]["text"] == "I am so happy today!"
    assert "timestamp" not in answer["messages"][1]


async def test_the_model_may_be_left_out_and_no_other_is_taken(text_client: Client) -> None:
    body: Json = {"messages": [said("Hello")]}
    assert (await post(text_client, ANALYSIS, body))["model"] == "emotion-v2"
    status, problem = await call(text_client, "POST", ANALYSIS, body | {"model": "emotion-v1"})
    assert (status, problem["error"]) == (400, "model must be 'emotion-v2'")


async def test_spanish_is_read_as_spanish(text_client: Client) -> None:
    answer = await post(text_client, ANALYSIS, {"messages": [said(SPANISH)]})
    emotion = answer["emotions"]["_default"]
    assert (emotion["language"], emotion["category"]) == ("es", "anger")


async def test_another_language_is_named_and_not_guessed(text_client: Client) -> None:
    answer = await post(text_client, ANALYSIS, {"messages": [said(FRENCH)]})
    unread = {"language": "unsupported", "detectedLanguage": "fr"}
    assert answer["emotions"]["_default"] == {"text": FRENCH, **unread}
    assert answer["messages"] == [unread]
    assert answer["usage"] == {"total_tokens": 0, "analyse_tokens": 0}


async def test_a_text_that_speaks_of_self_harm_is_answered_with_more_than_a_score(
    text_client: Client,
) -> None:
    answer = await post(text_client, ANALYSIS, {"messages": [said(THREAT)]})
    safety = answer["emotions"]["_default"]["safety"]
    assert safety["selfHarm"] is True
    assert "emergency number" in safety["recommendations"][0]
    assert answer["messages"][0]["safety"] == safety


async def test_self_harm_in_a_text_that_no_model_reads_is_answered_without_a_score(
    text_client: Client,
) -> None:
    answer = await post(text_client, ANALYSIS, {"messages": [said(f"{FRENCH} {THREAT}.")]})
    (entry,) = answer["messages"]
    assert entry["language"] == "unsupported"
    assert "emergency number" in entry["safety"]["recommendations"][0]
    assert answer["emotions"]["_default"]["safety"] == entry["safety"]


async def test_the_batch_example_is_answered_in_its_shape_and_sense(text_client: Client) -> None:
    answer = await post(text_client, BATCH, BATCH_REQUEST)
    assert (answer["object"], answer["model"]) == ("emotions.batch_analysis", "emotion-v2")
    assert [each["category"] for each in answer["emotions"]] == ["love", "anger", "fear"]
    for emotion, documented in zip(answer["emotions"], BATCH_ANSWER["emotions"], strict=True):
        assert set(documented) <= set(emotion)
        assert emotion["valence"] == pytest.approx(documented["valence"], abs=0.3)
        assert emotion["arousal"] == pytest.approx(documented["arousal"], abs=0.2)
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["analyse_tokens"] > 10


async def test_what_cannot_be_taken_in_a_batch_has_an_error_at_its_place(
    text_client: Client,
) -> None:
    messages: list[Any] = [
        said("I love this product!"),
        {"content": {}},
        None,
        said("x" * 10_001),
        said(FRENCH, externalId="m-4"),
        said("This is frustrating.", role="customer"),
    ]
    answer = await post(text_client, BATCH, {"messages": messages})
    first, missing, nothing, long, french, last = answer["emotions"]
    assert first["category"] == "love"
    assert missing == {"error": {"status": 400, "detail": "content.text is missing"}}
    assert nothing == {"error": {"status": 400, "detail": "the message must be an object"}}
    assert long["error"] == {"status": 413, "detail": "content.text is over 10000 characters"}
    assert french["language"] == "unsupported"
    assert french["externalId"] == "m-4"
    assert last["valence"] < 0
    assert last["role"] == "customer"


async def test_a_batch_of_a_thousand_texts_is_answered_in_order(text_client: Client) -> None:
    texts = ["I love it!", "I hate it!"] * 500
    answer = await post(text_client, BATCH, {"messages": [said(text) for text in texts]})
    categories = [each["category"] for each in answer["emotions"]]
    assert categories == ["love", "anger"] * 500


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        (ANALYSIS, {}, 400, "messages is missing"),
        (BATCH, {"messages": []}, 400, "messages must not be empty"),
        (ANALYSIS, {"messages": [said("x" * 10_001)]}, 413, "over 10000 characters"),
        (ANALYSIS, {"messages": [said("x")] * 201}, 413, "over 200 elements"),
        (BATCH, {"messages": [said("x")] * 1_001}, 413, "over 1000 elements"),
    ],
)
async def test_a_refused_request_says_why(
    text_client: Client, path: str, body: Any, status: int, words: str
) -> None:
    code, problem = await call(text_client, "POST", path, body)
    assert code == status
    assert words in problem["detail"]


async def test_another_media_type_is_a_415(text_client: Client) -> None:
    headers = {"X-Api-Key": KEY}
    async with text_client.post(ANALYSIS, data="messages=x", headers=headers) as response:
        assert response.status == 415


async def test_without_a_key_nothing_is_read(text_client: Client) -> None:
    async with text_client.post(ANALYSIS, json=STATELESS_REQUEST) as response:
        assert response.status == 401
        assert (await response.json())["error"].startswith("send a valid key as X-Api-Key")


async def test_a_key_pays_for_each_text_and_is_told_when_to_come_back(
    encoders: Any, tmp_path: Any, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(make_text_app(encoders, tmp_path, rate="10/minute").app)
    headers = {"X-Api-Key": KEY}
    async with client.post(BATCH, json={"messages": [said("x")] * 8}, headers=headers) as response:
        assert response.status == 200
        assert response.headers["RateLimit-Policy"] == '"texts";q=10;w=60'
        assert response.headers["RateLimit"].startswith('"texts";r=2;t=')
    async with client.post(BATCH, json={"messages": [said("x")] * 4}, headers=headers) as response:
        assert response.status == 429
        assert 0 < int(response.headers["Retry-After"]) <= 60
    assert (await call(client, "POST", ANALYSIS, STATELESS_REQUEST, OTHER_KEY))[0] == 200


FUTURE = {"messages": [said("Hello", timestamp="2099-01-01T00:00:00Z")] * 4}
FUTURE_V1 = {"messages": [{"content": "Hello", "timestamp": "2099-01-01T00:00:00Z"}] * 4}


@pytest.mark.parametrize(
    ("path", "body", "encoding"),
    [
        (ANALYSIS, b"{", "identity"),
        (ANALYSIS, b"not gzip", "gzip"),
        ("/v2/emotions/talk/analysis", json.dumps(FUTURE).encode(), "identity"),
        ("/v1/emotion/analyze", json.dumps(FUTURE_V1).encode(), "identity"),
    ],
)
async def test_a_refused_body_costs_one_text(
    text_client: Client, path: str, body: bytes, encoding: str
) -> None:
    headers = {
        "X-Api-Key": KEY,
        "Content-Type": "application/json",
        "Content-Encoding": encoding,
    }
    async with text_client.post(path, data=body, headers=headers) as response:
        assert response.status == 400
        assert response.headers["RateLimit"].startswith('"texts";r=99999;t=')


async def test_what_the_whole_quota_would_not_do_for_is_a_413(
    encoders: Any, tmp_path: Any, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(make_text_app(encoders, tmp_path, rate="10/minute").app)
    status, _ = await call(client, "POST", BATCH, {"messages": [said("x")] * 11})
    assert status == 413
    assert (await call(client, "POST", BATCH, {"messages": [said("x")] * 10}))[0] == 200


async def test_who_has_spent_the_quota_can_still_delete(
    encoders: Any, tmp_path: Any, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(make_text_app(encoders, tmp_path, rate="2/minute").app)
    assert (await call(client, "POST", "/v2/emotions/talk/analysis", STATELESS_REQUEST))[0] == 200
    assert (await call(client, "POST", ANALYSIS, {}))[0] == 400
    assert (await call(client, "GET", "/v2/emotions/talk"))[0] == 429
    assert (await call(client, "DELETE", "/v2/emotions/talk"))[0] == 200


async def test_a_crowded_reader_is_a_503_that_says_when_to_come_back(
    text_app: TextApp, text_client: TestClient[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(requests: Any) -> Any:
        raise BusyError

    monkeypatch.setattr(text_app.services.reader, "read", busy)
    headers = {"X-Api-Key": KEY}
    async with text_client.post(ANALYSIS, json=STATELESS_REQUEST, headers=headers) as response:
        assert response.status == 503
        assert int(response.headers["Retry-After"]) > 0


async def test_nothing_that_was_said_is_logged(
    text_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await post(text_client, ANALYSIS, {"messages": [said("my secret sorrow", role="teller")]})
    await call(text_client, "POST", ANALYSIS, {"messages": [said("my secret sorrow"), {}]})
    assert "sorrow" not in caplog.text
    assert KEY not in caplog.text


def test_a_largest_batch_fits_into_the_readers_queue() -> None:
    assert MAX_WAITING >= 1_000


@pytest.mark.parametrize(
    ("model", "example"), [(Analysis, STATELESS_ANSWER), (BatchAnalysis, BATCH_ANSWER)]
)
def test_the_documents_answers_are_of_the_answers_models(
    model: type[Analysis | BatchAnalysis], example: Json
) -> None:
    model.model_validate(example)
