"""The daily report, on a real database."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from api.auth import KeyRing
from api.daily_report import DailyReportAnswer
from api.text_answers import ContextState
from api.text_examples import DAILY_REPORT_ANSWER
from store.errors import StoreUnavailableError
from store.summaries import SessionSummary
from tests.api.text_app import KEY, OTHER_KEY, TIME_TO_LIVE, Client, TextApp, call, post, said

PATH = "/v2/emotions/example-123/daily-report"
DAY = PATH + "?date=2026-01-15&utc_offset=%2B02:00"
STARTED_AT = datetime.fromisoformat("2026-01-15T09:30:00+02:00")


def summary(number: int = 1, hours: float = 0.0) -> SessionSummary:
    return SessionSummary(
        session_id=f"session-{number}",
        started_at=STARTED_AT + timedelta(hours=hours),
        duration_s=60.0,
        trend="improving",
        escalations=0,
        readings={"face": {"sad": 1, "neutral": 3}, "voice": {"anxious": 2, "neutral": 2}},
    )


async def remember(text_app: TextApp, *summaries: SessionSummary) -> None:
    owner = owner_of_key()
    for each in summaries:
        await text_app.services.store.add_summary(
            owner, "example-123", each, kind="v2", now=text_app.clock()
        )


def owner_of_key(key: str = KEY) -> str:
    owner = KeyRing([KEY, OTHER_KEY]).find_owner(key)
    assert owner is not None
    return owner


async def ask(client: Client, path: str = DAY, key: str = KEY) -> tuple[int, Any]:
    return await call(client, "GET", path, key=key)


async def test_a_day_is_answered_as_the_example_shows(
    text_client: Client, text_app: TextApp
) -> None:
    await remember(text_app, summary())
    status, answer = await ask(text_client)
    assert (status, answer) == (200, DAILY_REPORT_ANSWER)
    DailyReportAnswer.model_validate(answer)


async def test_sessions_of_other_days_are_left_out(text_client: Client, text_app: TextApp) -> None:
    await remember(text_app, summary(1), summary(2, hours=-9.6), summary(3, hours=14.5))
    _, answer = await ask(text_client)
    assert [each["startedAt"] for each in answer["sessions"]] == ["2026-01-15T09:30:00+02:00"]
    _, before = await ask(text_client, PATH + "?date=2026-01-14&utc_offset=%2B02:00")
    assert (len(before["sessions"]), before["durationS"]) == (1, 60.0)


@pytest.mark.parametrize("offset", ["+02:00", "%2B02:00", " 02:00"])
async def test_a_plus_may_be_sent_in_any_way(
    text_client: Client, text_app: TextApp, offset: str
) -> None:
    await remember(text_app, summary())
    path = f"{PATH}?date=2026-01-15&utc_offset={quote(offset, safe='+%:')}"
    assert (await ask(text_client, path))[1]["utcOffset"] == "+02:00"


async def test_without_an_offset_the_day_is_that_of_utc(
    text_client: Client, text_app: TextApp
) -> None:
    await remember(text_app, summary())
    _, answer = await ask(text_client, PATH + "?date=2026-01-15")
    assert answer["utcOffset"] == "+00:00"
    assert answer["sessions"][0]["startedAt"] == "2026-01-15T07:30:00Z"


async def test_a_context_without_sessions_that_day_answers_with_zeros(
    text_client: Client,
) -> None:
    await post(text_client, "/v2/emotions/example-123/analysis", {"messages": [said("Hi!")]})
    status, answer = await ask(text_client)
    assert status == 200
    assert (answer["sessions"], answer["durationS"], answer["shares"]) == ([], 0.0, {})


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?date=",
        "?date=2026-02-30",
        "?date=2026-1-5",
        "?date=20260115",
        "?date=0000-01-01",
        "?date=%D9%A2026-01-15",
        "?date=2026-01-15T00:00:00Z",
        "?date=2026-01-15&utc_offset=",
        "?date=2026-01-15&utc_offset=2",
        "?date=2026-01-15&utc_offset=%2B15:00",
        "?date=2026-01-15&utc_offset=%2B02:60",
        "?date=2026-01-15&utc_offset=Z",
    ],
)
async def test_what_is_no_day_or_offset_is_refused(text_client: Client, query: str) -> None:
    status, answer = await ask(text_client, PATH + query)
    assert status == 400
    assert answer["detail"].startswith(("date", "utc_offset"))


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("offset", ["-14:59", "%2B14:59"])
async def test_every_day_of_the_calendar_can_be_asked_for(
    text_client: Client, text_app: TextApp, date: str, offset: str
) -> None:
    await remember(text_app, summary())
    status, answer = await ask(text_client, f"{PATH}?date={date}&utc_offset={offset}")
    assert (status, answer["sessions"]) == (200, [])


async def test_a_context_of_sessions_alone_is_remembered_and_has_no_emotions(
    text_client: Client, text_app: TextApp
) -> None:
    await remember(text_app, summary())
    status, answer = await ask(text_client, "/v2/emotions/example-123")
    ContextState.model_validate(answer)
    assert (status, answer["emotions"]) == (200, {})
    assert answer["trajectory"]["trend"] == {
        "direction": "stable",
        "valenceTrend": 0.0,
        "messages": 0,
    }
    assert (await ask(text_client, "/v2/emotions/example-123?role=user"))[0] == 404
    assert (await ask(text_client, "/v2/emotions/example-123", OTHER_KEY))[0] == 404
    text_app.clock.at += TIME_TO_LIVE
    assert (await ask(text_client, "/v2/emotions/example-123"))[0] == 404


async def test_unknown_foreign_expired_and_forgotten_contexts_are_not_found(
    text_client: Client, text_app: TextApp
) -> None:
    assert (await ask(text_client))[0] == 404
    await remember(text_app, summary())
    assert (await ask(text_client, key=OTHER_KEY))[0] == 404
    text_app.clock.at += TIME_TO_LIVE
    assert (await ask(text_client))[0] == 404
    await remember(text_app, summary())
    assert (await ask(text_client))[0] == 200
    assert (await call(text_client, "DELETE", "/v2/emotions/example-123"))[0] == 200
    assert (await ask(text_client))[0] == 404


async def test_it_needs_a_key_and_a_name_that_a_context_can_have(text_client: Client) -> None:
    assert (await ask(text_client, key="wrong"))[0] == 401
    assert (await ask(text_client, "/v2/emotions/%20x/daily-report?date=2026-01-15"))[0] == 404


async def test_a_memory_out_of_reach_is_a_503(
    text_client: Client, text_app: TextApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*args: Any, **kwargs: Any) -> None:
        raise StoreUnavailableError("no database")

    monkeypatch.setattr(text_app.services.store, "summaries", fail)
    status, _ = await ask(text_client)
    assert status == 503
