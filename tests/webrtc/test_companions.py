import asyncio
import logging
from datetime import UTC, datetime

import pytest

from analysis.labels import EnergyLevel, VoiceReading
from tests.webrtc.quick_companion import QuickFindings, QuickRoom
from webrtc import companions as companions_module
from webrtc.companions import Companions
from webrtc.messages import Message
from webrtc.start_options import StartOptions
from webrtc.tasks import stop_tasks

OPTIONS = StartOptions(True, "mi trabajo", "es", 30.0, voice=True, scenario="support")
BEGUN_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
READING = VoiceReading("sad", 0.7, EnergyLevel.LOW, 0.0, 3.0)


@pytest.fixture
def published() -> list[Message]:
    return []


@pytest.fixture
def rooms() -> list[QuickRoom]:
    return [QuickRoom(), QuickRoom()]


@pytest.fixture
def companions(rooms: list[QuickRoom], published: list[Message]) -> Companions:
    return Companions("abc", rooms, published.append)


def test_each_is_told_how_the_session_began_and_all_that_is_read(
    companions: Companions, rooms: list[QuickRoom]
) -> None:
    companions.open(OPTIONS, "somebody", BEGUN_AT)
    companions.on_voice(READING, "local")
    companions.on_words("user", "hola", 1.0, 2.0)
    for room in rooms:
        [companion] = room.companions
        assert companion.options == {
            "session_id": "abc",
            "language": "es",
            "scenario": "support",
            "remember": None,
            "owner": "somebody",
            "begun_at": BEGUN_AT,
        }
        assert companion.voices == [(READING, "local")]
        assert companion.words == [("user", "hola")]


def test_a_room_with_nothing_to_do_is_left_out(
    companions: Companions, rooms: list[QuickRoom]
) -> None:
    rooms[0].is_wanted = False
    companions.open(OPTIONS, None, BEGUN_AT)
    companions.on_words("user", "hola", 1.0, 2.0)
    assert rooms[0].companions == []
    assert len(rooms[1].companions[0].words) == 1


def test_what_they_say_is_published(companions: Companions, published: list[Message]) -> None:
    companions.on_trend(
        trend="stable", escalate=False, since_s=1.23456, sources=("face",), time_s=9.0
    )
    companions.on_advice(scenario="support", code="pause", text="Descansa.", time_s=9.0)
    companions.on_failure("memory_unavailable", "no room")
    assert published == [
        {
            "type": "trend",
            "trend": "stable",
            "escalate": False,
            "since_s": 1.235,
            "sources": ["face"],
            "time_s": 9.0,
        },
        {
            "type": "advice",
            "scenario": "support",
            "code": "pause",
            "text": "Descansa.",
            "time_s": 9.0,
        },
        {"type": "error", "code": "memory_unavailable", "message": "no room"},
    ]


async def test_they_run_conclude_and_close_in_order(
    companions: Companions, rooms: list[QuickRoom]
) -> None:
    running = asyncio.create_task(companions.run())
    companions.open(OPTIONS, None, BEGUN_AT)
    while not rooms[1].companions[0].steps:
        await asyncio.sleep(0)
    await stop_tasks(running)
    findings = await companions.conclude(12.0)
    await companions.close("It went well.")
    assert [f.remarks for f in findings] == [("It was calm.",)] * 2
    for room in rooms:
        assert room.companions[0].steps == ["run", "ended", "catch_up", "conclude", "close"]
        assert room.companions[0].analysis == "It went well."


async def test_one_that_fails_is_logged_and_the_other_goes_on(
    companions: Companions, rooms: list[QuickRoom], caplog: pytest.LogCaptureFixture
) -> None:
    companions.open(OPTIONS, None, BEGUN_AT)
    first, second = rooms[0].companions[0], rooms[1].companions[0]
    first.failure = RuntimeError("told to")
    second.findings = QuickFindings({"words": []}, ())
    running = asyncio.create_task(companions.run())
    while not second.steps:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not running.done()
    await stop_tasks(running)
    with caplog.at_level(logging.ERROR):
        assert await companions.conclude(1.0) == [second.findings]
        await companions.close(None)
    assert len([r for r in caplog.records if r.levelno == logging.ERROR]) == 4
    assert "session abc" in caplog.text


async def test_one_that_takes_too_long_is_left_behind(
    companions: Companions, rooms: list[QuickRoom], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companions_module, "CONCLUDE_TIMEOUT_S", 0.05)
    companions.open(OPTIONS, None, BEGUN_AT)
    rooms[0].companions[0].may_finish.clear()
    late, quick = rooms[0].companions[0], rooms[1].companions[0]
    assert await companions.conclude(1.0, catch_up_s=0.05) == [quick.findings]
    assert late.steps == ["catch_up", "conclude"]


async def test_none_concludes_before_all_have_caught_up(
    companions: Companions, rooms: list[QuickRoom]
) -> None:
    companions.open(OPTIONS, None, BEGUN_AT)
    quick, slow = rooms[0].companions[0], rooms[1].companions[0]
    slow.may_finish.clear()
    concluding = asyncio.create_task(companions.conclude(1.0, catch_up_s=5.0))
    while not slow.steps:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert quick.steps == ["catch_up"]
    slow.may_finish.set()
    assert len(await concluding) == 2
    assert quick.steps == slow.steps == ["catch_up", "conclude"]


async def test_a_session_that_never_started_has_none(companions: Companions) -> None:
    assert await companions.conclude(0.0) == []
    await companions.close(None)
