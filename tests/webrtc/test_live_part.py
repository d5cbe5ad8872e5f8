"""What a session takes over from its past, without a peer."""

from types import SimpleNamespace
from typing import cast

import pytest

from tests.webrtc.quick_assistant import QuickAssistant
from webrtc.journal import Journal
from webrtc.live_part import LivePart
from webrtc.messages import Message
from webrtc.past import Head, Past
from webrtc.peer import Peer
from webrtc.services import SessionServices
from webrtc.start_options import StartOptions

OPTIONS = StartOptions(True, "mi examen", "es", 30.0, True, assistant=True)


@pytest.fixture
def assistant() -> QuickAssistant:
    return QuickAssistant()


def ignore(message: Message) -> None:
    """Publish to nobody."""


def microphone() -> Peer:
    """Return a peer that only speaks, as far as a live part asks."""
    peer = SimpleNamespace(has_video=False, has_audio=True, has_reply=False)
    peer.watch = peer.listen = lambda: None
    return cast(Peer, peer)


async def test_the_assistant_of_a_resumed_session_is_told_what_was_said(
    services: SessionServices, assistant: QuickAssistant
) -> None:
    journal = Journal()
    journal.on_words("user", "vengo por lo del examen", 1.0, 2.0)
    journal.on_words("assistant", "cuéntame", 3.0, 4.0)
    past = Past(Head(OPTIONS, None, 9.5), journal.entries)
    LivePart("s", services, microphone(), None, ignore, past).begin(OPTIONS, None)
    [talk] = assistant.talks
    assert talk.so_far == [("user", "vengo por lo del examen"), ("assistant", "cuéntame")]


async def test_the_assistant_of_a_new_session_knows_of_no_talk(
    services: SessionServices, assistant: QuickAssistant
) -> None:
    LivePart("s", services, microphone(), None, ignore).begin(OPTIONS, None)
    assert not assistant.talks[0].so_far
