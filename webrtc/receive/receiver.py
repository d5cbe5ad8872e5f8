"""RTP receivers that stand in aiortc's peer connection in place of its own.

They offer what RTCPeerConnection and RTCDtlsTransport call on a receiver, and
nothing else: no track, no unread queue. See `install_receiver`.
"""

import asyncio
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from aiortc import RTCRtpTransceiver
from aiortc.codecs import is_rtx
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    RtpPacket,
    pack_remb_fci,
    unwrap_rtx,
)

from webrtc.receive.assembler import EncodedFrame, Feedback, FrameAssembler, MediaPacket
from webrtc.receive.decoder import DecodedFrame, DecoderThread
from webrtc.receive.payload import PADDING, PARSERS
from webrtc.receive.reports import ReceptionReports

TICK_S = 0.05
"""Between two looks at what is overdue: as fine as the assembler's NACK interval."""


class MediaReceiver(ABC):
    """What audio and video receivers share: RTCP, and RTX unwrapped to media packets."""

    def __init__(self, transport: RTCDtlsTransport) -> None:
        self.transport = transport
        # RTCPeerConnection puts a track here and emits it; nobody reads from it.
        self._track: RemoteStreamTrack | None = None
        self._rtcp_ssrc = 0
        self._media_ssrc: int | None = None
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._reports = ReceptionReports()
        self._task: asyncio.Task[None] | None = None

    @property
    def track(self) -> RemoteStreamTrack | None:
        return self._track

    def setTransport(self, transport: RTCDtlsTransport) -> None:  # noqa: N802
        self.transport = transport

    def _set_rtcp_ssrc(self, ssrc: int) -> None:
        self._rtcp_ssrc = ssrc

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        """Start to receive; called by RTCPeerConnection once DTLS is up, more than once."""
        if self._task is not None:
            return
        self._codecs = {
            codec.payloadType: codec for codec in parameters.codecs if codec.payloadType is not None
        }
        self.transport._register_rtp_receiver(self, parameters)
        self._task = asyncio.create_task(self._run(), name="rtp-receiver")

    async def stop(self) -> None:
        """Stop to receive and free everything; may be called again."""
        self.transport._unregister_rtp_receiver(self)
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _handle_disconnect(self) -> None:
        """The transport is gone; the session's liveness watch sees it and closes."""
        return

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket):
            self._reports.on_sender_report(packet, time.time())

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        arrival_s = time.monotonic()
        codec = self._codecs.get(packet.payload_type)
        if codec is None:
            return
        self._reports.on_packet(packet, codec.clockRate)
        await self._on_arrival(packet, arrival_time_ms)
        if is_rtx(codec):
            media_type, media_ssrc = codec.parameters.get("apt"), self._media_ssrc
            is_usable = media_type in self._codecs and len(packet.payload) >= 2
            if not is_usable or not isinstance(media_type, int) or media_ssrc is None:
                return
            packet = unwrap_rtx(packet, payload_type=media_type, ssrc=media_ssrc)
            codec = self._codecs[media_type]
        else:
            self._media_ssrc = packet.ssrc
        await self._on_media(packet, codec, arrival_s)

    async def _on_arrival(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        """Look at any packet as it came, retransmissions included."""
        return

    @abstractmethod
    async def _on_media(
        self, packet: RtpPacket, codec: RTCRtpCodecParameters, arrival_s: float
    ) -> None: ...

    async def _on_tick(self, now_s: float) -> None:
        """Do what is due between packets."""
        return

    async def _run(self) -> None:
        # RTCP's interval is spread so that reports of many sessions do not
        # coincide (RFC 3550 section 6.3.1).
        next_report_s = time.monotonic() + 0.5 + random.random()
        while True:
            await asyncio.sleep(TICK_S)
            now_s = time.monotonic()
            await self._on_tick(now_s)
            if now_s >= next_report_s:
                next_report_s = now_s + 0.5 + random.random()
                report = self._reports.receiver_report(self._rtcp_ssrc, time.time())
                if report is not None:
                    await self._send_rtcp(report)

    async def _send_rtcp(self, packet: AnyRtcpPacket) -> None:
        try:
            await self.transport._send_rtp(bytes(packet))
        except ConnectionError:
            # The transport closed under us; the session's liveness watch ends it.
            return


class VideoReceiver(MediaReceiver):
    """Receives one video track and calls `on_frame` with every decoded frame."""

    def __init__(
        self, transport: RTCDtlsTransport, on_frame: Callable[[DecodedFrame], None]
    ) -> None:
        super().__init__(transport)
        self._on_frame = on_frame
        self._assembler = FrameAssembler()
        self._bitrate_estimator = RemoteBitrateEstimator()
        self._decoder: DecoderThread | None = None

    @property
    def frames_dropped(self) -> int:
        """Encoded frames dropped because the decoder could not keep up."""
        return self._decoder.frames_dropped if self._decoder is not None else 0

    @property
    def frames_lost(self) -> int:
        """Times that frames were given up because packets did not come."""
        return self._assembler.frames_lost

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        if self._decoder is None:
            self._decoder = DecoderThread(
                "video-decoder", self._on_frame, self._assembler.require_key_frame
            )
        await super().receive(parameters)

    async def stop(self) -> None:
        await super().stop()
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            await decoder.close()

    async def _on_arrival(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        if packet.extensions.abs_send_time is None:
            return
        estimate = self._bitrate_estimator.add(
            abs_send_time=packet.extensions.abs_send_time,
            arrival_time_ms=arrival_time_ms,
            payload_size=len(packet.payload) + packet.padding_size,
            ssrc=packet.ssrc,
        )
        if estimate is not None:
            await self._send_rtcp(
                RtcpPsfbPacket(
                    fmt=RTCP_PSFB_APP,
                    ssrc=self._rtcp_ssrc,
                    media_ssrc=0,
                    fci=pack_remb_fci(*estimate),
                )
            )

    async def _on_media(
        self, packet: RtpPacket, codec: RTCRtpCodecParameters, arrival_s: float
    ) -> None:
        try:
            payload = PARSERS[codec.name](packet.payload) if packet.payload else PADDING
        except ValueError:
            # Not a payload of its codec: as good as lost, and asked for again.
            return
        media = MediaPacket(
            sequence_number=packet.sequence_number,
            rtp_timestamp=packet.timestamp,
            marker=bool(packet.marker),
            codec=codec.name,
            payload=payload,
            arrival_s=arrival_s,
        )
        self._decode(self._assembler.add(media))
        await self._on_tick(arrival_s)

    async def _on_tick(self, now_s: float) -> None:
        feedback, frames = self._assembler.poll(now_s)
        self._decode(frames)
        if self._media_ssrc is not None:
            await self._send_feedback(feedback, self._media_ssrc)

    def _decode(self, frames: list[EncodedFrame]) -> None:
        if self._decoder is None:
            return
        for frame in frames:
            if not self._decoder.put(frame):
                self._assembler.require_key_frame()
                return

    async def _send_feedback(self, feedback: Feedback, media_ssrc: int) -> None:
        if feedback.nack:
            nack = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=self._rtcp_ssrc, media_ssrc=media_ssrc)
            nack.lost = list(feedback.nack)
            await self._send_rtcp(nack)
        if feedback.key_frame:
            await self._send_rtcp(
                RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self._rtcp_ssrc, media_ssrc=media_ssrc)
            )


class AudioReceiver(MediaReceiver):
    """Receives one audio track: counts its packets and reports on them to the sender."""

    async def _on_media(
        self, packet: RtpPacket, codec: RTCRtpCodecParameters, arrival_s: float
    ) -> None:
        return


def install_receiver(transceiver: RTCRtpTransceiver, receiver: MediaReceiver) -> None:
    """Put our receiver in the place of the one that the transceiver was made with.

    aiortc has no public way to choose the receiver's class. Remove with the last
    deviation in this room.
    """
    receiver._set_rtcp_ssrc(transceiver.sender._ssrc)
    # The name that Python gives to aiortc's private attribute.
    vars(transceiver)["_RTCRtpTransceiver__receiver"] = receiver
