"""What a session counts of its talk, without a peer."""

import numpy as np
import pytest

from tests.webrtc.quick_assistant import QuickAssistant, QuickTalk
from webrtc.companions import Companions
from webrtc.messages import Message
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.services import NullObserver
from webrtc.start_options import StartOptions
from webrtc.talking import Talking
from webrtc.voice_log import VoiceLog

FRAME_SAMPLES = 960
FRAME_S = 0.02


def ignore(message: Message) -> None:
    """Publish to nobody."""


def talking_to(assistant: QuickAssistant) -> tuple[Talking, QuickTalk]:
    companions = Companions("s", (), ignore)
    voices = VoiceLog(ignore, companions, NullObserver())
    talking = Talking(ignore, lambda: 0.0, voices, companions)
    talking.open(assistant, StartOptions(True, "", "es", 30.0, True, assistant=True), None)
    return talking, assistant.talks[0]


def speak(talking: Talking, seconds: float) -> None:
    for number in range(round(seconds / FRAME_S)):
        start_s = number * FRAME_S
        sound = np.zeros(FRAME_SAMPLES, np.int16)
        talking.hear(AudioFrame(sound, start_s, start_s, True))


async def test_sound_that_was_dropped_before_a_connection_was_not_sent() -> None:
    talking, talk = talking_to(QuickAssistant())
    talking.on_state("connecting")
    speak(talking, 10.0)
    talk.dropped_s = 5.0
    assert talking.sent_s == 0
    talking.on_state("listening")
    assert talking.sent_s == pytest.approx(5.0, abs=0.05)
    speak(talking, 1.0)
    assert talking.sent_s == pytest.approx(6.0, abs=0.05)


async def test_sound_that_was_dropped_in_mid_talk_was_not_sent() -> None:
    talking, talk = talking_to(QuickAssistant())
    talking.on_state("listening")
    speak(talking, 4.0)
    talking.on_state("connecting")
    talk.dropped_s = 1.0
    speak(talking, 2.0)
    talking.on_state("listening")
    assert talking.sent_s == pytest.approx(5.0, abs=0.05)


async def test_what_is_dropped_for_an_assistant_that_is_away_takes_nothing_off_what_left() -> None:
    talking, talk = talking_to(QuickAssistant())
    talking.on_state("listening")
    speak(talking, 4.0)
    talking.on_state("connecting")
    speak(talking, 8.0)
    talk.dropped_s = 3.0
    talking.on_state("unavailable")
    assert talking.sent_s == pytest.approx(4.0, abs=0.05)
