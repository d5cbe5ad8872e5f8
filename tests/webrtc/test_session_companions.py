"""Companions, scenarios, memory and counters in sessions over real aiortc peers."""

import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiortc.rtp import RtpPacket

from tests.webrtc.publisher import Publisher, QuickWriter
from tests.webrtc.quick_assistant import QuickAssistant
from tests.webrtc.quick_companion import QuickRoom
from tests.webrtc.test_session import session_count_is
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices

NewPublisher = Callable[[], Publisher]

STAGES = {
    *("checks", "datagrams", "srtp", "network", "decode", "channel", "sample"),
    *("audio_network", "audio_decode", "audio_samples", "reply_samples"),
}
"""Where a session may drop something (docs/operations.md)."""

FORGED = 10


@dataclass
class Counters:
    """Counts what sessions do."""

    started: int = 0
    ended: list[tuple[str, float, Mapping[str, int]]] = field(default_factory=list)
    labels: list[tuple[Mapping[str, float], bool]] = field(default_factory=list)
    voices: list[str] = field(default_factory=list)

    def on_session_started(self) -> None:
        self.started += 1

    def on_session_resumed(self) -> None:
        return

    def on_session_ended(self, reason: str, lasted_s: float, dropped: Mapping[str, int]) -> None:
        self.ended.append((reason, lasted_s, dropped))

    def on_label(self, stages_s: Mapping[str, float], *, has_reading: bool) -> None:
        self.labels.append((stages_s, has_reading))

    def on_voice_reading(self, source: str) -> None:
        self.voices.append(source)


@pytest.fixture
def assistant() -> QuickAssistant:
    return QuickAssistant()


@pytest.fixture
def room() -> QuickRoom:
    return QuickRoom()


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
def services(services: SessionServices, room: QuickRoom, counters: Counters) -> SessionServices:
    return replace(
        services,
        companions=[room],
        scenarios=("support", "wellness"),
        context_id=re.compile("[a-z]+"),
        observer=counters,
    )


async def started(
    new_publisher: NewPublisher, *, key: str | None = None, **fields: Any
) -> Publisher:
    publisher = new_publisher()
    publisher.add_media(audio=True)
    publisher.add_channels("labels", "events")
    await publisher.join(**({"X-Api-Key": key} if key is not None else {}))
    await publisher.start(**({"duration_s": 5, "voice": True, "assistant": True} | fields))
    return publisher


async def test_a_companion_follows_the_session_and_adds_to_its_end(
    new_publisher: NewPublisher,
    room: QuickRoom,
    assistant: QuickAssistant,
    writer: QuickWriter,
    registry: SessionRegistry,
) -> None:
    publisher = await started(new_publisher, scenario="support")
    await publisher.wait_for_message("assistant", 2)
    assistant.talks[0].events.on_words("user", "hola", False)
    assistant.talks[0].last_words = "adiós"
    room.companions[0].events.on_trend(
        trend="stable", escalate=False, since_s=0.0, sources=["face"], time_s=1.0
    )
    await publisher.wait_for_message("ended")
    [companion] = room.companions
    assert len(companion.faces) == len(publisher.messages("label"))
    assert len(companion.voices) == len(publisher.messages("voice"))
    assert companion.words == [("user", "adiós")]
    assert publisher.messages("trend")[0]["trend"] == "stable"
    assert publisher.messages("started")[0]["scenario"] == "support"
    assert publisher.messages("report")[0]["trend"] == "stable"
    assert writer.remarks == ["It was calm."]
    await session_count_is(registry, 0)
    assert companion.steps == ["run", "ended", "catch_up", "conclude", "close"]
    assert companion.analysis == publisher.messages("analysis")[-1]["text"]


async def test_a_companion_finishes_though_the_person_has_gone(
    new_publisher: NewPublisher, room: QuickRoom, registry: SessionRegistry
) -> None:
    publisher = await started(new_publisher)
    await publisher.wait_for_message("label")
    await publisher.close()
    await session_count_is(registry, 0)
    assert room.companions[0].steps == ["run", "ended", "catch_up", "conclude", "close"]


async def test_a_companion_that_fails_takes_nothing_from_the_person(
    new_publisher: NewPublisher, room: QuickRoom
) -> None:
    publisher = await started(new_publisher)
    await publisher.wait_for_message("started")
    room.companions[0].failure = RuntimeError("told to")
    await publisher.wait_for_message("ended")
    assert publisher.messages("ended")[0]["reason"] == "completed"
    assert "trend" not in publisher.messages("report")[0]


async def test_without_consent_no_companion_is_opened(
    new_publisher: NewPublisher, room: QuickRoom
) -> None:
    publisher = await started(new_publisher, consent=False)
    await publisher.wait_for_message("error")
    assert room.companions == []


async def test_with_a_key_what_is_said_can_be_remembered(
    new_publisher: NewPublisher, room: QuickRoom
) -> None:
    publisher = await started(new_publisher, key="mine", remember="diary")
    assert (await publisher.wait_for_message("started"))["remember"] == "diary"
    options = room.companions[0].options
    assert (options["remember"], options["owner"]) == ("diary", "mine")
    assert not publisher.messages("error")


async def test_without_a_key_nothing_is_remembered_and_the_session_goes_on(
    new_publisher: NewPublisher, room: QuickRoom
) -> None:
    publisher = await started(new_publisher, remember="diary")
    assert (await publisher.wait_for_message("started"))["remember"] is None
    assert (await publisher.wait_for_message("error"))["code"] == "memory_unavailable"
    await publisher.wait_for_message("label")
    assert room.companions[0].options["remember"] is None


async def test_counters_hear_of_start_labels_voices_and_the_end(
    new_publisher: NewPublisher, counters: Counters, registry: SessionRegistry
) -> None:
    publisher = await started(new_publisher)
    await publisher.wait_for_message("ended")
    await session_count_is(registry, 0)
    assert counters.started == 1
    [(reason, lasted_s, dropped)] = counters.ended
    assert reason == "completed"
    assert 5 <= lasted_s < 30
    assert set(dropped) == STAGES
    assert len(counters.labels) == 5
    stages_s, has_reading = counters.labels[0]
    assert has_reading
    assert list(stages_s) == ["decode", "wait", "infer", "total", "queue"]
    assert counters.voices == ["local"] * len(publisher.messages("voice"))


async def test_media_that_the_peer_cannot_have_sent_are_refused_and_counted(
    new_publisher: NewPublisher, counters: Counters, registry: SessionRegistry
) -> None:
    publisher = await started(new_publisher)
    await publisher.wait_for_message("label")
    ((host, port), *_) = re.findall(r"1 udp \d+ ([\d.]+) (\d+) typ host", publisher.answer)
    with socket.socket(type=socket.SOCK_DGRAM) as stranger:
        for number in range(FORGED):
            packet = RtpPacket(payload_type=96, sequence_number=number, payload=b"forged")
            stranger.sendto(packet.serialize(), (host, int(port)))
    publisher.send({"type": "stop"})
    await session_count_is(registry, 0)
    [(_, _, dropped)] = counters.ended
    assert dropped["srtp"] == FORGED


async def test_a_session_that_never_started_is_counted_as_ended_only(
    new_publisher: NewPublisher, counters: Counters, registry: SessionRegistry
) -> None:
    publisher = await started(new_publisher, consent=False)
    await publisher.wait_for_message("error")
    await publisher.client.delete(publisher.location)
    await session_count_is(registry, 0)
    assert counters.started == 0
    assert [reason for reason, _, _ in counters.ended] == ["deleted"]
