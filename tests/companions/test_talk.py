import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.labels import VoiceReading
from analysis.remarks import REMARK_TEXTS
from api.auth import KeyRing
from companions import captions, talk
from companions.talk import TalkCompanion, TalkFindings, TalkParts, TalkRoom
from store.contexts import AppendResult
from store.errors import StoreUnavailableError
from store.names import Kind
from tests.analysis.sessions import entry
from tests.analysis.talks import voice
from tests.api.text_app import KEY, OTHER_KEY, Client, TextApp, call
from tests.companions.spoken import Clock, Events, WordEncoder
from text.conversation.turn import Turn

OWNER = KeyRing([KEY]).find_owner(KEY)
CONTEXT = "person-1"
BEGUN_AT = datetime(2026, 1, 1, 11, tzinfo=UTC)


def open_talk(
    room: TalkRoom,
    events: Events | None = None,
    *,
    session_id: str = "s1",
    remember: str | None = CONTEXT,
    owner: str | None = OWNER,
    language: str = "en",
    begun_at: datetime = BEGUN_AT,
) -> TalkCompanion:
    return room.open(
        events or Events(),
        session_id=session_id,
        language=language,
        scenario=None,
        remember=remember,
        owner=owner,
        begun_at=begun_at,
    )


def say(companion: TalkCompanion, *texts: str, role: str = "user") -> None:
    for second, text in enumerate(texts):
        companion.on_words(role, text, 2.0 * second, 2.0 * second + 2)


async def lived(companion: TalkCompanion) -> None:
    """Let a companion come as far as it can by itself, then stop it as a session does."""
    running = asyncio.create_task(companion.run())
    for _ in range(3):
        await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def concluded(
    companion: TalkCompanion, duration_s: float, catch_up_s: float = 10.0
) -> TalkFindings:
    """Let a companion finish as a session does at its end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(catch_up_s):
            await companion.catch_up()
    return await companion.conclude(duration_s)


class FailingStore:
    """Cannot be reached."""

    async def append(
        self, owner: str, context_id: str, turns: Sequence[Turn], *, kind: Kind, now: datetime
    ) -> AppendResult:
        raise StoreUnavailableError("no route to host")

    async def turns(self, owner: str, context_id: str, *, kind: Kind, now: datetime) -> list[Turn]:
        raise StoreUnavailableError("no route to host")


class SilentStore(FailingStore):
    """Never answers."""

    async def append(
        self, owner: str, context_id: str, turns: Sequence[Turn], *, kind: Kind, now: datetime
    ) -> AppendResult:
        await asyncio.Event().wait()
        raise AssertionError

    async def turns(self, owner: str, context_id: str, *, kind: Kind, now: datetime) -> list[Turn]:
        await asyncio.Event().wait()
        raise AssertionError


async def test_words_are_read_in_the_sessions_language_and_told(
    room: TalkRoom, encoder: WordEncoder
) -> None:
    companion = open_talk(room, remember=None)
    say(companion, "good news", "  ", "bad news", "the bus came")
    say(companion, "How good for you", role="assistant")
    findings = await concluded(companion, 8.0)
    told = findings.report["words"]
    assert [(w["start_s"], w["text"], w["category"]) for w in told[:2]] == [
        (0.0, "good news", "joy"),
        (4.0, "bad news", "sadness"),
    ]
    assert told[2]["intensity_level"] == "minimal"
    assert len(told) == len(encoder.texts) == 3
    assert "memory" not in findings.report


async def test_all_sources_meet_on_one_timeline(room: TalkRoom) -> None:
    companion = open_talk(room, remember=None)
    for second in range(4):
        companion.on_face(entry(float(second), "happy"))
    companion.on_voice(voice("happy", 0.0, 2.0), "local")
    companion.on_voice(voice("anxious", 0.0, 2.0), "gemini-live")
    companion.on_words("user", "good news", 2.0, 4.0)
    fusion = (await concluded(companion, 4.0)).report["fusion"]
    assert [(s["voice"], s["opinion"], s["words"], s["agreement"]) for s in fusion["timeline"]] == [
        ("happy", "anxious", None, "disagree"),
        (None, None, "joy", "agree"),
    ]
    assert fusion["agreement_share"] == 0.5


async def test_words_are_passed_on_once_as_they_come(room: TalkRoom, text_app: TextApp) -> None:
    passed: list[tuple[str, str, float]] = []
    said = asyncio.Event()

    def take(session: str, category: str, intensity: float, neutral: float, end_s: float) -> None:
        passed.append((session, category, end_s))
        said.set()

    services = text_app.services
    parts = TalkParts(services.reader, services.store, Clock(), take)
    companion = open_talk(TalkRoom(parts), remember=None)
    running = asyncio.create_task(companion.run())
    say(companion, "good news")
    say(companion, "good", role="assistant")
    await asyncio.wait_for(said.wait(), 10)
    running.cancel()
    await asyncio.wait([running])
    companion.on_words("user", "bad news", 5.0, 7.0)
    await concluded(companion, 8.0)
    assert passed == [("s1", "joy", 2.0), ("s1", "sadness", 7.0)]


async def test_a_remembered_talk_is_answered_by_v2(room: TalkRoom, client: Client) -> None:
    companion = open_talk(room)
    say(companion, "bad news", "good news")
    say(companion, "Let me check", role="assistant")
    findings = await concluded(companion, 8.0)
    await companion.close("text")
    assert findings.report["memory"] == {"context_id": CONTEXT, "kept": 3, "earlier": None}
    status, state = await call(client, "GET", f"/v2/emotions/{CONTEXT}")
    assert status == 200
    assert set(state["emotions"]) == {"user", "assistant"}
    assert state["emotions"]["user"]["category"] == "joy"
    assert "text" not in state["emotions"]["user"]
    assert state["emotions"]["user"]["externalId"] == "s1-2"
    assert state["trajectory"]["trend"]["messages"] == 2
    assert (await call(client, "GET", f"/v2/emotions/{CONTEXT}", key=OTHER_KEY))[0] == 404


async def test_a_turn_is_remembered_once_however_often_it_ends(
    room: TalkRoom, text_app: TextApp
) -> None:
    companion = open_talk(room)
    say(companion, "bad news", "good news")
    await concluded(companion, 8.0)
    companion._kept = None
    await companion.close(None)
    assert OWNER is not None
    turns = await text_app.services.store.turns(OWNER, CONTEXT, kind="v2", now=text_app.clock.at)
    assert [turn.external_id for turn in turns] == ["s1-1", "s1-2"]


async def test_a_turn_is_remembered_at_the_time_when_it_was_said(
    room: TalkRoom, text_app: TextApp
) -> None:
    companion = open_talk(room)
    companion.on_words("user", "bad news", 588.0, 590.0)
    await companion.close(None)
    assert OWNER is not None
    (turn,) = await text_app.services.store.turns(OWNER, CONTEXT, kind="v2", now=text_app.clock.at)
    assert turn.at == BEGUN_AT + timedelta(seconds=590)


async def test_a_talk_whose_connection_was_lost_is_remembered_too(
    room: TalkRoom, client: Client
) -> None:
    companion = open_talk(room)
    say(companion, "bad news")
    await companion.close(None)
    assert (await call(client, "GET", f"/v2/emotions/{CONTEXT}"))[0] == 200


@pytest.mark.parametrize(
    ("remember", "owner"), [(None, OWNER), (CONTEXT, None)], ids=["not asked for", "no key"]
)
async def test_nothing_is_remembered_unasked_or_of_nobody(
    room: TalkRoom, client: Client, remember: str | None, owner: str | None
) -> None:
    companion = open_talk(room, remember=remember, owner=owner)
    say(companion, "bad news")
    assert "memory" not in (await concluded(companion, 4.0)).report
    await companion.close(None)
    assert (await call(client, "GET", f"/v2/emotions/{CONTEXT}"))[0] == 404


async def test_the_analysis_is_told_of_earlier_talks_and_not_of_this_one(
    room: TalkRoom, clock: Clock
) -> None:
    for day in range(3):
        before = open_talk(room, session_id=f"day-{day}", begun_at=clock.at)
        say(before, "bad news", "bad news", "bad news")
        await concluded(before, 6.0)
        clock.at = clock.at.replace(day=2 + day)
    companion = open_talk(room, language="es", begun_at=clock.at)
    say(companion, "good news", "good news", "good news", "good news")
    findings = await concluded(companion, 8.0)
    assert findings.report["memory"] == {
        "context_id": CONTEXT,
        "kept": 4,
        "earlier": {"sittings": 3, "messages": 9, "direction": "stable"},
    }
    texts = REMARK_TEXTS["es"]
    assert texts.directions["stable"] in findings.remarks
    assert texts.brighter[0] in findings.remarks


@pytest.mark.parametrize("store", [FailingStore(), SilentStore()], ids=["fails", "hangs"])
async def test_a_memory_that_cannot_be_reached_is_said_and_the_talk_goes_on(
    room: TalkRoom,
    text_app: TextApp,
    store: FailingStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(talk, "MEMORY_TIMEOUT_S", 0.01)
    events = Events()
    parts = TalkParts(text_app.services.reader, store, Clock())
    companion = open_talk(TalkRoom(parts), events)
    say(companion, "bad secret")
    findings = await concluded(companion, 4.0)
    await companion.close(None)
    assert events.failures == ["memory_unavailable"]
    assert findings.report["memory"] == {"context_id": CONTEXT, "kept": None, "earlier": None}
    assert [said["category"] for said in findings.report["words"]] == ["sadness"]
    assert "is not remembered" in caplog.text
    assert "secret" not in caplog.text


async def test_a_text_model_that_hangs_is_said_once_and_the_rest_is_told(
    room: TalkRoom, encoder: WordEncoder
) -> None:
    encoder.gate.clear()
    events = Events()
    companion = open_talk(room, events, remember=None)
    say(companion, "bad news")
    await lived(companion)
    companion.on_voice(voice("sad", 0.0, 3.0), "local")
    findings = await concluded(companion, 4.0, catch_up_s=0.01)
    assert events.failures == ["words_unavailable"]
    assert findings.report["words"] == []
    assert findings.report["fusion"]["timeline"][0]["voice"] == "sad"


async def test_a_full_text_model_is_said_once(room: TalkRoom, text_app: TextApp) -> None:
    await text_app.services.reader.close()
    events = Events()
    companion = open_talk(room, events, remember=None)
    say(companion, "bad news")
    await lived(companion)
    await concluded(companion, 4.0)
    assert events.failures == ["words_unavailable"]


async def test_what_is_kept_of_a_session_is_bounded(
    room: TalkRoom, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captions, "MAX_CAPTIONS", 2)
    companion = open_talk(room, remember=None)
    say(companion, "good news", "bad news", "good news")
    one = voice("sad", 0.0, 1.0)
    for second in range(talk.MAX_READINGS + 1):
        companion.on_voice(replace(one, start_s=float(second), end_s=second + 1.0), "local")
    kept: Sequence[VoiceReading] = companion._voice
    assert (len(kept), kept[-1].start_s) == (talk.MAX_READINGS, float(talk.MAX_READINGS))
    assert len((await concluded(companion, 6.0)).report["words"]) == 2
