"""RTP receivers that stand in aiortc's peer connection in place of its own.

They offer what RTCPeerConnection calls on a receiver, and nothing else: no track, no
unread queue, no task. Packets come from MediaTransport. See `install_receiver`.
"""

import asyncio
import math
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from aiortc import RTCRtpTransceiver
from aiortc.codecs import is_rtx
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
from webrtc.receive.audio_decoder import AudioFrame, AudioStream
from webrtc.receive.audio_jitter import AudioPacket
from webrtc.receive.bitrate import BitrateEstimator
from webrtc.receive.decoder import DecodedFrame, DecoderThread
from webrtc.receive.held_frames import HeldFrames
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.payload import PADDING, PARSERS
from webrtc.receive.reports import ReceptionReports
from webrtc.receive.thinning import Thinner

WAITING_TICK_S = 0.02
"""Between two looks at what is overdue, while packets are missing."""

IDLE_TICK_S = 0.5
"""The same while nothing is missing: only silence is looked for."""


class MediaReceiver(ABC):
    """What audio and video receivers share: RTCP, and RTX unwrapped to media packets."""

    def __init__(self, transport: MediaTransport) -> None:
        self._media = transport
        # RTCPeerConnection puts a track here and emits it; nobody reads from it.
        self._track: RemoteStreamTrack | None = None
        self._rtcp_ssrc = 0
        self._media_ssrc: int | None = None
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._reports = ReceptionReports()
        self._report_timer: asyncio.TimerHandle | None = None
        self._tick_timer: asyncio.TimerHandle | None = None

    @property
    def track(self) -> RemoteStreamTrack | None:
        return self._track

    @property
    def transport(self) -> RTCDtlsTransport:
        return self._media.dtls

    def setTransport(self, transport: RTCDtlsTransport) -> None:  # noqa: N802
        """Called by RTCPeerConnection when it bundles; the peer has one transport anyway."""
        assert transport is self._media.dtls

    def _set_rtcp_ssrc(self, ssrc: int) -> None:
        self._rtcp_ssrc = ssrc

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        """Start to receive; called by RTCPeerConnection once DTLS is up, more than once."""
        if self._report_timer is not None:
            return
        self._codecs = {
            codec.payloadType: codec for codec in parameters.codecs if codec.payloadType is not None
        }
        self.transport._rtp_header_extensions_map.configure(parameters)
        self._media.register(self, self._codecs)
        self._schedule_report()

    async def stop(self) -> None:
        """Stop to receive and free everything; may be called again."""
        self._media.unregister(self)
        for timer in (self._report_timer, self._tick_timer):
            if timer is not None:
                timer.cancel()

    def _handle_disconnect(self) -> None:
        """The transport is gone; the session's liveness watch sees it and closes."""
        return

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket):
            self._reports.on_sender_report(packet, time.time())

    def on_packet(self, packet: RtpPacket, arrival_s: float) -> None:
        """Take a packet of this receiver's stream or of its retransmissions.

        Args:
            packet: decrypted.
            arrival_s: time.monotonic().
        """
        codec = self._codecs[packet.payload_type]
        self._reports.on_packet(packet, codec.clockRate)
        self._on_arrival(packet, arrival_s)
        if not is_rtx(codec):
            self._media_ssrc = packet.ssrc
            self._on_media(packet, codec, arrival_s, is_retransmission=False)
            return
        media_type = codec.parameters.get("apt")
        media_codec = self._codecs.get(media_type) if isinstance(media_type, int) else None
        # Padding probes come as RTX without the two bytes of an original sequence number.
        if media_codec is None or self._media_ssrc is None or len(packet.payload) < 2:
            return
        assert isinstance(media_type, int)
        original = unwrap_rtx(packet, payload_type=media_type, ssrc=self._media_ssrc)
        self._on_media(original, media_codec, arrival_s, is_retransmission=True)

    def _on_arrival(self, packet: RtpPacket, arrival_s: float) -> None:
        """Look at any packet as it came, retransmissions included."""
        return

    @abstractmethod
    def _on_media(
        self,
        packet: RtpPacket,
        codec: RTCRtpCodecParameters,
        arrival_s: float,
        *,
        is_retransmission: bool,
    ) -> None: ...

    def _on_tick(self, now_s: float) -> None:
        """Do what was scheduled with `_tick_within`."""
        return

    def _tick_within(self, delay_s: float) -> None:
        """Have `_on_tick` called after `delay_s` at the latest."""
        loop = asyncio.get_running_loop()
        timer = self._tick_timer
        if timer is not None:
            if timer.when() <= loop.time() + delay_s:
                return
            timer.cancel()
        self._tick_timer = loop.call_later(delay_s, self._tick)

    def _tick(self) -> None:
        self._tick_timer = None
        self._on_tick(time.monotonic())

    def _schedule_report(self) -> None:
        # RTCP's interval is spread so that reports of many sessions do not
        # coincide (RFC 3550 section 6.3.1).
        delay_s = 0.5 + random.random()
        self._report_timer = asyncio.get_running_loop().call_later(delay_s, self._report)

    def _report(self) -> None:
        report = self._reports.receiver_report(self._rtcp_ssrc, time.time())
        if report is not None:
            self._media.send_rtcp(report)
        self._schedule_report()


class VideoReceiver(MediaReceiver):
    """Receives one video track and calls `on_frame` with every decoded frame.

    Until somebody watches nothing is decoded: what came since the last key frame is held, so
    that watching need not wait for another one.
    """

    def __init__(self, transport: MediaTransport, on_frame: Callable[[DecodedFrame], None]) -> None:
        super().__init__(transport)
        self._on_frame = on_frame
        self._assembler = FrameAssembler()
        self._bitrate_estimator = BitrateEstimator()
        self.last_loss_s = -math.inf
        """time.monotonic() when a packet was last missed."""
        self._thinner = Thinner()
        self._held = HeldFrames()
        self._decoder: DecoderThread | None = None
        self._watched_from_s = math.inf
        self._is_stopped = False
        self.frames_received = 0
        """Whole frames that came while somebody watched, decoded or not."""

    @property
    def frames_waiting(self) -> int:
        return self._decoder.frames_waiting if self._decoder is not None else 0

    @property
    def frames_dropped(self) -> int:
        """Encoded frames dropped because the decoder could not keep up."""
        return self._decoder.frames_dropped if self._decoder is not None else 0

    @property
    def frames_lost(self) -> int:
        """Times that frames were given up because packets did not come."""
        return self._assembler.frames_lost

    def watch(self) -> None:
        """Decode from now on, and call `on_frame` with what comes from now on."""
        if self._decoder is not None or self._is_stopped:
            return
        self._watched_from_s = time.monotonic()
        self._decoder = DecoderThread("video-decoder", self._on_decoded, self._require_key_frame)
        for frame in self._held.take():
            self._decoder.put(frame)

    async def stop(self) -> None:
        self._is_stopped = True
        await super().stop()
        self._held.take()
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            await decoder.close()

    def _on_arrival(self, packet: RtpPacket, arrival_s: float) -> None:
        if packet.extensions.abs_send_time is None:
            return
        estimate = self._bitrate_estimator.add(
            abs_send_time=packet.extensions.abs_send_time,
            arrival_s=arrival_s,
            size_bytes=len(packet.payload) + packet.padding_size,
            ssrc=packet.ssrc,
        )
        if estimate is not None:
            self._send_payload_feedback(RTCP_PSFB_APP, 0, pack_remb_fci(*estimate))

    def _on_media(
        self,
        packet: RtpPacket,
        codec: RTCRtpCodecParameters,
        arrival_s: float,
        *,
        is_retransmission: bool,
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
            is_retransmission=is_retransmission,
        )
        self._take(self._assembler.add(media))
        if self._assembler.is_waiting:
            self._poll(arrival_s)
        self._tick_within(WAITING_TICK_S if self._assembler.is_waiting else IDLE_TICK_S)

    def _on_tick(self, now_s: float) -> None:
        self._poll(now_s)
        self._tick_within(WAITING_TICK_S if self._assembler.is_waiting else IDLE_TICK_S)

    def _poll(self, now_s: float) -> None:
        feedback, frames = self._assembler.poll(now_s)
        if feedback.nack:
            self.last_loss_s = now_s
        self._take(frames)
        if self._media_ssrc is not None:
            self._send_feedback(feedback, self._media_ssrc)

    def _take(self, frames: list[EncodedFrame]) -> None:
        for frame in frames:
            self.frames_received += self._decoder is not None
            if self._thinner.wants(frame) and not self._put(frame):
                self._assembler.require_key_frame()
                return

    def _put(self, frame: EncodedFrame) -> bool:
        """Decode or hold a frame; False if the stream can only go on with a key frame."""
        if self._decoder is not None:
            return self._decoder.put(frame)
        has_room = self._held.add(frame)
        if self._held.is_stale and self._media_ssrc is not None:
            self._send_payload_feedback(RTCP_PSFB_PLI, self._media_ssrc)
        return has_room

    def _on_decoded(self, frame: DecodedFrame) -> None:
        # What came before is decoded only because the frames behind it need it.
        if frame.arrival_s >= self._watched_from_s:
            self._on_frame(frame)

    def _require_key_frame(self) -> None:
        self._assembler.require_key_frame()
        if self._decoder is not None:
            self._tick_within(0)

    def _send_feedback(self, feedback: Feedback, media_ssrc: int) -> None:
        if feedback.nack:
            nack = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=self._rtcp_ssrc, media_ssrc=media_ssrc)
            nack.lost = list(feedback.nack)
            self._media.send_rtcp(nack)
        if feedback.key_frame:
            self._send_payload_feedback(RTCP_PSFB_PLI, media_ssrc)

    def _send_payload_feedback(self, kind: int, media_ssrc: int, information: bytes = b"") -> None:
        packet = RtcpPsfbPacket(
            fmt=kind, ssrc=self._rtcp_ssrc, media_ssrc=media_ssrc, fci=information
        )
        self._media.send_rtcp(packet)


class AudioReceiver(MediaReceiver):
    """Receives one audio track.

    Until somebody listens packets are only counted, for the reports to the sender. Only Opus
    is decoded, which every WebRTC endpoint has (RFC 7874 section 3).
    """

    def __init__(self, transport: MediaTransport) -> None:
        super().__init__(transport)
        self._stream: AudioStream | None = None

    @property
    def packets_lost(self) -> int:
        """Packets given up, since somebody listens."""
        return self._stream.packets_lost if self._stream is not None else 0

    @property
    def packets_failed(self) -> int:
        """Packets that libopus refused."""
        return self._stream.packets_failed if self._stream is not None else 0

    def listen(self, on_audio: Callable[[AudioFrame], None]) -> None:
        """Decode from the next packet on, and call `on_audio` with every stretch of sound."""
        self._stream = AudioStream(on_audio)

    def _on_media(
        self,
        packet: RtpPacket,
        codec: RTCRtpCodecParameters,
        arrival_s: float,
        *,
        is_retransmission: bool,
    ) -> None:
        if self._stream is None or codec.name != "opus":
            return
        audio = AudioPacket(packet.sequence_number, packet.timestamp, packet.payload, arrival_s)
        try:
            self._stream.add(audio)
        except ValueError:
            # No Opus: as good as lost.
            return
        self._wait(self._stream)

    def _on_tick(self, now_s: float) -> None:
        if self._stream is not None:
            self._stream.poll(now_s)
            self._wait(self._stream)

    def _wait(self, stream: AudioStream) -> None:
        if stream.is_waiting:
            self._tick_within(WAITING_TICK_S)


def install_receiver(transceiver: RTCRtpTransceiver, receiver: MediaReceiver) -> None:
    """Put our receiver in the place of the one that the transceiver was made with.

    aiortc has no public way to choose the receiver's class. Remove with the last
    deviation in this room.
    """
    receiver._set_rtcp_ssrc(transceiver.sender._ssrc)
    # The name that Python gives to aiortc's private attribute.
    vars(transceiver)["_RTCRtpTransceiver__receiver"] = receiver
