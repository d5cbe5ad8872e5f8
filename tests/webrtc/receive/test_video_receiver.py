"""What is done with video before and after somebody watches."""

import asyncio
import time
from types import SimpleNamespace
from typing import cast

import pytest
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtp import RTCP_PSFB_PLI, HeaderExtensionsMap, RtcpPsfbPacket, RtpPacket

from tests.webrtc.receive.test_decoder import encoded_frames
from webrtc.receive.assembler import EncodedFrame
from webrtc.receive.decoder import DecodedFrame, DecoderThread
from webrtc.receive.held_frames import MAX_HELD_FRAMES, STALE_FRAMES
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.receiver import VideoReceiver

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90_000, payloadType=97)
FRAME_START = b"\x10"
"""A VP8 payload descriptor (RFC 7741 section 4.2)."""


class Transport:
    """Stands where MediaTransport does and keeps what is sent back."""

    def __init__(self) -> None:
        self.dtls = SimpleNamespace(_rtp_header_extensions_map=HeaderExtensionsMap())
        self.sent: list[object] = []

    def register(self, sink: object, payload_types: object) -> None:
        return

    def unregister(self, sink: object) -> None:
        return

    def send_rtcp(self, packet: object) -> None:
        self.sent.append(packet)

    @property
    def key_frame_requests(self) -> int:
        packets = [packet for packet in self.sent if isinstance(packet, RtcpPsfbPacket)]
        return sum(packet.fmt == RTCP_PSFB_PLI for packet in packets)


class Watcher:
    def __init__(self) -> None:
        self.timestamps: list[int] = []
        self._has_seen = asyncio.Event()

    def on_frame(self, frame: DecodedFrame) -> None:
        self.timestamps.append(frame.rtp_timestamp)
        self._has_seen.set()

    async def wait(self) -> None:
        async with asyncio.timeout(10):
            await self._has_seen.wait()


@pytest.fixture
def transport() -> Transport:
    return Transport()


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


async def receiving(transport: Transport, watcher: Watcher) -> VideoReceiver:
    receiver = VideoReceiver(cast(MediaTransport, transport), watcher.on_frame)
    await receiver.receive(RTCRtpReceiveParameters(codecs=[VP8]))
    return receiver


def send(receiver: VideoReceiver, frames: list[EncodedFrame]) -> None:
    for frame in frames:
        packet = RtpPacket(
            payload_type=97,
            marker=1,
            sequence_number=frame.rtp_timestamp // 3_000,
            timestamp=frame.rtp_timestamp,
            ssrc=1234,
            payload=FRAME_START + frame.data,
        )
        receiver.on_packet(packet, arrival_s=time.monotonic())


@pytest.fixture
def no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        pytest.fail("a decoder was opened")

    monkeypatch.setattr(DecoderThread, "__init__", fail)


@pytest.mark.usefixtures("no_decoder")
async def test_until_somebody_watches_nothing_is_decoded_or_counted(
    transport: Transport, watcher: Watcher
) -> None:
    receiver = await receiving(transport, watcher)
    send(receiver, encoded_frames("VP8", "libvpx", 5))
    assert receiver.frames_received == 0
    await receiver.stop()
    assert watcher.timestamps == []


async def test_who_begins_to_watch_sees_the_next_frame_without_a_new_key_frame(
    transport: Transport, watcher: Watcher
) -> None:
    frames = encoded_frames("VP8", "libvpx", 6)
    receiver = await receiving(transport, watcher)
    send(receiver, frames[:5])
    receiver.watch()
    send(receiver, frames[5:])
    await watcher.wait()
    assert watcher.timestamps == [frames[5].rtp_timestamp]
    assert receiver.frames_received == 1
    assert transport.key_frame_requests == 0
    await receiver.stop()


async def test_a_stream_that_waits_for_long_is_asked_for_a_key_frame_ahead(
    transport: Transport, watcher: Watcher
) -> None:
    frames = encoded_frames("VP8", "libvpx", STALE_FRAMES + 1)
    receiver = await receiving(transport, watcher)
    send(receiver, frames[: STALE_FRAMES - 1])
    assert transport.key_frame_requests == 0
    send(receiver, frames[STALE_FRAMES - 1 : STALE_FRAMES])
    assert transport.key_frame_requests == 1
    receiver.watch()
    send(receiver, frames[STALE_FRAMES:])
    await watcher.wait()
    assert watcher.timestamps == [frames[STALE_FRAMES].rtp_timestamp]
    await receiver.stop()


async def test_what_ran_over_goes_on_with_a_key_frame(
    transport: Transport, watcher: Watcher
) -> None:
    frames = encoded_frames("VP8", "libvpx", MAX_HELD_FRAMES + 3)
    receiver = await receiving(transport, watcher)
    send(receiver, frames)
    receiver.watch()
    key_frame = EncodedFrame("VP8", frames[0].data, 3_000 * len(frames), True, 0.0)
    send(receiver, [key_frame])
    await watcher.wait()
    assert watcher.timestamps == [key_frame.rtp_timestamp]
    assert transport.key_frame_requests >= 2
    await receiver.stop()


@pytest.mark.usefixtures("no_decoder")
async def test_nobody_watches_what_has_stopped(transport: Transport, watcher: Watcher) -> None:
    receiver = await receiving(transport, watcher)
    await receiver.stop()
    receiver.watch()
