import asyncio
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket

from tests.webrtc.receive.opus_stream import PACKET_TICKS, REFUSED_BY_LIBOPUS, encoded, tone
from webrtc.receive.audio_decoder import AudioFrame, AudioStream
from webrtc.receive.audio_jitter import TARGET_MAX_S
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.receiver import AudioReceiver

OPUS = RTCRtpCodecParameters(mimeType="audio/opus", clockRate=48_000, channels=2, payloadType=96)
PCMU = RTCRtpCodecParameters(mimeType="audio/PCMU", clockRate=8_000, channels=1, payloadType=0)


class QuietTransport:
    """Stands where MediaTransport does; nobody is at the other end."""

    def __init__(self) -> None:
        self.dtls = SimpleNamespace(_rtp_header_extensions_map=HeaderExtensionsMap())

    def register(self, sink: object, payload_types: object) -> None:
        return

    def unregister(self, sink: object) -> None:
        return

    def send_rtcp(self, packet: object) -> None:
        return


def rtp(index: int, payload: bytes, payload_type: int = 96) -> RtpPacket:
    return RtpPacket(
        payload_type=payload_type,
        sequence_number=index,
        timestamp=index * PACKET_TICKS,
        ssrc=1234,
        payload=payload,
    )


async def listening(
    transport: MediaTransport, on_audio: Callable[[AudioFrame], None]
) -> AudioReceiver:
    receiver = AudioReceiver(transport)
    receiver.listen(on_audio)
    return await receiving(receiver)


async def receiving(receiver: AudioReceiver) -> AudioReceiver:
    await receiver.receive(RTCRtpReceiveParameters(codecs=[OPUS, PCMU]))
    return receiver


@pytest.fixture
def transport() -> MediaTransport:
    return cast(MediaTransport, QuietTransport())


async def test_a_listener_hears_every_packet_as_it_comes(transport: MediaTransport) -> None:
    frames: list[AudioFrame] = []
    receiver = await listening(transport, frames.append)
    for index, data in enumerate(encoded(tone(0.2))):
        receiver.on_packet(rtp(index, data), arrival_s=time.monotonic())
        assert len(frames) == index + 1
    await receiver.stop()


async def test_the_clock_gives_a_missing_packet_up_when_nothing_else_comes(
    transport: MediaTransport,
) -> None:
    frames: list[AudioFrame] = []
    heard = asyncio.Event()

    def on_audio(frame: AudioFrame) -> None:
        frames.append(frame)
        if len(frames) == 3:
            heard.set()

    receiver = await listening(transport, on_audio)
    packets = encoded(tone(0.1))
    for index in (0, 2):
        receiver.on_packet(rtp(index, packets[index]), arrival_s=time.monotonic())
    assert len(frames) == 1
    async with asyncio.timeout(10):
        await heard.wait()
    assert [frame.is_received for frame in frames] == [True, False, True]
    await receiver.stop()


async def test_what_was_lost_and_what_cannot_be_decoded_is_counted(
    transport: MediaTransport,
) -> None:
    receiver = AudioReceiver(transport)
    assert (receiver.packets_lost, receiver.packets_failed) == (0, 0)
    receiver.listen(lambda frame: None)
    await receiving(receiver)
    arrival_s = time.monotonic()
    receiver.on_packet(rtp(0, encoded(tone(0.1))[0]), arrival_s)
    receiver.on_packet(rtp(2, REFUSED_BY_LIBOPUS), arrival_s + TARGET_MAX_S)
    receiver.on_packet(rtp(3, encoded(tone(0.1))[0]), arrival_s + 2 * TARGET_MAX_S)
    assert (receiver.packets_lost, receiver.packets_failed) == (1, 1)
    await receiver.stop()


async def test_what_is_no_opus_does_no_harm(transport: MediaTransport) -> None:
    frames: list[AudioFrame] = []
    receiver = await listening(transport, frames.append)
    receiver.on_packet(rtp(0, b"", 96), arrival_s=time.monotonic())
    receiver.on_packet(rtp(1, b"\x7f" * 160, 0), arrival_s=time.monotonic())
    receiver.on_packet(rtp(2, encoded(tone(0.1))[0]), arrival_s=time.monotonic())
    assert len(frames) == 1
    await receiver.stop()


async def test_without_a_listener_nothing_is_decoded_or_kept(
    transport: MediaTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        pytest.fail("a packet that nobody listens to was looked into")

    monkeypatch.setattr(AudioStream, "__init__", fail)
    receiver = await receiving(AudioReceiver(transport))
    for index, data in enumerate(encoded(tone(0.2))):
        receiver.on_packet(rtp(index, data), arrival_s=time.monotonic())
    report = receiver._reports.receiver_report(1, now_s=0.0)
    assert report is not None
    assert report.reports[0].highest_sequence == 9
    await receiver.stop()
