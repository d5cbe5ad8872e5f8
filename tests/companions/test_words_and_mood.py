"""What one companion reads the other follows, up to the last word."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from companions.mood import MoodParts, MoodRoom
from companions.talk import TalkParts, TalkRoom
from tests.api.text_app import Client, TextApp
from tests.companions.spoken import WordEncoder
from tests.webrtc.publisher import QuickAnalyzer, QuickWriter
from webrtc.belated import belated_report
from webrtc.companion import CompanionRoom
from webrtc.companions import Companions
from webrtc.journal import Journal
from webrtc.messages import Message
from webrtc.past import Head, encode_head
from webrtc.receive.network import Network, choose_addresses
from webrtc.services import SessionServices
from webrtc.start_options import StartOptions

OPTIONS = StartOptions(True, "mi día", "en", 60.0, True)
TURNS_S = (5.0, 15.0, 25.0)


@pytest.fixture
def rooms(client: Client, text_app: TextApp) -> Sequence[CompanionRoom]:
    store, now = text_app.services.store, text_app.services.now
    mood = MoodRoom(MoodParts({}, store, now))
    talk = TalkRoom(TalkParts(text_app.services.reader, store, now, mood.on_mood_of_words))
    return (mood, talk)


def say_sad_things(listener: Companions | Journal) -> None:
    for end_s in TURNS_S:
        listener.on_words("user", "bad news", end_s - 2, end_s)


def check(report: dict[str, Any]) -> None:
    assert len(report["words"]) == len(TURNS_S)
    assert report["trend"]["trend"] == "persistent_negative"
    assert report["trend"]["sources"] == ["words"]


async def test_the_last_turns_of_a_session_count_in_its_trend(
    rooms: Sequence[CompanionRoom],
) -> None:
    published: list[Message] = []
    companions = Companions("s1", rooms, published.append)
    companions.open(OPTIONS, None, datetime.now(UTC))
    say_sad_things(companions)
    findings = await companions.conclude(30.0, catch_up_s=10.0)
    check({**findings[0].report, **findings[1].report})


async def test_words_count_in_a_belated_report_too(
    rooms: Sequence[CompanionRoom], encoder: WordEncoder
) -> None:
    services = SessionServices(
        analyzer=QuickAnalyzer(time.monotonic),
        writer=QuickWriter(),
        local_writer=QuickWriter(),
        network=Network(choose_addresses((), include_loopback=True)),
        default_language="en",
        companions=rooms,
    )
    journal = Journal()
    say_sad_things(journal)
    head = encode_head(Head(OPTIONS, None, 30.0))
    made = await belated_report(services, "s1", head, journal.entries)
    (report,) = [message for message in made["messages"] if message["type"] == "report"]
    check(report)
    assert encoder.texts == ["bad news"] * len(TURNS_S)
