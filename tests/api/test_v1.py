"""Document 003, on the models that ship."""

import copy
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest

from api.text_conversation import ConversationAnswer
from api.text_examples import CONVERSATION_ANSWER, CONVERSATION_REQUEST
from api.v1 import MAX_QUOTED_CHARS
from tests.api.text_app import OTHER_KEY, Client, Json, TextApp, call, post

PATH = "/v1/emotion/analyze"
FRENCH = "Je suis vraiment très content de vous revoir aujourd'hui, mes chers amis."


def conversation(*messages: tuple[str, str], **fields: Any) -> Json:
    """A request of messages without times."""
    told = [{"role": role, "content": content} for role, content in messages]
    return {"messages": told, **fields}


def shape(value: Any) -> Any:
    """The names of all fields, and what stands in lists."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value)


async def test_the_example_is_answered_in_its_shape_and_sense(text_client: Client) -> None:
    answer = await post(text_client, PATH, CONVERSATION_REQUEST)
    assert shape(answer) == shape(CONVERSATION_ANSWER)
    analysis, documented = answer["analysis"], CONVERSATION_ANSWER["analysis"]
    assert analysis["currentEmotion"]["primary"] == "anger"
    assert "frustration" in analysis["currentEmotion"]["secondary"]
    steps = [(step["timestamp"], step["emotion"]) for step in analysis["emotionalProgression"]]
    assert steps == [
        ("2024-01-15T10:00:00Z", "impatience"),
        ("2024-01-15T10:15:00Z", "anger"),
    ]
    assert analysis["emotionalProgression"][0]["intensity"] == pytest.approx(0.65, abs=0.1)
    assert analysis["triggers"] == documented["triggers"]
    assert analysis["recommendations"] == documented["recommendations"]
    sentiment = answer["sentiment"]
    assert (sentiment["label"], sentiment["trend"]) == ("very negative", "worsening")
    assert sentiment["score"] == pytest.approx(-0.85, abs=0.30)


async def test_the_same_call_again_counts_nothing_twice(text_client: Client) -> None:
    first = await post(text_client, PATH, CONVERSATION_REQUEST)
    assert await post(text_client, PATH, CONVERSATION_REQUEST) == first


async def test_a_session_goes_on_from_call_to_call(text_client: Client) -> None:
    messages = CONVERSATION_REQUEST["messages"]
    for message in messages[:2]:
        await post(text_client, PATH, {"messages": [message], "sessionId": "s"})
    answer = await post(text_client, PATH, {"messages": messages[2:], "sessionId": "s"})
    analysis = answer["analysis"]
    assert [step["emotion"] for step in analysis["emotionalProgression"]] == [
        "impatience",
        "anger",
    ]
    assert analysis["triggers"] == ["extended wait time", "lack of resolution"]


async def test_a_session_without_times_goes_on_too_and_counts_each_message_once(
    text_client: Client, text_app: TextApp
) -> None:
    said = [("user", "I have been waiting for 2 hours"), ("assistant", "Let me check on that.")]
    await post(text_client, PATH, conversation(*said, sessionId="s"))
    text_app.clock.move(minutes=5)
    whole = conversation(*said, ("user", "This is completely unacceptable!"), sessionId="s")
    for _ in range(2):
        answer = await post(text_client, PATH, whole)
        steps = [step["timestamp"] for step in answer["analysis"]["emotionalProgression"]]
        assert steps == ["2026-01-01T12:00:00Z", "2026-01-01T12:05:00Z"]


async def test_without_a_session_nothing_is_stored(text_client: Client, tmp_path: Path) -> None:
    body = conversation(("user", "I am very sad today."), userId="u")
    for _ in range(2):
        answer = await post(text_client, PATH, body)
        assert len(answer["analysis"]["emotionalProgression"]) == 1


async def test_sessions_belong_to_their_key(text_client: Client) -> None:
    await post(text_client, PATH, conversation(("user", "I am sad."), sessionId="s"))
    body = conversation(("user", "I am happy!"), sessionId="s")
    answer = await post(text_client, PATH, body, OTHER_KEY)
    assert len(answer["analysis"]["emotionalProgression"]) == 1


async def test_messages_are_taken_in_the_order_of_their_times(text_client: Client) -> None:
    body = copy.deepcopy(CONVERSATION_REQUEST)
    body["messages"].reverse()
    del body["sessionId"]
    answer = await post(text_client, PATH, body)
    assert answer["analysis"]["currentEmotion"]["primary"] == "anger"
    assert answer["sentiment"]["trend"] == "worsening"


@pytest.mark.parametrize("timed", [(0, 2), (1, 2), (0,), (2,), ()])
async def test_a_message_without_a_time_keeps_its_place_among_the_others(
    text_client: Client, timed: tuple[int, ...]
) -> None:
    body = copy.deepcopy(CONVERSATION_REQUEST)
    for index, message in enumerate(body["messages"]):
        if index not in timed:
            del message["timestamp"]
    for _ in range(2):
        analysis = (await post(text_client, PATH, body))["analysis"]
        emotions = [step["emotion"] for step in analysis["emotionalProgression"]]
        assert emotions == ["impatience", "anger"]
        assert analysis["triggers"] == ["extended wait time", "lack of resolution"]


@pytest.mark.parametrize("role", ["model", "asistente"])
async def test_what_an_assistant_says_is_not_the_customers_emotion(
    text_client: Client, role: str
) -> None:
    body = conversation(
        ("customer", "I am furious, nobody answers!"),
        (role, "I'm happy to help you! Wonderful!"),
    )
    answer = await post(text_client, PATH, body)
    assert answer["analysis"]["currentEmotion"]["primary"] == "anger"
    assert answer["sentiment"]["trend"] != "improving"


@pytest.mark.parametrize("later", [None, "2025-03-15T10:00:00Z"])
async def test_self_harm_in_a_call_gets_the_careful_recommendation_whatever_its_time(
    text_client: Client, later: str | None
) -> None:
    threat = {"content": "I want to kill myself", "timestamp": "2025-01-15T10:00:00Z"}
    body = {"messages": [threat, {"content": "ok", "timestamp": later}]}
    analysis = (await post(text_client, PATH, body))["analysis"]
    assert "emergency number" in analysis["recommendations"][0]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("I want to kill myself", None, "emergency number"),
        ("Quiero morirme, no aguanto más", None, "número de emergencias"),
        ("I want to kill myself", "es", "número de emergencias"),
    ],
)
async def test_self_harm_gets_the_fixed_careful_recommendation(
    text_client: Client, text: str, language: str | None, number: str
) -> None:
    body = conversation(("user", text), language=language)
    analysis = (await post(text_client, PATH, body))["analysis"]
    assert number in analysis["recommendations"][0]
    assert not any(text[:10] in trigger for trigger in analysis["triggers"])


async def test_recommendations_come_in_the_language_that_is_asked_for(
    text_client: Client,
) -> None:
    body = {**CONVERSATION_REQUEST, "language": "es", "sessionId": None}
    recommendations = (await post(text_client, PATH, body))["analysis"]["recommendations"]
    assert "Reconocer la frustración de forma explícita" in recommendations


async def test_where_no_known_trigger_is_the_telling_clause_is_quoted(
    text_client: Client,
) -> None:
    text = "The parcel came on Tuesday, and I am absolutely furious about this mess."
    triggers = (await post(text_client, PATH, conversation(("user", text))))["analysis"]["triggers"]
    assert len(triggers) == 1
    assert triggers[0] in text
    assert "furious" in triggers[0]


@pytest.mark.parametrize(("chars", "readings"), [(MAX_QUOTED_CHARS, 2), (MAX_QUOTED_CHARS + 1, 1)])
async def test_a_long_text_is_not_read_again_for_quotes(
    text_client: Client,
    text_app: TextApp,
    monkeypatch: pytest.MonkeyPatch,
    chars: int,
    readings: int,
) -> None:
    read = AsyncMock(side_effect=text_app.services.reader.read)
    monkeypatch.setattr(text_app.services.reader, "read", read)
    text = ("The parcel came on Tuesday, and I am absolutely furious about this mess. " * 20)[
        :chars
    ]
    await post(text_client, PATH, conversation(("user", text)))
    assert read.await_count == readings


async def test_a_message_in_another_language_is_named_and_not_counted(
    text_client: Client,
) -> None:
    body = conversation(("user", FRENCH), ("user", "I am so happy today!"))
    answer = await post(text_client, PATH, body)
    assert answer["unread"] == [{"message": 0, "language": "unsupported", "detectedLanguage": "fr"}]
    assert len(answer["analysis"]["emotionalProgression"]) == 1


async def test_self_harm_in_a_message_that_no_model_reads_gets_the_careful_recommendation(
    text_client: Client,
) -> None:
    body = conversation(("user", f"{FRENCH} I want to kill myself."), ("user", "I am so happy!"))
    answer = await post(text_client, PATH, body)
    assert answer["unread"][0]["message"] == 0
    assert "emergency number" in answer["analysis"]["recommendations"][0]


async def test_where_nothing_could_be_read_nothing_is_made_up(text_client: Client) -> None:
    answer = await post(text_client, PATH, conversation(("user", FRENCH)))
    assert answer["analysis"]["currentEmotion"] is None
    assert answer["analysis"]["emotionalProgression"] == []
    assert answer["sentiment"] is None


async def test_patterns_of_a_user_are_found_over_all_sessions(
    text_client: Client, text_app: TextApp
) -> None:
    answer: Json = {}
    for day in range(12):
        for told in ("I'm worried about the deadline.", "The meeting is at 3pm."):
            body = conversation(("user", told), sessionId=f"{day}", userId="u")
            answer = await post(text_client, PATH, body)
            text_app.clock.move(hours=12)
    (pattern, *_) = answer["analysis"]["patterns"]
    assert pattern["p"] <= 0.05
    assert pattern["support"] >= 3
    other = await post(text_client, PATH, conversation(("user", "Hello"), userId="v"))
    assert "patterns" not in other["analysis"]


async def test_a_session_keeps_its_user(text_client: Client) -> None:
    await post(text_client, PATH, conversation(("user", "Hello"), sessionId="s"))
    await post(text_client, PATH, conversation(("user", "I am sad."), sessionId="s", userId="ana"))
    body = conversation(("user", "I am glad."), sessionId="s", userId="eva")
    status, problem = await call(text_client, "POST", PATH, body)
    assert (status, problem["error"]) == (409, "the session is with another userId")
    answer = await post(text_client, PATH, conversation(("user", "Bye"), sessionId="s"))
    assert len(answer["analysis"]["emotionalProgression"]) == 3


async def test_a_session_with_another_user_is_not_told_where_nothing_could_be_read(
    text_client: Client,
) -> None:
    await post(text_client, PATH, conversation(("user", "I am sad."), sessionId="s", userId="ana"))
    body = conversation(("user", FRENCH), sessionId="s", userId="eva")
    status, problem = await call(text_client, "POST", PATH, body)
    assert (status, problem["error"]) == (409, "the session is with another userId")
    answer = await post(text_client, PATH, body | {"userId": "ana"})
    assert len(answer["analysis"]["emotionalProgression"]) == 1


async def test_a_time_that_is_still_to_come_is_refused(text_client: Client) -> None:
    message = {"content": "I hate this", "timestamp": "2026-01-02T12:00:01Z"}
    body = {"messages": [{"content": "Hello"}, message], "sessionId": "s"}
    status, problem = await call(text_client, "POST", PATH, body)
    assert status == 400
    assert problem["error"] == "messages[1].timestamp lies more than a day in the future"
    message["timestamp"] = "2026-01-02T12:00:00Z"
    await post(text_client, PATH, body)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"])
async def test_a_time_that_was_never_set_is_refused(text_client: Client, at: str) -> None:
    message = {"content": "I hate this", "timestamp": at}
    body = {"messages": [{"content": "Hello"}, message], "sessionId": "s"}
    status, problem = await call(text_client, "POST", PATH, body)
    assert (status, problem["error"]) == (400, "messages[1].timestamp lies before 1970")
    message["timestamp"] = "1970-01-01T00:00:00Z"
    await post(text_client, PATH, body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "messages is missing"),
        ({"messages": [{"role": "user"}]}, "messages[0].content is missing"),
        (conversation(("user", "Hi"), language="fr"), "language must be 'en' or 'es'"),
        (conversation(("user", "Hi"), sessionId=""), "sessionId must not be empty"),
    ],
)
async def test_a_refusal_names_the_field(text_client: Client, body: Json, words: str) -> None:
    status, problem = await call(text_client, "POST", PATH, body)
    assert (status, problem["error"]) == (400, words)


async def test_version_1_takes_its_key_as_a_bearer(text_client: Client) -> None:
    body = conversation(("user", "Hello"))
    async with text_client.post(PATH, json=body) as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    headers = {"Authorization": f"Bearer {OTHER_KEY}"}
    async with text_client.post(PATH, json=body, headers=headers) as response:
        assert response.status == 200


def test_the_documents_answer_is_of_the_answers_model() -> None:
    ConversationAnswer.model_validate(CONVERSATION_ANSWER)
