"""Sessions over real aiortc peers on loopback; only the face model is a quick one."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from tests.webrtc.publisher import Publisher, QuickAnalyzer, QuickWriter
from webrtc import deadlines
from webrtc import session as session_module
from webrtc.peer import Peer
from webrtc.receive.assembler import EncodedFrame
from webrtc.receive.decoder import DecoderThread
from webrtc.registry import SessionRegistry

NewPublisher = Callable[[], Publisher]


async def joined(new_publisher: NewPublisher, *channels: str) -> Publisher:
    publisher = new_publisher()
    publisher.add_media(audio=True)
    publisher.add_channels(*(channels or ("labels", "events")))
    await publisher.join()
    return publisher


async def session_count_is(registry: SessionRegistry, count: int, timeout_s: float = 10) -> None:
    async with asyncio.timeout(timeout_s):
        while registry.count != count:
            await asyncio.sleep(0.01)


async def test_a_session_goes_from_consent_to_labels_analysis_report_and_end(
    new_publisher: NewPublisher, analyzer: QuickAnalyzer, registry: SessionRegistry
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(context="mi trabajo", duration_s=5, language="en")
    await publisher.wait_for_message("ended")
    kinds = [message["type"] for message in publisher.received["events"]]
    assert kinds == ["started", "analysis", "analysis", "analysis", "report", "ended"]

    started = publisher.messages("started")[0]
    assert started["duration_s"] == 5
    assert started["sources"] == ["face"]
    assert started["model"] == {"name": "quick", "version": "1"}

    labels = publisher.received["labels"]
    assert [label["seq"] for label in labels] == [1, 2, 3, 4, 5]
    assert [int(label["frame"]["media_time_s"]) for label in labels] == [0, 1, 2, 3, 4]
    assert analyzer.shapes == [(240, 320, 3)] * 5

    done = publisher.messages("analysis")[-1]
    assert done["done"] is True
    assert done["text"] == "5 readings, en: mi trabajo"
    privacy = publisher.messages("report")[0]["privacy"]
    assert privacy["frames_analysed"] == 5
    assert privacy["frames_received"] > 60
    assert privacy["frames_stored"] == privacy["audio_stored"] == 0
    assert publisher.messages("ended")[0]["reason"] == "completed"
    await session_count_is(registry, 0)


async def test_a_label_tells_true_stage_times(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(duration_s=5)
    label = await publisher.wait_for_message("label", 2)
    times = label["timing_ms"]
    assert all(times[stage] > 0 for stage in ("decode", "wait", "infer"))
    assert times["decode"] + times["wait"] + times["infer"] <= times["total"] < 1_000
    assert (label["frame"]["width"], label["frame"]["height"]) == (320, 240)
    assert label["emotion"] == "HAPPY"
    assert label["expression"]["name"] == label["smoothed"]["name"] == "happy"
    assert label["face"] == {"box": [0.3, 0.2, 0.4, 0.5], "count": 1}


async def test_nothing_is_analysed_without_consent(
    new_publisher: NewPublisher, analyzer: QuickAnalyzer
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(consent=False)
    error = await publisher.wait_for_message("error")
    assert error["code"] == "consent_required"
    publisher.send({"type": "stop"})
    ended = await publisher.wait_for_message("ended")
    assert ended["reason"] == "stopped"
    assert analyzer.shapes == []
    assert not publisher.messages("report")


async def test_a_client_with_one_channel_gets_labels_there(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher, "events")
    await publisher.start(duration_s=5)
    await publisher.wait_for_message("label")
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    assert set(publisher.received) == {"events"}


async def test_stop_ends_early_with_analysis_and_report(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    await publisher.start()
    await publisher.wait_for_message("label", 2)
    publisher.send({"type": "context", "context": "al final"})
    publisher.send({"type": "stop"})
    ended = await publisher.wait_for_message("ended")
    assert ended["reason"] == "stopped"
    assert publisher.messages("analysis")[-1]["text"].endswith("es: al final")
    assert 0 < publisher.messages("report")[0]["stats"]["duration_s"] < 10


async def test_the_server_closes_the_connection_after_the_end(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    closed = asyncio.Event()
    publisher.pc.on(
        "connectionstatechange",
        lambda: closed.set() if publisher.pc.connectionState == "closed" else None,
    )
    await publisher.start()
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    async with asyncio.timeout(5):
        await closed.wait()


async def test_a_ping_is_answered_with_its_own_time(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    await publisher.wait_for(lambda: publisher.channels["events"].readyState == "open")
    publisher.send({"type": "ping", "t": 123.5})
    pong = await publisher.wait_for_message("pong")
    assert pong["t"] == 123.5
    assert pong["server_ms"] > 1_700_000_000_000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no json", "JSON"),
        ("[1]", "object"),
        ('{"kind": "start"}', "type"),
        ('{"type": "start", "consent": "yes"}', "consent"),
        ('{"type": "start", "consent": true, "duration_s": 601}', "duration_s"),
        ('{"type": "start", "consent": true, "duration_s": "30"}', "duration_s"),
        ('{"type": "start", "consent": true, "language": "fr"}', "language"),
        ('{"type": "start", "consent": true, "context": "' + "a" * 2_001 + '"}', "context"),
        ('{"type": "context", "context": 5}', "context"),
        ('{"type": "calibrate"}', "calibrate"),
    ],
)
async def test_a_bad_message_is_answered_with_what_is_wrong_and_the_session_goes_on(
    new_publisher: NewPublisher, text: str, named: str
) -> None:
    publisher = await joined(new_publisher)
    await publisher.wait_for(lambda: publisher.channels["events"].readyState == "open")
    publisher.send(text)
    error = await publisher.wait_for_message("error")
    assert named in error["message"]
    publisher.send({"type": "invented later", "field": 1})
    publisher.send({"type": "ping", "t": 1})
    await publisher.wait_for_message("pong")
    assert len(publisher.messages("error")) == 1


async def test_a_flood_of_bad_messages_ends_the_session(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    await publisher.wait_for(lambda: publisher.channels["events"].readyState == "open")
    for _ in range(session_module.MAX_BAD_MESSAGES):
        publisher.send("no json")
    ended = await publisher.wait_for_message("ended")
    assert ended["reason"] == "too_many_bad_messages"


async def test_a_calibration_is_answered_and_the_labels_go_on(
    new_publisher: NewPublisher,
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(duration_s=10)
    await publisher.wait_for_message("label")
    publisher.send({"type": "calibrate"})
    await publisher.wait_for_message("calibrated")
    assert {"type": "calibrated"} in publisher.received["events"]
    labels = len(publisher.messages("label"))
    await publisher.wait_for_message("label", labels + 1)
    assert not publisher.messages("error")


async def test_sound_alone_cannot_be_calibrated(new_publisher: NewPublisher) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(duration_s=5)
    publisher.send({"type": "calibrate"})
    error = await publisher.wait_for_message("error")
    assert error["code"] == "no_video"


async def test_a_frozen_camera_gives_labels_with_the_reason(new_publisher: NewPublisher) -> None:
    publisher = await joined(new_publisher)
    await publisher.start(duration_s=30)
    await publisher.wait_for_message("label")
    sender = next(s for s in publisher.pc.getSenders() if s.kind == "video")
    sender.replaceTrack(None)
    await publisher.wait_for(
        lambda: sum(label["reason"] == "no_video" for label in publisher.messages("label")) >= 2
    )
    frozen = [label for label in publisher.messages("label") if label["reason"] == "no_video"]
    assert frozen[0]["emotion"] == "No face detected"
    assert frozen[1]["timing_ms"]["total"] > frozen[0]["timing_ms"]["total"] > 1_000


async def test_a_vanished_client_frees_everything_within_five_seconds(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start()
    await publisher.wait_for_message("label")
    cut_off(publisher)
    async with asyncio.timeout(5):
        await session_count_is(registry, 0)


async def test_a_clean_close_by_the_client_frees_everything_at_once(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    publisher = await joined(new_publisher)
    await publisher.start()
    await publisher.wait_for_message("label")
    await publisher.close()
    await session_count_is(registry, 0, timeout_s=2)


async def test_a_publisher_that_never_connects_is_dropped(
    client: TestClient[Any, Any],
    new_publisher: NewPublisher,
    registry: SessionRegistry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deadlines, "CONNECT_TIMEOUT_S", 0.3)
    publisher = new_publisher()
    publisher.add_media()
    response = await client.post(
        "/whip?consent=true",
        data=await publisher.offer(),
        headers={"Content-Type": "application/sdp"},
    )
    assert response.status == 201
    assert registry.count == 1
    await session_count_is(registry, 0, timeout_s=3)


async def test_without_a_frame_the_person_is_told_and_the_session_ends(
    new_publisher: NewPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "FIRST_FRAME_TIMEOUT_S", 0.5)
    publisher = new_publisher()
    publisher.pc.addTransceiver("video", direction="sendonly")
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start()
    error = await publisher.wait_for_message("error")
    assert error["code"] == "no_video"
    ended = await publisher.wait_for_message("ended")
    assert ended["reason"] == "no_video"


async def test_no_video_is_decoded_before_consent(
    new_publisher: NewPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    put = DecoderThread.put

    def note(decoder: DecoderThread, frame: EncodedFrame) -> bool:
        decoded.append(frame.rtp_timestamp)
        return put(decoder, frame)

    monkeypatch.setattr(DecoderThread, "put", note)
    publisher = await joined(new_publisher)
    await publisher.wait_for(lambda: publisher.channels["events"].readyState == "open")
    await asyncio.sleep(1.0)
    assert decoded == []
    await publisher.start()
    await publisher.wait_for_message("label")
    assert decoded


async def test_sound_alone_makes_a_session_without_labels(new_publisher: NewPublisher) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(duration_s=5)
    await publisher.wait_for_message("ended")
    kinds = [message["type"] for message in publisher.received["events"]]
    assert kinds == ["started", "analysis", "analysis", "analysis", "report", "ended"]
    assert publisher.messages("started")[0]["sources"] == []
    assert publisher.messages("report")[0]["privacy"]["frames_received"] == 0


async def test_all_sessions_end_with_their_report_when_the_server_ends(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    publishers = [await joined(new_publisher) for _ in range(2)]
    for publisher in publishers:
        await publisher.start()
        await publisher.wait_for_message("label")
    await registry.close()
    for publisher in publishers:
        ended = await publisher.wait_for_message("ended")
        assert ended["reason"] == "server_shutdown"
        assert len(publisher.messages("report")) == 1


async def test_a_server_that_ends_does_not_wait_for_a_slow_analysis(
    new_publisher: NewPublisher, registry: SessionRegistry, writer: QuickWriter
) -> None:
    writer.may_finish.clear()
    publisher = await joined(new_publisher)
    await publisher.start()
    await publisher.wait_for_message("label")
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("analysis", 2)
    await registry.close()
    await publisher.wait_for_message("ended")
    assert [m for m in publisher.messages("analysis") if m.get("done")]
    assert len(publisher.messages("report")) == 1


async def test_a_client_that_vanishes_during_the_analysis_is_freed(
    new_publisher: NewPublisher, registry: SessionRegistry, writer: QuickWriter
) -> None:
    writer.may_finish.clear()
    publisher = await joined(new_publisher)
    await publisher.start()
    await publisher.wait_for_message("label")
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("analysis", 2)
    await publisher.close()
    await session_count_is(registry, 0, timeout_s=5)


async def test_labels_and_the_end_come_as_server_sent_events(
    client: TestClient[Any, Any], new_publisher: NewPublisher
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    await publisher.join("?consent=true&duration_s=5&language=en&context=hello")
    response = await client.get(publisher.location + "/events")
    assert response.content_type == "text/event-stream"
    text = (await response.read()).decode()
    events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    kinds = [event["type"] for event in events]
    assert kinds[0] == "started"
    assert kinds.count("label") == 5
    assert kinds[-2:] == ["report", "ended"]
    assert events[-3]["text"] == "5 readings, en: hello"


async def test_a_session_by_query_tells_its_channel_too_how_it_began(
    new_publisher: NewPublisher,
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    publisher.add_channels("events")
    await publisher.join("?consent=true&voice=true&assistant=true")
    await publisher.wait_for_message("label")
    first, second = publisher.received["events"][:2]
    assert (first["type"], second["type"]) == ("started", "error")
    assert second["code"] == "assistant_unavailable"


async def test_a_reader_of_events_still_gets_the_report_after_delete(
    client: TestClient[Any, Any], new_publisher: NewPublisher
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    await publisher.join("?consent=true")
    response = await client.get(publisher.location + "/events")
    received = b""
    while b"event: label" not in received:
        received += await response.content.readany()
    deleted = await client.delete(publisher.location)
    assert deleted.status == 200
    received += await response.read()
    assert b'"reason":"deleted"' in received
    assert b"event: report" in received


def cut_off(publisher: Publisher) -> None:
    """Make the publisher vanish without a word: it sends nothing more and answers nothing."""

    async def send_nothing(data: bytes, addr: tuple[str, int]) -> None:
        return

    for transceiver in publisher.pc.getTransceivers():
        for protocol in transceiver.receiver.transport.transport._connection._protocols:
            protocol.send_data = send_nothing  # type: ignore[method-assign]
            protocol.send_stun = lambda message, addr: None  # type: ignore[method-assign]


async def test_where_packets_get_lost_a_label_goes_out_twice(
    new_publisher: NewPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Peer, "_loses_packets", lambda peer: True)
    publisher = new_publisher()
    publisher.add_media()
    publisher.add_channels("labels", "events")
    await publisher.join()
    await publisher.start()
    await publisher.wait_for_message("label", count=2)
    assert [label["seq"] for label in publisher.messages("label")[:2]] == [1, 1]
