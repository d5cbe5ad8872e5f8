"""Publishers whose H.264 has delimiters, as out of MPEG-TS, from their packets to pictures."""

import asyncio
import time
from collections.abc import Callable
from typing import cast

import pytest
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtp import RtpPacket

from tests.webrtc.receive.h264_stream import access_units, gathered, in_single_packets
from tests.webrtc.receive.test_video_receiver import Transport
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.held_frames import MAX_HELD_FRAMES
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.receiver import VideoReceiver

H264 = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90_000, payloadType=102)
KEY_EVERY = 5
TICKS_A_FRAME = 3_000

Packetize = Callable[[list[bytes]], list[bytes]]

either_packetizing = pytest.mark.parametrize("packetize", [gathered, in_single_packets])


class Screen:
    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._has_changed = asyncio.Event()

    def on_frame(self, frame: DecodedFrame) -> None:
        self.numbers.append(frame.rtp_timestamp // TICKS_A_FRAME)
        self._has_changed.set()

    async def wait_for(self, number: int) -> None:
        async with asyncio.timeout(10):
            while number not in self.numbers:
                self._has_changed.clear()
                await self._has_changed.wait()


def packets(units: list[list[bytes]], packetize: Packetize) -> list[RtpPacket]:
    sent: list[RtpPacket] = []
    for number, unit in enumerate(units):
        payloads = packetize(unit)
        sent += [
            RtpPacket(
                payload_type=102,
                marker=int(index == len(payloads) - 1),
                sequence_number=len(sent) + index,
                timestamp=number * TICKS_A_FRAME,
                ssrc=1234,
                payload=payload,
            )
            for index, payload in enumerate(payloads)
        ]
    return sent


def send(receiver: VideoReceiver, sent: list[RtpPacket]) -> None:
    for packet in sent:
        receiver.on_packet(packet, arrival_s=time.monotonic())


async def receiving(screen: Screen) -> VideoReceiver:
    receiver = VideoReceiver(cast(MediaTransport, Transport()), screen.on_frame)
    await receiver.receive(RTCRtpReceiveParameters(codecs=[H264]))
    return receiver


@either_packetizing
@pytest.mark.parametrize("size", [(320, 240), (16, 16)], ids=["fragmented", "in one packet"])
async def test_every_frame_is_decoded(packetize: Packetize, size: tuple[int, int]) -> None:
    units = access_units(4 * KEY_EVERY, key_every=KEY_EVERY, size=size)
    screen = Screen()
    receiver = await receiving(screen)
    receiver.watch()
    send(receiver, packets(units, packetize))
    await screen.wait_for(len(units) - 1)
    await receiver.stop()
    assert screen.numbers == list(range(len(units)))


@either_packetizing
async def test_after_a_loss_the_next_key_frame_is_decoded(packetize: Packetize) -> None:
    units = access_units(2 * KEY_EVERY, key_every=KEY_EVERY, size=(320, 240))
    sent = packets(units, packetize)
    second = next(i for i, packet in enumerate(sent) if packet.timestamp == TICKS_A_FRAME)
    screen = Screen()
    receiver = await receiving(screen)
    receiver.watch()
    send(receiver, sent[:second] + sent[second + 1 :])
    await screen.wait_for(len(units) - 1)
    await receiver.stop()
    assert screen.numbers == [0, *range(KEY_EVERY, 2 * KEY_EVERY)]


@either_packetizing
async def test_what_is_held_until_somebody_watches_begins_anew_at_key_frames(
    packetize: Packetize,
) -> None:
    units = access_units(MAX_HELD_FRAMES + 2, key_every=KEY_EVERY, size=(64, 48))
    sent = packets(units, packetize)
    last = next(i for i, p in enumerate(sent) if p.timestamp == sent[-1].timestamp)
    screen = Screen()
    receiver = await receiving(screen)
    send(receiver, sent[:last])
    receiver.watch()
    send(receiver, sent[last:])
    await screen.wait_for(len(units) - 1)
    await receiver.stop()
    assert screen.numbers == [len(units) - 1]
