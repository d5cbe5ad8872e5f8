import asyncio
import time

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.rtp import RtpPacket

from benchmarks.voice.ear import Ear
from tests.live.scripts import tone
from webrtc.send.play_out import FRAME_BYTES, FRAME_SAMPLES, SILENCE
from webrtc.send.speech_encoder import SpeechEncoder


def whole_seconds(ear: Ear) -> tuple[int | None, ...]:
    times_s = (ear.first_loud_s, ear.last_loud_s)
    return tuple(None if at_s is None else int(at_s) for at_s in times_s)


async def test_the_first_and_the_last_sound_are_told_apart_from_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transceiver = pc.addTransceiver("audio")
    ear, encoder = Ear(transceiver), SpeechEncoder()
    sound = tone(0.2)
    pieces = [SILENCE] * 5
    pieces += [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
    pieces += [SILENCE] * 10
    for number, pcm in enumerate(pieces):
        monkeypatch.setattr(time, "monotonic", lambda number=number: 100.0 + number)
        packet = RtpPacket(payload=bytes(encoder.encode(pcm, number * FRAME_SAMPLES)))
        await transceiver.receiver._handle_rtp_packet(packet, 0)
    async with asyncio.timeout(1):
        await ear.hears()
    # The codec smears a sound by some milliseconds, and not into the seconds beside it.
    assert whole_seconds(ear) in ((105, 114), (105, 115))
    ear.forget()
    assert whole_seconds(ear) == (None, None)
    await pc.close()
