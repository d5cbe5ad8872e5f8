"""Forgetting what /v1 remembers."""

from urllib.parse import quote

import pytest

from tests.api.text_app import OTHER_KEY, Client, Json, call, post

ANALYSE = "/v1/emotion/analyze"


async def tell(client: Client, session_id: str, user_id: str | None = None) -> int:
    """Say one thing more, and return how many messages are remembered."""
    body: Json = {
        "messages": [{"content": "I am sad today."}, {"content": "It rained."}],
        "sessionId": session_id,
        "userId": user_id,
    }
    answer = await post(client, ANALYSE, body)
    return len(answer["analysis"]["emotionalProgression"])


@pytest.mark.parametrize("session_id", ["session_456", "a/b c?é"])
async def test_a_session_is_forgotten(text_client: Client, session_id: str) -> None:
    await tell(text_client, session_id)
    path = f"/v1/emotion/sessions/{quote(session_id, safe='')}"
    assert await call(text_client, "DELETE", path) == (
        200,
        {"deleted": True, "sessionId": session_id},
    )
    assert (await call(text_client, "DELETE", path))[0] == 404
    assert await tell(text_client, session_id) == 2


async def test_all_sessions_with_a_user_are_forgotten(text_client: Client) -> None:
    for session_id, user_id in (("1", "ana"), ("2", "ana"), ("3", "eva")):
        await tell(text_client, session_id, user_id)
    status, answer = await call(text_client, "DELETE", "/v1/emotion/users/ana")
    assert (status, answer) == (200, {"deleted": True, "userId": "ana", "sessions": 2})
    assert (await call(text_client, "DELETE", "/v1/emotion/users/ana"))[0] == 404
    assert (await call(text_client, "DELETE", "/v1/emotion/sessions/3"))[0] == 200


async def test_no_key_forgets_what_another_told(text_client: Client) -> None:
    await tell(text_client, "s", "ana")
    for path in ("/v1/emotion/sessions/s", "/v1/emotion/users/ana"):
        assert (await call(text_client, "DELETE", path, key=OTHER_KEY))[0] == 404
        async with text_client.delete(path) as response:
            assert response.status == 401
