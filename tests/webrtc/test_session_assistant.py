"""Talks with the assistant over real aiortc peers; only the assistant is a quick one."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import av
import numpy as np
import pytest
from aiohttp.test_utils import TestClient
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack
from numpy.typing import NDArray

from analysis.labels import EnergyLevel
from tests.webrtc.publisher import MovingPicture, Publisher, QuickVoice
from tests.webrtc.quick_assistant import QuickAssistant, QuickTalk
from tests.webrtc.send.line import LOUD, tone
from tests.webrtc.test_session import cut_off, session_count_is
from webrtc.microphone import SAMPLE_RATE_HZ
from webrtc.registry import SessionRegistry

NewPublisher = Callable[[], Publisher]


@pytest.fixture
def assistant() -> QuickAssistant:
    return QuickAssistant()


@dataclass
class Hearing:
    """What a publisher hears of the reply."""

    frames: list[NDArray[np.int16]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def peaks(self) -> list[int]:
        return [int(np.abs(frame.astype(int)).max()) for frame in self.frames]

    async def has(self, frames: int) -> None:
        async with asyncio.timeout(20):
            while len(self.frames) < frames:
                self.changed.clear()
                await self.changed.wait()

    async def read(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = cast(av.AudioFrame, await track.recv())
            except MediaStreamError:
                return
            self.frames.append(frame.to_ndarray()[0, ::2].astype(np.int16))
            self.changed.set()


@asynccontextmanager
async def hearing(publisher: Publisher) -> AsyncIterator[Hearing]:
    """Hear what a publisher gets; to be entered before it joins."""
    heard = Hearing()
    tasks: list[asyncio.Task[None]] = []
    publisher.pc.on("track", lambda track: tasks.append(asyncio.create_task(heard.read(track))))
    yield heard
    await publisher.close()
    await asyncio.gather(*tasks)


async def joined(new_publisher: NewPublisher, *, video: bool = True) -> Publisher:
    publisher = new_publisher()
    publisher.add_media(video=video, audio=True)
    publisher.add_channels("labels", "events")
    await publisher.join()
    return publisher


async def talking(publisher: Publisher, assistant: QuickAssistant, **fields: Any) -> QuickTalk:
    """Start a session with a talk and wait until it listens."""
    await publisher.start(**({"duration_s": 30, "voice": True, "assistant": True} | fields))
    await publisher.wait_for_message("assistant", 2)
    return assistant.talks[-1]


async def hears(talk: QuickTalk, seconds: float) -> None:
    async with asyncio.timeout(20):
        while len(talk.heard) < 2 * SAMPLE_RATE_HZ * seconds:
            await asyncio.sleep(0.01)


async def test_a_talk_is_a_source_and_hears_the_microphone_at_16_khz(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    talk = await talking(publisher, assistant, duration_s=5, context="hola", language="en")
    await publisher.wait_for_message("ended")
    assert publisher.messages("started")[0]["sources"] == ["face", "voice", "assistant"]
    assert (talk.language, talk.context, talk.push_to_talk) == ("en", "hola", False)
    assert [m["state"] for m in publisher.messages("assistant")] == ["connecting", "listening"]
    privacy = publisher.messages("report")[0]["privacy"]
    assert privacy["audio_sent_to"] == "Google Gemini Live"
    sent_s = len(talk.heard) / 2 / SAMPLE_RATE_HZ
    assert sent_s <= privacy["audio_sent_s"] < sent_s + 0.1
    assert sent_s == pytest.approx(privacy["audio_analysed_s"], abs=0.06)
    assert not talk.is_running


async def test_a_later_context_reaches_the_talk(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant, context="mi examen")
    publisher.send({"type": "context", "context": "mi hermano"})
    publisher.send({"type": "ping", "t": 1})
    await publisher.wait_for_message("pong")
    assert talk.context == "mi hermano"


async def test_a_reply_is_heard_at_its_level(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    async with hearing(publisher) as heard:
        await publisher.join()
        talk = await talking(publisher, assistant)
        talk.events.on_reply(tone(1.0))
        await heard.has(50)
        middle = np.concatenate(heard.frames[5:45]).astype(float)
    assert 0.9 < np.sqrt(2 * np.mean(middle**2)) / 9_000 < 1.1


async def test_an_interruption_and_the_end_silence_the_reply(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    async with hearing(publisher) as heard:
        await publisher.join()
        talk = await talking(publisher, assistant)
        talk.events.on_reply(tone(20.0))
        await heard.has(10)
        talk.events.on_interrupted()
        await heard.has(10 + 10)
        assert heard.peaks[-1] < LOUD
        spoken = len(heard.frames)
        talk.events.on_reply(tone(20.0))
        await heard.has(spoken + 10)
        publisher.send({"type": "stop"})
        await publisher.wait_for_message("ended")
        # 20 s of sound would be 1,000 frames.
        assert sum(peak >= LOUD for peak in heard.peaks) < 500


async def test_a_reply_ends_when_the_assistant_is_said_to_be_unavailable(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    async with hearing(publisher) as heard:
        await publisher.join()
        talk = await talking(publisher, assistant)
        talk.events.on_reply(tone(20.0))
        await heard.has(10)
        talk.events.on_state("unavailable")
        async with asyncio.timeout(10):
            while heard.peaks[-1] >= LOUD:
                heard.changed.clear()
                await heard.changed.wait()


async def test_words_become_transcripts_on_the_session_clock(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant)
    talk.events.on_words("user", "hola", False)
    talk.events.on_words("user", "hola, estoy cansada", True)
    talk.events.on_words("assistant", "te escucho", True)
    await publisher.wait_for_message("transcript", 3)
    told = publisher.messages("transcript")
    assert [(m["seq"], m["role"], m["text"], m["final"]) for m in told] == [
        (1, "user", "hola", False),
        (2, "user", "hola, estoy cansada", True),
        (3, "assistant", "te escucho", True),
    ]
    assert 0 <= told[0]["start_s"] == told[1]["start_s"] <= told[1]["end_s"] < 20


async def test_an_opinion_stands_beside_the_local_readings_with_a_number_of_its_own(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant, duration_s=5)
    await publisher.wait_for_message("voice")
    talk.events.on_words("user", "no puedo más", True)
    talk.events.on_opinion("anxious", 0.8, EnergyLevel.HIGH)
    await publisher.wait_for_message("ended")
    voices = publisher.messages("voice")
    assert sorted(m["seq"] for m in voices) == list(range(1, len(voices) + 1))
    [opinion] = [m for m in voices if m["source"] == "gemini-live"]
    assert (opinion["emotion"], opinion["confidence"]) == ("anxious", 0.8)
    assert opinion["energy_level"] == "high"
    [turn] = publisher.messages("transcript")
    assert opinion["window"] == {"start_s": turn["start_s"], "end_s": turn["end_s"]}
    # Unlike a local reading, which the next one makes up for, it must not get lost.
    assert opinion in publisher.received["events"]
    local = [m for m in voices if m["source"] == "local"]
    assert all(m in publisher.received["labels"] for m in local)
    assert len(publisher.messages("report")[0]["voice"]) == len(local)


async def test_a_failure_is_told_and_the_local_layer_goes_on(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    talk = await talking(publisher, assistant)
    talk.events.on_failure("quota", "no more today")
    talk.events.on_state("unavailable")
    await publisher.wait_for_message("assistant", 3)
    assert publisher.messages("error")[0]["code"] == "live_quota"
    assert publisher.messages("assistant")[-1]["state"] == "unavailable"
    labels, voices = len(publisher.messages("label")), len(publisher.messages("voice"))
    await publisher.wait_for_message("label", labels + 1)
    await publisher.wait_for_message("voice", voices + 1)


async def test_a_talk_that_breaks_is_told_and_the_local_layer_goes_on(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    talk = await talking(publisher, assistant)
    talk.crash()
    await publisher.wait_for_message("assistant", 3)
    assert publisher.messages("error")[0]["code"] == "live_internal_error"
    assert publisher.messages("assistant")[-1]["state"] == "unavailable"
    heard = len(talk.heard)
    await publisher.wait_for_message("label", len(publisher.messages("label")) + 1)
    assert len(talk.heard) == heard


async def test_sound_that_never_got_a_connection_was_not_sent(
    new_publisher: NewPublisher, assistant: QuickAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_connects(talk: QuickTalk) -> None:
        talk.events.on_state("connecting")
        await hears(talk, 0.2)
        talk.events.on_failure("refused", "the key is wrong")
        talk.events.on_state("unavailable")

    monkeypatch.setattr(QuickTalk, "run", never_connects)
    publisher = await joined(new_publisher, video=False)
    await talking(publisher, assistant)
    publisher.send({"type": "stop"})
    report = await publisher.wait_for_message("report")
    assert report["privacy"]["audio_sent_to"] is None
    assert report["privacy"]["audio_sent_s"] == 0


async def test_nothing_goes_to_the_assistant_unless_it_was_asked_for(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(duration_s=5, voice=True)
    await publisher.wait_for_message("ended")
    assert assistant.talks == []
    privacy = publisher.messages("report")[0]["privacy"]
    assert (privacy["audio_sent_to"], privacy["audio_sent_s"]) == (None, 0)


async def test_without_consent_there_is_no_talk(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(consent=False, voice=True, assistant=True)
    assert (await publisher.wait_for_message("error"))["code"] == "consent_required"
    assert assistant.talks == []


async def test_an_assistant_without_the_voice_is_a_bad_message_and_start_may_come_again(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(assistant=True)
    error = await publisher.wait_for_message("error")
    assert error["code"] == "bad_message"
    assert "voice" in error["message"]
    await talking(publisher, assistant)


async def test_nothing_is_heard_after_the_end(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant)
    await hears(talk, 0.2)
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("analysis")
    heard = len(talk.heard)
    await publisher.wait_for_message("ended")
    await publisher.close()
    assert len(talk.heard) == heard
    assert not talk.is_running


async def test_words_that_come_while_the_talk_is_closed_are_told_before_the_analysis(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant)
    talk.last_words = "adiós"
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    kinds = [message["type"] for message in publisher.received["events"]]
    assert kinds.index("transcript") < kinds.index("analysis")


async def test_with_push_to_talk_only_what_is_said_with_the_button_pressed_is_heard(
    new_publisher: NewPublisher, assistant: QuickAssistant, voice_analyzer: QuickVoice
) -> None:
    publisher = await joined(new_publisher, video=False)
    talk = await talking(publisher, assistant, push_to_talk=True)
    assert talk.push_to_talk
    await publisher.wait_for_message("voice")
    assert not talk.heard
    publisher.send({"type": "talk", "active": True})
    await hears(talk, 0.2)
    publisher.send({"type": "talk", "active": False})
    publisher.send({"type": "ping"})
    await publisher.wait_for_message("pong")
    assert talk.switched == [True, False]
    heard = len(talk.heard)
    await publisher.wait_for_message("voice", len(publisher.messages("voice")) + 1)
    assert len(talk.heard) == heard


@pytest.mark.parametrize(
    ("start", "message", "code"),
    [
        (None, {"type": "talk", "active": True}, "not_started"),
        ({"voice": True}, {"type": "talk", "active": True}, "not_push_to_talk"),
        (
            {"voice": True, "assistant": True},
            {"type": "talk", "active": True},
            "not_push_to_talk",
        ),
        (None, {"type": "talk"}, "bad_message"),
        (None, {"type": "talk", "active": 1}, "bad_message"),
    ],
)
async def test_a_talk_button_that_means_nothing_is_an_error(
    new_publisher: NewPublisher,
    start: dict[str, Any] | None,
    message: dict[str, Any],
    code: str,
) -> None:
    publisher = await joined(new_publisher)
    await publisher.wait_for(lambda: publisher.channels["events"].readyState == "open")
    if start is not None:
        await publisher.start(**start)
    publisher.send(message)
    assert (await publisher.wait_for_message("error"))["code"] == code


async def test_without_a_microphone_the_session_goes_on_without_the_assistant(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(voice=True, assistant=True)
    assert (await publisher.wait_for_message("error"))["code"] == "assistant_unavailable"
    await publisher.wait_for_message("label")
    assert publisher.messages("started")[0]["sources"] == ["face"]
    assert assistant.talks == []


def directions(sdp: str) -> list[str]:
    """Return kind and direction of each media section of an SDP text."""
    found = []
    for section in sdp.split("\nm=")[1:]:
        kind = section.split(" ", 1)[0]
        found += [f"{kind} {d}" for d in DIRECTIONS if f"a={d}\r" in section]
    return found


DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")


async def test_an_offer_that_would_play_a_reply_is_answered_with_one(
    new_publisher: NewPublisher,
) -> None:
    publisher = await joined(new_publisher)
    assert directions(publisher.answer) == ["video recvonly", "audio sendrecv"]


async def test_an_offer_that_only_sends_gets_no_track_but_captions(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    for track in (MovingPicture(), AudioStreamTrack()):
        publisher.pc.addTransceiver(track, direction="sendonly")
    publisher.add_channels("events")
    await publisher.join()
    assert directions(publisher.answer) == ["video recvonly", "audio recvonly"]
    talk = await talking(publisher, assistant)
    talk.events.on_reply(tone(1.0))
    talk.events.on_interrupted()
    talk.events.on_words("assistant", "hola", True)
    assert (await publisher.wait_for_message("transcript"))["text"] == "hola"


async def test_microphone_and_loudspeaker_may_have_a_section_each(
    new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.pc.addTransceiver(AudioStreamTrack(), direction="sendonly")
    publisher.pc.addTransceiver("audio", direction="recvonly")
    publisher.add_channels("events")
    async with hearing(publisher) as heard:
        await publisher.join()
        assert directions(publisher.answer) == ["audio recvonly", "audio sendonly"]
        talk = await talking(publisher, assistant)
        await hears(talk, 0.2)
        talk.events.on_reply(tone(1.0))
        await heard.has(10)
        assert max(heard.peaks) >= LOUD


async def test_a_publisher_by_query_follows_its_talk_as_server_sent_events(
    client: TestClient[Any, Any], new_publisher: NewPublisher, assistant: QuickAssistant
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    await publisher.join("?consent=true&voice=true&assistant=true&duration_s=5")
    async with client.get(publisher.location + "/events") as events:
        async with asyncio.timeout(10):
            while not assistant.talks or not assistant.talks[0].is_running:
                await asyncio.sleep(0.01)
        assistant.talks[0].events.on_words("assistant", "hola", True)
        text = (await events.read()).decode()
    told = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    kinds = [message["type"] for message in told]
    assert kinds[:3] == ["started", "assistant", "assistant"]
    assert "transcript" in kinds
    assert told[0]["sources"] == ["voice", "assistant"]


@pytest.mark.parametrize("ending", ["stop", "delete", "cut off", "close", "shutdown"])
async def test_however_a_session_ends_nothing_of_its_talk_is_left(
    client: TestClient[Any, Any],
    new_publisher: NewPublisher,
    assistant: QuickAssistant,
    registry: SessionRegistry,
    ending: str,
) -> None:
    # The HTTP connection's own task stays.
    assert (await client.get("/whip")).status == 204
    before = asyncio.all_tasks()
    publisher = await joined(new_publisher)
    talk = await talking(publisher, assistant)
    talk.events.on_reply(tone(20.0))
    match ending:
        case "stop":
            publisher.send({"type": "stop"})
        case "delete":
            await publisher.client.delete(publisher.location)
        case "cut off":
            cut_off(publisher)
        case "close":
            await publisher.close()
        case "shutdown":
            await registry.close()
    await session_count_is(registry, 0, timeout_s=12)
    await publisher.close()
    assert not talk.is_running
    async with asyncio.timeout(5):
        while asyncio.all_tasks() - before:
            await asyncio.sleep(0.05)
