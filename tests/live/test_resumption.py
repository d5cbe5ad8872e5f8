"""How a talk outlives its connections."""

import asyncio
import os

import pytest

from tests.live import frames
from tests.live.conftest import OpenTalk
from tests.live.listener import EagerClock, ManualClock
from tests.live.scripts import closes, does, sends
from tests.live.standin import LiveStandin, Peer

SAID = (frames.heard("Vengo por lo del examen"), frames.said("Cuéntame"), frames.TURN_COMPLETE)


async def test_a_go_away_leads_to_a_new_connection_with_the_newest_handle(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = EagerClock()

    async def go_away(peer: Peer) -> None:
        await peer.until(lambda peer: bool(peer.audio))
        await peer.send(frames.go_away("50s"))

    first = [
        frames.handle("old"),
        frames.handle("new"),
        frames.handle("", resumable=False),
        frames.handle("not to be used", resumable=False),
    ]

    async def script(peer: Peer) -> None:
        await peer.send(*first)
        await go_away(peer)

    standin.scripts = [does(script), sends()]
    async with open_talk(clock=clock) as running:
        await running.listener.until_state("listening")
        clock.advance(300)
        running.talk.hear(b"ab")
        second = await standin.connection(2)
        await running.listener.until_state("listening", 2)
    assert [peer.handle for peer in standin.peers] == [None, "new"]
    assert second.open_before == 0, "the old connection was still open"
    assert clock.slept_s == [0.0]
    assert not running.listener.of("failure")


async def test_no_sound_is_lost_when_a_connection_is_replaced(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = ManualClock()
    heard = os.urandom(3 * 32_000)
    half = len(heard) // 2
    async with open_talk(clock=clock) as running:
        first = await standin.connection(1)
        await clock.until_sleeping(540.0, 540.0)
        running.talk.hear(heard[:half])
        await first.until(lambda peer: len(peer.audio) >= 3_200)
        clock.advance(540.0)
        running.talk.hear(heard[half:])
        second = await standin.connection(2)
        await first.is_closed.wait()
        rest = len(heard) - len(first.audio)
        await second.until(lambda peer: len(peer.audio) >= rest)
    assert bytes(first.audio + second.audio) == heard


async def test_a_connection_is_replaced_before_google_ends_it(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = ManualClock()
    standin.scripts = [sends(frames.handle("h"), *SAID, frames.handle("h2")), sends()]
    async with open_talk(clock=clock, connection_limit_s=540.0) as running:
        await running.listener.until_state("listening", 1)
        await clock.until_sleeping(540.0, 540.0)
        await running.listener.until(lambda listener: len(listener.of("words")) == 4)
        clock.advance(540.0)
        second = await standin.connection(2)
    assert second.handle in ("h", "h2")
    assert "talk_so_far>\n" not in second.instruction


async def test_a_reply_and_its_handle_are_waited_for_before_the_connection_is_replaced(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = EagerClock()

    async def script(peer: Peer) -> None:
        await peer.send(frames.handle("before"), frames.sound(b"ab"), frames.go_away("50s"))
        await peer.until(lambda peer: len(peer.audio) == 2)
        await peer.send(frames.sound(b"cd"), frames.TURN_COMPLETE)
        await peer.until(lambda peer: len(peer.audio) == 4)
        await peer.send(frames.handle("after"))

    standin.scripts = [does(script), sends()]
    async with open_talk(clock=clock) as running:
        await running.listener.until_state("speaking")
        await clock.until_sleeping(40.0, 60.0)
        clock.advance(40.0)
        running.talk.hear(b"..")
        await running.listener.until_state("listening", 2)
        for _ in range(100):
            await asyncio.sleep(0)
        running.talk.hear(b"..")
        second = await standin.connection(2)
    assert running.listener.reply == b"abcd"
    assert second.handle == "after"


async def test_a_broken_connection_is_resumed(standin: LiveStandin, open_talk: OpenTalk) -> None:
    clock = EagerClock()

    async def breaks(peer: Peer) -> None:
        await peer.send(frames.handle("h"), *SAID)
        await peer.until(lambda peer: bool(peer.audio))
        await peer.close(1011, "Deadline expired before operation could complete.")

    standin.scripts = [does(breaks), sends()]
    async with open_talk(clock=clock) as running:
        await running.listener.until(lambda listener: len(listener.of("words")) == 4)
        clock.advance(100)
        running.talk.hear(b"ab")
        await running.listener.until_state("listening", 2)
    assert standin.peers[1].handle == "h"
    assert not running.listener.of("failure")


async def test_a_refused_resumption_starts_anew_with_what_was_said(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = EagerClock()

    async def breaks(peer: Peer) -> None:
        await peer.send(frames.handle("h"), *SAID)
        await peer.until(lambda peer: bool(peer.audio))
        await peer.close(1011, "Deadline expired")

    refuses = closes(1007, "Request contains an invalid argument.", set_up=False)
    standin.scripts = [does(breaks), refuses, sends()]
    async with open_talk(clock=clock, context="Mi examen") as running:
        await running.listener.until(lambda listener: len(listener.of("words")) == 4)
        clock.advance(100)
        running.talk.hear(b"ab")
        third = await standin.connection(3)
        await running.listener.until_state("listening", 2)
    assert [peer.handle for peer in standin.peers] == [None, "h", None]
    summary = third.instruction.split("<talk_so_far>\n")[1]
    assert "Vengo por lo del examen" in summary
    assert "Cuéntame" in summary
    assert '"Mi examen"' in third.instruction
    assert not running.listener.of("failure")


async def test_a_session_without_a_handle_starts_anew_with_what_was_said(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [closes(1011, "Internal error occurred.", *SAID), sends()]
    async with open_talk() as running:
        second = await standin.connection(2)
        await running.listener.until_state("listening", 2)
    assert second.handle is None
    assert "Vengo por lo del examen" in second.instruction


async def test_a_new_context_is_in_the_next_connections_instruction(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    async def refuses(peer: Peer) -> None:
        await peer.until(lambda peer: bool(peer.updates))
        await peer.close(1007, "Request contains an invalid argument.")

    standin.scripts = [does(refuses), sends()]
    async with open_talk(context="Mi examen") as running:
        await running.listener.until_state("listening")
        running.talk.set_context("Mi hermano")
        second = await standin.connection(2)
        await running.listener.until_state("listening", 2)
        running.talk.hear(b"ab")
        await second.until(lambda peer: bool(peer.audio))
    assert '"Mi hermano"' in second.instruction
    assert '"Mi examen"' not in second.instruction
    assert not second.updates


async def test_a_new_context_keeps_what_was_said_before_a_fresh_start(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [closes(1011, "Internal error occurred.", *SAID), sends()]
    async with open_talk(context="Mi examen") as running:
        second = await standin.connection(2)
        await running.listener.until_state("listening", 2)
        running.talk.set_context("Mi hermano")
        await second.until(lambda peer: bool(peer.updates))
    assert second.updates == [second.instruction.replace("Mi examen", "Mi hermano")]
    assert "Vengo por lo del examen" in second.updates[0]


async def test_sound_that_may_have_been_refused_is_not_sent_again(
    standin: LiveStandin, open_talk: OpenTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    refuses = closes(1007, "Request contains an invalid argument.", frames.sound(b"ab"))
    standin.scripts = [refuses, sends()]
    async with open_talk(clock=clock) as running:
        # Heard so late that it finds the connection closing.
        monkeypatch.setattr(running.listener, "on_reply", lambda pcm: running.talk.hear(b"bad!"))
        await clock.until_sleeping(0.1, 1.0)
        running.talk.hear(b"good")
        clock.advance(1.0)
        second = await standin.connection(2)
        await second.until(lambda peer: bool(peer.audio))
    assert bytes(second.audio) == b"good"


async def test_a_pressed_button_is_marked_again_on_the_next_connection(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    clock = ManualClock()
    async with open_talk(clock=clock, push_to_talk=True) as running:
        first = await standin.connection(1)
        await clock.until_sleeping(540.0, 540.0)
        running.talk.set_talking(True)
        running.talk.hear(b"ab")
        await first.until(lambda peer: bool(peer.audio))
        clock.advance(540.0)
        second = await standin.connection(2)
        running.talk.hear(b"cd")
        running.talk.set_talking(False)
        await second.until(lambda peer: "activityEnd" in peer.activity)
    assert first.activity == ["activityStart", 2]
    assert second.activity == ["activityStart", 2, "activityEnd"]


async def test_a_talk_that_goes_on_with_an_earlier_one_begins_with_what_was_said(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    so_far = [("user", "Vengo por lo del examen"), ("assistant", "Cuéntame")]
    async with open_talk(so_far=so_far):
        first = await standin.connection(1)
    assert first.handle is None
    summary = first.instruction.split("<talk_so_far>\n")[1]
    assert summary.index("Vengo por lo del examen") < summary.index("Cuéntame")
