"""Document 004's contexts, on the models that ship and a real database."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pytest_aiohttp.plugin import AiohttpClient

from api.text_answers import ContextAnalysis, ContextState
from api.text_examples import CONTEXT_ANSWER, CONTEXT_REQUEST, STATE_ANSWER
from store.errors import StoreUnavailableError
from tests.api.text_app import OTHER_KEY, Client, TextApp, call, make_text_app, post, said

CONTEXT = "/v2/emotions/example-123"
ANALYSIS = CONTEXT + "/analysis"
FRENCH = "Je suis vraiment très content de vous revoir aujourd'hui, mes chers amis."
FALLING = (
    "I'm really excited about this opportunity!",
    "It is going fine.",
    "This is frustrating.",
    "I am furious, this is completely unacceptable!",
)


async def tell(client: Client, *texts: str, path: str = ANALYSIS, **fields: Any) -> Any:
    return await post(client, path, {"messages": [said(text, **fields) for text in texts]})


async def test_the_example_is_answered_in_its_shape_and_sense(text_client: Client) -> None:
    answer = await post(text_client, ANALYSIS, CONTEXT_REQUEST)
    assert set(CONTEXT_ANSWER) <= set(answer)
    assert (answer["object"], answer["metadata"]) == (
        "emotions.analysis",
        CONTEXT_ANSWER["metadata"],
    )
    emotion, documented = answer["emotions"]["user"], CONTEXT_ANSWER["emotions"]["user"]
    assert set(documented) <= set(emotion)
    assert (emotion["text"], emotion["category"]) == (documented["text"], "joy")
    assert emotion["intensityLevel"] in ("moderate", "high", "critical")
    assert emotion["valence"] == pytest.approx(documented["valence"], abs=0.3)
    assert emotion["arousal"] == pytest.approx(documented["arousal"], abs=0.2)
    assert set(answer["trajectory"]["trend"]) >= {"direction", "valenceTrend"}


async def test_the_state_tells_each_roles_latest_message_and_the_trajectory(
    text_client: Client, text_app: TextApp
) -> None:
    for text in FALLING:
        await tell(text_client, text, role="user")
        text_app.clock.move(minutes=1)
    await tell(text_client, "Let me help you with that.", role="assistant")
    status, state = await call(text_client, "GET", CONTEXT)
    assert status == 200
    assert set(STATE_ANSWER) <= set(state)
    assert set(state["emotions"]) == {"user", "assistant"}
    assert state["emotions"]["user"]["category"] == "anger"
    assert state["trajectory"]["role"] == "user"
    assert state["trajectory"]["trend"]["direction"] == "worsening"
    assert state["trajectory"]["baseline"]["baselineValence"] > -0.5
    assert state["metadata"] == {"context_id": "example-123"}


async def test_the_trajectory_of_another_role_can_be_asked_for(text_client: Client) -> None:
    await tell(text_client, "I love it!", role="user")
    await tell(text_client, "How can I help?", role="assistant")
    _, state = await call(text_client, "GET", CONTEXT + "?role=assistant")
    assert state["trajectory"]["role"] == "assistant"
    assert (await call(text_client, "GET", CONTEXT + "?role=nobody"))[0] == 404


async def test_the_trajectory_is_the_customers_also_after_the_agent_has_spoken(
    text_client: Client,
) -> None:
    for role in ("customer", "agent"):
        answer = await tell(text_client, "I am so happy!", role=role)
        assert answer["trajectory"]["role"] == "customer"
    _, state = await call(text_client, "GET", CONTEXT)
    assert state["trajectory"]["role"] == "customer"


async def test_a_message_is_found_by_its_external_id(text_client: Client) -> None:
    told = await post(text_client, ANALYSIS, CONTEXT_REQUEST)
    status, message = await call(text_client, "GET", CONTEXT + "/message/msg-1")
    assert status == 200
    assert (message["object"], message["metadata"]) == (
        "emotions.message",
        {"context_id": "example-123", "external_id": "msg-1"},
    )
    remembered = message["emotions"]["user"]
    assert "text" not in remembered
    assert remembered["raw"] == told["emotions"]["user"]["raw"]
    assert remembered["timestamp"] == "2025-01-15T10:30:00Z"


@pytest.mark.parametrize("external_id", ["a/b", "ñ 😀", "%2F", "{x}", "..."])
async def test_any_external_id_finds_its_message(text_client: Client, external_id: str) -> None:
    await tell(text_client, "Hello", externalId=external_id)
    path = f"{CONTEXT}/message/{quote(external_id, safe='')}"
    status, message = await call(text_client, "GET", path)
    assert (status, message["metadata"]["external_id"]) == (200, external_id)


async def test_the_same_message_again_is_answered_alike_and_stored_once(
    text_client: Client, text_app: TextApp
) -> None:
    first = await tell(text_client, "I love it!", externalId="m")
    text_app.clock.move(hours=1)
    assert await tell(text_client, "I love it!", externalId="m") == first
    assert first["trajectory"]["trend"]["messages"] == 1


async def test_another_text_under_a_known_external_id_is_a_409_that_stores_nothing(
    text_client: Client,
) -> None:
    await tell(text_client, "I love it!", externalId="m")
    body = {"messages": [said("Fine."), said("I hate it!", externalId="m")]}
    status, problem = await call(text_client, "POST", ANALYSIS, body)
    assert (status, problem["external_id"]) == (409, "m")
    _, state = await call(text_client, "GET", CONTEXT)
    assert state["trajectory"]["trend"]["messages"] == 1
    assert state["emotions"]["_default"]["category"] == "love"


async def test_messages_are_ordered_by_their_times(text_client: Client) -> None:
    for minute, text in reversed(list(enumerate(FALLING))):
        await tell(text_client, text, timestamp=f"2026-01-01T10:0{minute}:00Z")
    _, state = await call(text_client, "GET", CONTEXT)
    assert state["emotions"]["_default"]["category"] == "anger"
    assert state["trajectory"]["trend"]["direction"] == "worsening"


async def test_a_time_that_was_never_set_is_refused_where_it_would_be_remembered(
    text_client: Client,
) -> None:
    body = {"messages": [said("Hello", timestamp="0001-01-01T00:00:00Z")]}
    status, problem = await call(text_client, "POST", ANALYSIS, body)
    assert (status, problem["error"]) == (400, "messages[0].timestamp lies before 1970")
    await post(text_client, "/v2/emotions/analysis", body)


async def test_a_message_in_another_language_is_answered_and_not_stored(
    text_client: Client,
) -> None:
    answer = await tell(text_client, FRENCH, externalId="m")
    assert answer["emotions"]["_default"]["language"] == "unsupported"
    assert "trajectory" not in answer
    assert (await call(text_client, "GET", CONTEXT))[0] == 404


async def test_contexts_belong_to_their_key(text_client: Client) -> None:
    await tell(text_client, "I love it!", externalId="m")
    for method, path in (
        ("GET", CONTEXT),
        ("GET", CONTEXT + "/message/m"),
        ("DELETE", CONTEXT),
    ):
        assert (await call(text_client, method, path, key=OTHER_KEY))[0] == 404
    body = {"messages": [said("I hate it!", externalId="m")]}
    assert (await call(text_client, "POST", ANALYSIS, body, OTHER_KEY))[0] == 200
    assert (await call(text_client, "GET", CONTEXT))[1]["emotions"]["_default"][
        "category"
    ] == "love"


async def test_what_is_forgotten_is_gone(text_client: Client) -> None:
    await tell(text_client, "I love it!", externalId="m")
    status, answer = await call(text_client, "DELETE", CONTEXT)
    assert status == 200
    assert answer == {
        "object": "emotions.deletion",
        "deleted": True,
        "metadata": {"context_id": "example-123"},
    }
    for method, path in (
        ("GET", CONTEXT),
        ("GET", CONTEXT + "/message/m"),
        ("DELETE", CONTEXT),
    ):
        assert (await call(text_client, method, path))[0] == 404
    again = await tell(text_client, "Something else.", externalId="m")
    assert again["trajectory"]["trend"]["messages"] == 1


async def test_an_expired_context_is_unknown(text_client: Client, text_app: TextApp) -> None:
    await tell(text_client, "I love it!")
    text_app.clock.move(days=31)
    status, problem = await call(text_client, "GET", CONTEXT)
    assert (status, problem["title"]) == (404, "Not Found")


async def test_texts_are_answered_later_only_where_they_are_kept(
    encoders: Any, tmp_path: Path, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(make_text_app(encoders, tmp_path, keep_text=True).app)
    await tell(client, "I love it!", role="user")
    _, state = await call(client, "GET", CONTEXT)
    assert state["emotions"]["user"]["text"] == "I love it!"


@pytest.mark.parametrize("name", ["a%20b", "%00", "x" * 257, "%C3%B1"])
async def test_what_can_be_no_context_id_is_not_found_and_cannot_be_made(
    text_client: Client, name: str
) -> None:
    for method, path, body, expected in (
        ("GET", "", None, 404),
        ("GET", "/message/msg-1", None, 404),
        ("DELETE", "", None, 404),
        ("POST", "/analysis", CONTEXT_REQUEST, 400),
    ):
        status, problem = await call(text_client, method, f"/v2/emotions/{name}{path}", body)
        assert (status, problem["error"][:10]) == (expected, "context_id")


@pytest.mark.parametrize("name", ["%2B34600111222", "-abc", ".abc"])
async def test_what_may_begin_a_context_id_is_said(text_client: Client, name: str) -> None:
    status, problem = await call(text_client, "GET", f"/v2/emotions/{name}")
    assert status == 404
    assert "begin with a letter, a digit or _" in problem["error"]


@pytest.mark.parametrize("path", ["analysis", "batch-analysis", "analysis/analysis"])
async def test_the_stateless_paths_are_no_contexts(text_client: Client, path: str) -> None:
    status, _ = await call(text_client, "GET", f"/v2/emotions/{path}")
    assert status in (404, 405)


async def test_a_memory_out_of_reach_is_a_503_that_says_when_to_come_back(
    text_client: Client, text_app: TextApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*args: Any, **options: Any) -> Any:
        raise StoreUnavailableError("the database cannot be reached")

    monkeypatch.setattr(text_app.services.store, "turns", fail)
    status, problem = await call(text_client, "GET", CONTEXT)
    assert status == 503
    assert problem["error"] == "the memory of conversations is out of reach"


def test_the_documents_answers_are_of_the_answers_models() -> None:
    ContextAnalysis.model_validate(CONTEXT_ANSWER)
    ContextState.model_validate(STATE_ANSWER)
