"""The end of a session that nobody concluded, made from what was saved."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.webrtc.publisher import QuickWriter
from tests.webrtc.quick_companion import QuickRoom
from webrtc.belated import belated_report
from webrtc.past import Head, encode_head
from webrtc.services import SessionServices
from webrtc.start_options import StartOptions

OPTIONS = StartOptions(True, "mi día", "es", 30.0, True)
BEGUN_AT = datetime(2026, 1, 14, 23, 54, tzinfo=UTC)
HEAD = encode_head(Head(OPTIONS, "ab12", 9.5, BEGUN_AT.timestamp()))


@pytest.fixture
def room() -> QuickRoom:
    return QuickRoom()


@pytest.fixture
def services(services: SessionServices, room: QuickRoom) -> SessionServices:
    return replace(services, companions=[room])


async def test_companions_finish_with_the_report(
    services: SessionServices, room: QuickRoom
) -> None:
    report = await belated_report(services, "s1", HEAD, ())
    assert [message["type"] for message in report["messages"]] == ["analysis", "report", "ended"]
    assert room.companions[0].steps == ["catch_up", "conclude", "close"]
    assert room.companions[0].options["begun_at"] == BEGUN_AT


async def test_companions_keep_nothing_of_a_session_that_is_withdrawn_meanwhile(
    services: SessionServices, room: QuickRoom, writer: QuickWriter
) -> None:
    writer.may_finish.clear()
    making = asyncio.create_task(belated_report(services, "s1", HEAD, ()))
    async with asyncio.timeout(10):
        while not writer.calls:
            await asyncio.sleep(0)
    making.cancel()
    with suppress(asyncio.CancelledError):
        await making
    assert room.companions[0].steps == ["catch_up", "conclude"]
