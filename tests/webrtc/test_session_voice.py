"""Voices in sessions over real aiortc peers on loopback; only the voice model is a quick one."""

from collections.abc import Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from aiortc.sdp import SessionDescription

from tests.webrtc.publisher import Publisher, QuickVoice

NewPublisher = Callable[[], Publisher]


async def speaking(new_publisher: NewPublisher, *, video: bool = True) -> Publisher:
    publisher = new_publisher()
    publisher.add_media(video=video, audio=True)
    publisher.add_channels("labels", "events")
    await publisher.join()
    return publisher


async def test_a_voice_is_read_beside_the_face_where_it_was_asked_for(
    new_publisher: NewPublisher,
) -> None:
    publisher = await speaking(new_publisher)
    await publisher.start(duration_s=5, voice=True)
    await publisher.wait_for_message("ended")
    assert publisher.messages("started")[0]["sources"] == ["face", "voice"]

    voices = publisher.messages("voice")
    assert [voice["seq"] for voice in voices] == list(range(1, len(voices) + 1))
    assert len(voices) in (4, 5)
    assert voices[0]["emotion"] == "sad"
    assert voices[0]["energy_level"] == "low"
    assert voices[0]["source"] == "local"
    assert all(0 <= voice["window"]["end_s"] <= 6 for voice in voices)

    report = publisher.messages("report")[0]
    assert [voice["emotion"] for voice in report["voice"]] == ["sad"] * len(voices)
    assert 4 <= report["privacy"]["audio_analysed_s"] <= 6


async def test_no_sound_is_decoded_unless_the_voice_was_asked_for(
    new_publisher: NewPublisher, voice_analyzer: QuickVoice
) -> None:
    publisher = await speaking(new_publisher)
    await publisher.start(duration_s=5)
    await publisher.wait_for_message("ended")
    assert voice_analyzer.ears == []
    assert publisher.messages("report")[0]["privacy"]["audio_analysed_s"] == 0


async def test_a_voice_alone_makes_a_session(new_publisher: NewPublisher) -> None:
    publisher = await speaking(new_publisher, video=False)
    await publisher.start(duration_s=5, voice=True)
    await publisher.wait_for_message("ended")
    assert publisher.messages("started")[0]["sources"] == ["voice"]
    assert len(publisher.messages("voice")) in (4, 5)


@pytest.mark.parametrize("direction", ["sendonly", "sendrecv"])
async def test_a_voice_is_read_also_where_the_offer_prefers_another_codec_than_opus(
    new_publisher: NewPublisher, direction: str
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.pc.getTransceivers()[0].direction = direction
    publisher.offer_audio_codecs("PCMU", "opus")
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(duration_s=10, voice=True)
    await publisher.wait_for_message("voice")


async def test_sound_in_no_codec_that_is_read_is_no_source_and_is_not_asked_for(
    new_publisher: NewPublisher,
) -> None:
    publisher = new_publisher()
    publisher.add_media(audio=True)
    publisher.offer_audio_codecs("PCMU", "PCMA")
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(duration_s=10, voice=True, assistant=True)
    error = await publisher.wait_for_message("error")
    assert (error["code"], "Opus" in error["message"]) == ("assistant_unavailable", True)
    await publisher.wait_for_message("label")
    assert publisher.messages("started")[0]["sources"] == ["face"]
    [audio] = [s for s in SessionDescription.parse(publisher.answer).media if s.kind == "audio"]
    assert audio.direction == "inactive"


async def test_sound_alone_in_no_codec_that_is_read_is_422(
    new_publisher: NewPublisher, client: TestClient[web.Request, web.Application]
) -> None:
    publisher = new_publisher()
    publisher.add_media(video=False, audio=True)
    publisher.offer_audio_codecs("PCMU", "PCMA")
    headers = {"Content-Type": "application/sdp"}
    async with client.post("/whip", data=await publisher.offer(), headers=headers) as response:
        assert response.status == 422
        assert "supported: opus" in (await response.json())["detail"]


async def test_calibrate_takes_the_voice_anew_too(
    new_publisher: NewPublisher, voice_analyzer: QuickVoice
) -> None:
    publisher = await speaking(new_publisher)
    await publisher.start(duration_s=10, voice=True)
    await publisher.wait_for_message("voice")
    publisher.send({"type": "calibrate"})
    await publisher.wait_for_message("voice", 3)
    assert voice_analyzer.ears[0].calibrations == 1


async def test_a_voice_alone_can_be_calibrated(
    new_publisher: NewPublisher, voice_analyzer: QuickVoice
) -> None:
    publisher = await speaking(new_publisher, video=False)
    await publisher.start(duration_s=10, voice=True)
    await publisher.wait_for_message("voice")
    publisher.send({"type": "calibrate"})
    await publisher.wait_for_message("calibrated")
    assert voice_analyzer.ears[0].calibrations == 1
    assert not publisher.messages("error")


async def test_a_session_of_voices_that_is_stopped_early_lasted_no_longer(
    new_publisher: NewPublisher,
) -> None:
    publisher = await speaking(new_publisher, video=False)
    await publisher.start(duration_s=60, voice=True)
    await publisher.wait_for_message("voice")
    publisher.send({"type": "stop"})
    report = await publisher.wait_for_message("report")
    assert report["stats"]["duration_s"] < 30
