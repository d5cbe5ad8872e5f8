"""A whole talk with the stand-in's own manners, which other rooms' tests build on."""

from analysis.labels import EnergyLevel
from tests.live.conftest import OpenTalk
from tests.live.scripts import Conversation, tone
from tests.live.standin import LiveStandin

SPEECH = tone(1.0)[:32_000]
"""One second at 16 kHz."""

SILENCE = bytes(16_000)


async def test_a_pause_after_speech_is_answered(standin: LiveStandin, open_talk: OpenTalk) -> None:
    standin.scripts = [Conversation(reply_s=1.5)]
    async with open_talk() as running:
        running.talk.hear(SPEECH + SILENCE)
        await running.listener.until_state("speaking")
        running.talk.hear(SILENCE * 4)
        await running.listener.until_state("listening", 2)
        await standin.peers[0].until(lambda peer: bool(peer.answers))
    assert running.listener.reply == tone(1.5)
    assert running.listener.of("opinion") == [("opinion", "anxious", 0.8, EnergyLevel.HIGH)]
    assert [words[1:] for words in running.listener.of("words") if words[3]] == [
        ("user", "Estoy nerviosa por el examen.", True),
        ("assistant", "Vamos paso a paso.", True),
    ]
    assert standin.peers[0].answers[0]["id"] == "call-1"


async def test_silence_is_not_answered(standin: LiveStandin, open_talk: OpenTalk) -> None:
    standin.scripts = [Conversation()]
    async with open_talk() as running:
        running.talk.hear(SILENCE * 6)
        peer = await standin.connection(1)
        await peer.until(lambda peer: len(peer.audio) == 96_000)
        running.talk.hear(SPEECH + SILENCE)
        await running.listener.until_state("speaking")
    assert len(running.listener.of("opinion")) == 1


async def test_speech_into_the_reply_interrupts_it_and_is_answered_itself(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [Conversation(reply_s=5.0)]
    async with open_talk() as running:
        running.talk.hear(SPEECH + SILENCE)
        await running.listener.until_state("speaking")
        running.talk.hear(SPEECH)
        await running.listener.until_state("interrupted")
        running.talk.hear(SILENCE)
        await running.listener.until_state("speaking", 2)
    assert len(running.listener.of("interrupted")) == 1


async def test_with_push_to_talk_its_release_is_answered(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [Conversation(reply_s=0.5)]
    async with open_talk(push_to_talk=True) as running:
        for turn in (1, 2):
            running.talk.set_talking(True)
            running.talk.hear(SPEECH + SILENCE)
            running.talk.set_talking(False)
            await running.listener.until_state("listening", turn + 1)
    assert running.listener.reply == tone(0.5) * 2
