"""What is said both ways, over the real client."""

import asyncio
import os

import pytest

from analysis.labels import EnergyLevel
from live.opinion import RECORDED
from tests.live import frames
from tests.live.conftest import KEY, OpenTalk
from tests.live.scripts import does, sends
from tests.live.standin import LiveStandin, Peer, Script, sound_in


async def test_a_connection_asks_for_what_todays_models_give(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    async with open_talk(language="en", context="My exam", model="gemini-some-live", voice="Kore"):
        peer = await standin.connection(1)
    setup = peer.setup
    assert ".v1beta." in peer.path
    assert peer.headers["x-goog-api-key"] == KEY
    assert setup["model"] == "models/gemini-some-live"
    assert frames.field(setup, "generation_config.response_modalities") == ["AUDIO"]
    voice = "generation_config.speech_config.voice_config.prebuilt_voice_config.voice_name"
    assert frames.field(setup, voice) == "Kore"
    assert '"My exam"' in peer.instruction
    assert "Always speak English" in peer.instruction
    for asked in ("input_audio_transcription", "output_audio_transcription", "session_resumption"):
        assert frames.field(setup, asked) == {}
    assert frames.field(setup, "context_window_compression.sliding_window") == {}
    assert frames.field(setup, "realtime_input_config") is None
    (declared,) = frames.field(setup["tools"][0], "function_declarations")
    assert (declared["name"], declared["behavior"]) == ("report_emotion", "NON_BLOCKING")


async def test_a_context_that_changes_in_mid_talk_replaces_the_instruction(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    async with open_talk(language="en", context="My exam") as running:
        peer = await standin.connection(1)
        await running.listener.until_state("listening")
        running.talk.set_context("My brother")
        await peer.until(lambda peer: bool(peer.updates))
    assert peer.updates == [peer.instruction.replace("My exam", "My brother")]
    assert len(standin.peers) == 1


async def test_the_api_version_is_a_setting(standin: LiveStandin, open_talk: OpenTalk) -> None:
    async with open_talk(api_version="v1"):
        assert ".v1." in (await standin.connection(1)).path


async def test_sound_arrives_bit_by_bit_as_it_was_heard(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    # Random bytes hold every character of base64, the two that are URL-safe included.
    heard = os.urandom(96_000)
    async with open_talk() as running:
        peer = await standin.connection(1)
        for start in range(0, len(heard), 1_024):
            running.talk.hear(heard[start : start + 1_024])
            await asyncio.sleep(0)
        await peer.until(lambda peer: len(peer.audio) >= len(heard))
    assert bytes(peer.audio) == heard
    mime_types = {frames.field(f, "realtime_input.audio.mime_type") for f in peer.received}
    assert mime_types == {"audio/pcm;rate=16000"}
    assert running.talk.dropped_s == 0


async def test_what_is_heard_while_connecting_is_sent_up_to_the_bound(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    heard = os.urandom(10 * 32_000)
    async with open_talk(backlog_s=4.0) as running:
        running.talk.hear(heard)
        peer = await standin.connection(1)
        await peer.until(lambda peer: len(peer.audio) >= 4 * 32_000)
    assert bytes(peer.audio) == heard[-4 * 32_000 :]
    assert running.talk.dropped_s == 6.0


@pytest.mark.parametrize("url_safe", [False, True])
async def test_a_reply_comes_out_bit_by_bit_as_it_was_sent(
    standin: LiveStandin, open_talk: OpenTalk, url_safe: bool
) -> None:
    spoken = os.urandom(48_000)
    pieces = [spoken[start : start + 4_800] for start in range(0, len(spoken), 4_800)]
    sounds = [frames.sound(piece, url_safe=url_safe) for piece in pieces]
    standin.scripts = [sends(*sounds, frames.TURN_COMPLETE)]
    async with open_talk() as running:
        await running.listener.until_state("listening", 2)
    assert running.listener.reply == spoken
    assert running.listener.states == ["connecting", "listening", "speaking", "listening"]


async def test_one_frame_may_hold_everything(standin: LiveStandin, open_talk: OpenTalk) -> None:
    everything = frames.reply(
        frames.sound_part(b"ab"),
        {"text": "**Thinking** The user seems sad.", "thought": True},
        {"text": "The user seems sad."},
        frames.sound_part(b"cd"),
        inputTranscription={"text": "hola"},
        outputTranscription={"text": "buenas"},
        turnComplete=True,
    ) | frames.opinion("call-7", "sad", 0.5, "low")
    standin.scripts = [sends(everything)]
    async with open_talk() as running:
        await running.listener.until(lambda listener: bool(listener.of("opinion")))
    assert running.listener.of("reply", "words", "opinion") == [
        ("words", "user", "hola", False),
        ("words", "user", "hola", True),
        ("reply", b"ab"),
        ("reply", b"cd"),
        ("words", "assistant", "buenas", False),
        ("words", "assistant", "buenas", True),
        ("opinion", "sad", 0.5, EnergyLevel.LOW),
    ]


async def test_sound_of_another_rate_is_not_played_at_the_wrong_one(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    wrong = frames.reply(frames.sound_part(b"no", rate_hz=16_000), frames.sound_part(b"ok"))
    standin.scripts = [sends(wrong, frames.TURN_COMPLETE)]
    async with open_talk() as running:
        await running.listener.until_state("listening", 2)
    assert running.listener.reply == b"ok"


async def test_an_interruption_is_told_before_anything_else_of_its_frame(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    cut = frames.reply(
        frames.sound_part(b"late"),
        inputTranscription={"text": "espera"},
        outputTranscription={"text": " días"},
        interrupted=True,
    )
    standin.scripts = [
        sends(
            frames.sound(b"ab"),
            frames.said("Buenos"),
            cut,
            frames.TURN_COMPLETE,
            frames.heard(" un poco"),
            frames.sound(b"cd"),
        )
    ]
    async with open_talk() as running:
        await running.listener.until_state("speaking", 2)
        await running.listener.until(lambda listener: listener.reply == b"abcd")
    assert running.listener.events[2:] == [
        ("state", "speaking"),
        ("reply", b"ab"),
        ("words", "assistant", "Buenos", False),
        ("interrupted",),
        ("words", "user", "espera", False),
        ("words", "assistant", "Buenos días", False),
        ("words", "assistant", "Buenos días", True),
        ("state", "interrupted"),
        ("state", "listening"),
        ("words", "user", "espera un poco", False),
        ("words", "user", "espera un poco", True),
        ("state", "speaking"),
        ("reply", b"cd"),
    ]


async def test_every_call_is_answered_with_its_id_and_only_valid_ones_count(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [
        sends(
            frames.opinion("a", "anxious", 0.8, "high"),
            frames.opinion("b", "anxious", 0.8, "high"),
            frames.opinion("c", "bored", 0.8, "high"),
            frames.opinion("d", "sad", 7, "low"),
            frames.call("e", "open_door", door=1),
            frames.call(None, emotion="happy", confidence=0.5, energy_level="low"),
            frames.TURN_COMPLETE,
            frames.opinion("f", "anxious", 0.8, "high"),
        )
    ]
    async with open_talk() as running:
        peer = await standin.connection(1)
        await peer.until(lambda peer: len(peer.answers) == 6)
    assert [answer["id"] for answer in peer.answers] == ["a", "b", "c", "d", "e", "f"]
    recorded = [answer for answer in peer.answers if answer["id"] != "e"]
    assert all(answer["response"] == RECORDED for answer in recorded)
    assert {answer["scheduling"] for answer in peer.answers} == {"SILENT"}
    assert running.listener.of("opinion") == [
        ("opinion", "anxious", 0.8, EnergyLevel.HIGH),
        ("opinion", "happy", 0.5, EnergyLevel.LOW),
        ("opinion", "anxious", 0.8, EnergyLevel.HIGH),
    ]


async def test_a_talk_goes_on_over_many_turns(standin: LiveStandin, open_talk: OpenTalk) -> None:
    turn = (frames.heard("hola"), frames.sound(b"ab"), frames.TURN_COMPLETE)
    standin.scripts = [sends(*turn * 20)]
    async with open_talk() as running:
        await running.listener.until_state("listening", 21)
    assert len(standin.peers) == 1


async def test_text_frames_are_read_like_binary_ones(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    async def script(peer: Peer) -> None:
        await peer.send(frames.SETUP_COMPLETE, frames.sound(b"ab"), as_bytes=False)
        await peer.listen()

    standin.scripts = [script]
    async with open_talk() as running:
        await running.listener.until_state("speaking")


async def test_push_to_talk_marks_what_is_said(standin: LiveStandin, open_talk: OpenTalk) -> None:
    async with open_talk(push_to_talk=True) as running:
        peer = await standin.connection(1)
        for _ in range(2):
            running.talk.hear(b"unheard!")
            running.talk.set_talking(True)
            running.talk.hear(b"ab" * 5_000)
            running.talk.set_talking(False)
        await peer.until(lambda peer: peer.activity.count("activityEnd") == 2)
    assert peer.activity == ["activityStart", 10_000, "activityEnd"] * 2
    assert frames.field(peer.setup, "realtime_input_config.automatic_activity_detection.disabled")
    assert b"unheard!" not in peer.audio


async def test_cancelling_closes_the_connection(standin: LiveStandin, open_talk: OpenTalk) -> None:
    async with open_talk() as running:
        peer = await standin.connection(1)
        await running.listener.until_state("listening")
        async with asyncio.timeout(2):
            running.task.cancel()
            await asyncio.wait([running.task])
            await peer.is_closed.wait()
    assert running.task.cancelled()
    assert not running.listener.of("failure")


async def until_killed(peer: Peer) -> None:
    await peer.send(frames.SETUP_COMPLETE)
    await asyncio.Event().wait()


async def never_set_up(peer: Peer) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("script", [until_killed, never_set_up])
async def test_cancelling_does_not_wait_for_a_peer_that_is_silent(
    standin: LiveStandin, open_talk: OpenTalk, script: Script
) -> None:
    standin.scripts = [script]
    async with open_talk() as running:
        await standin.connection(1)
        async with asyncio.timeout(2):
            running.task.cancel()
            await asyncio.wait([running.task])


async def test_what_the_stand_in_hears_it_can_answer(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    async def echo(peer: Peer) -> None:
        await peer.until(lambda peer: bool(peer.audio))
        await peer.send(frames.sound(sound_in(peer.received[0])))

    standin.scripts = [does(echo)]
    async with open_talk() as running:
        running.talk.hear(b"abcd")
        await running.listener.until(lambda listener: listener.reply == b"abcd")
