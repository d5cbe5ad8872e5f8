import io
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pydantic import ValidationError
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import error_middleware
from api.text_body import MAX_BODY_BYTES, body_error, read_model
from api.text_requests import AnalysisRequest, ConversationRequest

Client = TestClient[web.Request, web.Application]

FINE = {"content": {"text": "hello"}}


def refusal(body: Any, model: type[AnalysisRequest | ConversationRequest]) -> tuple[int, str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    error = body_error(caught.value)
    return error.status, error.message


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({}, 400, "messages is missing"),
        ({"messages": []}, 400, "messages must not be empty"),
        ({"messages": "hello"}, 400, "messages must be a list"),
        ({"messages": ["hello"]}, 400, "messages[0] must be an object"),
        ({"messages": [FINE, {}]}, 400, "messages[1].content is missing"),
        ({"messages": [{"content": "hello"}]}, 400, "messages[0].content must be an object"),
        ({"messages": [FINE, FINE, {"content": {}}]}, 400, "messages[2].content.text is missing"),
        ({"messages": [{"content": {"text": 5}}]}, 400, "messages[0].content.text must be a text"),
        (
            {"messages": [{"content": {"text": " \n"}}]},
            400,
            "messages[0].content.text must not be empty",
        ),
        (
            {"messages": [{"content": {"text": "\ud800"}}]},
            400,
            "messages[0].content.text is not valid Unicode",
        ),
        (
            {"messages": [{"content": {"text": "x" * 10_001}}]},
            413,
            "messages[0].content.text is over 10000 characters",
        ),
        ({"messages": [FINE] * 201}, 413, "messages has over 200 elements"),
        ({"messages": [{**FINE, "role": ""}]}, 400, "messages[0].role must not be empty"),
        (
            {"messages": [{**FINE, "externalId": "a\nb"}]},
            400,
            "messages[0].externalId must hold no control characters",
        ),
        (
            {"messages": [{**FINE, "externalId": "x" * 257}]},
            400,
            "messages[0].externalId is over 256 characters",
        ),
        (
            {"messages": [{**FINE, "timestamp": "soon"}]},
            400,
            "messages[0].timestamp must be an ISO 8601 time, as 2025-01-15T10:30:00Z",
        ),
        ({"messages": [FINE], "model": "emotion-v3"}, 400, "model must be 'emotion-v2'"),
    ],
)
def test_a_refusal_names_the_field_and_what_is_wrong(body: Any, status: int, words: str) -> None:
    assert refusal(body, AnalysisRequest) == (status, words)


def test_a_refusal_of_v1_names_its_fields() -> None:
    body = {"messages": [{"role": "user", "content": ""}], "language": "fr"}
    assert refusal(body, ConversationRequest) == (400, "messages[0].content must not be empty")


def test_all_that_is_wrong_is_told_up_to_ten_errors() -> None:
    with pytest.raises(ValidationError) as caught:
        AnalysisRequest.model_validate({"messages": [{}] * 12})
    told = body_error(caught.value).members["errors"]
    assert len(told) == 10
    assert told[9] == {"field": "messages[9].content", "detail": "is missing"}


def test_no_refusal_quotes_what_was_said() -> None:
    with pytest.raises(ValidationError) as caught:
        AnalysisRequest.model_validate({"messages": [{"content": {"text": ["a secret"]}}]})
    error = body_error(caught.value)
    assert "secret" not in error.message + json.dumps(error.members)


def test_unknown_fields_are_ignored() -> None:
    body = {"messages": [{**FINE, "mood": 1}], "stream": True}
    assert AnalysisRequest.model_validate(body).messages[0].content.text == "hello"


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    async def echo(request: web.Request) -> web.Response:
        body = await read_model(request, AnalysisRequest)
        return web.json_response(len(body.messages))

    app = web.Application(middlewares=[error_middleware], client_max_size=10 * 1024 * 1024)
    app.router.add_post("/", echo)
    return await aiohttp_client(app)


async def test_a_body_is_read(client: Client) -> None:
    async with client.post("/", json={"messages": [FINE]}) as response:
        assert await response.json() == 1


async def test_a_body_over_the_texts_limit_is_a_413_that_states_it(client: Client) -> None:
    text = json.dumps({"messages": [FINE], "padding": "x" * MAX_BODY_BYTES})
    body = io.BytesIO(text.encode())
    headers = {"Content-Type": "application/json"}
    async with client.post("/", data=body, headers=headers) as response:
        assert response.status == 413
        assert str(MAX_BODY_BYTES) in (await response.json())["error"]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"messages": []}', "text/plain", 415),
    ],
)
async def test_what_is_no_json_object_is_refused(
    client: Client, data: bytes, content_type: str, status: int
) -> None:
    async with client.post("/", data=data, headers={"Content-Type": content_type}) as response:
        assert response.status == status
