"""The short way of media packets: from the socket's callback to their receiver, no task between.

Deviation from aiortc 1.16's RTCDtlsTransport:

* Symptom: half of a packet's cost is waking tasks for it. Cause: each datagram goes through a
  queue to `RTCDtlsTransport.__run` and four coroutines. Here SRTP is decrypted and
  delivered in the socket's callback; RTCP, DTLS and data channels stay with aiortc.
  `make bench` compares both. No upstream issue; remove when aiortc delivers media without a
  task.
* Symptom: memory grows with every SSRC that a sender makes up. Cause:
  `RtpRouter.route_rtp` remembers each. Here the payload type alone decides, which is unique
  in a bundle with one stream of a kind (RFC 8843 section 9.2).
"""

import logging
from collections.abc import Iterable
from typing import Any, Protocol

import pylibsrtp
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtp import AnyRtcpPacket, RtpPacket, is_rtcp

from webrtc.receive.ice import ServerIceConnection

logger = logging.getLogger(__name__)

MAX_SSRCS = 8
"""Remembered for aiortc's routing of sender reports: media and RTX of two streams, twice."""


class PacketSink(Protocol):
    """A receiver, as far as packets go."""

    def on_packet(self, packet: RtpPacket, arrival_s: float) -> None: ...


class MediaTransport:
    """Delivers a peer's RTP packets to their receivers and sends RTCP back.

    Args:
        dtls: owns the keys of SRTP.
        connection: whose media packets are taken.
    """

    def __init__(self, dtls: RTCDtlsTransport, connection: ServerIceConnection) -> None:
        self.dtls = dtls
        self._connection = connection
        self._sinks: dict[int, PacketSink] = {}
        self._ssrcs: list[int] = []
        self.packets_refused = 0
        """Not authentic, replayed or malformed."""
        connection.media_sink = self._take

    def register(self, sink: PacketSink, payload_types: Iterable[int]) -> None:
        self._sinks.update(dict.fromkeys(payload_types, sink))

    def unregister(self, sink: PacketSink) -> None:
        self._sinks = {kind: other for kind, other in self._sinks.items() if other is not sink}

    def send_rtcp(self, packet: AnyRtcpPacket) -> None:
        """Send a packet at once; before the keys are known it is lost, as on a network."""
        if self.dtls.state == "connected":
            self._connection.send_now(self.dtls._tx_srtp.protect_rtcp(bytes(packet)))

    def _take(self, data: bytes, arrival_s: float) -> bool:
        """Decrypt and deliver a media packet; False leaves it to aiortc."""
        srtp = self.dtls._rx_srtp
        if srtp is None or is_rtcp(data):
            return False
        try:
            packet = RtpPacket.parse(srtp.unprotect(data), self.dtls._rtp_header_extensions_map)
        except (pylibsrtp.Error, ValueError) as error:
            self.packets_refused += 1
            logger.debug("a media packet was refused: %s", error)
            return True
        self._connection.note_authentic(arrival_s)
        sink = self._sinks.get(packet.payload_type)
        if sink is not None:
            self._remember(packet.ssrc, sink)
            sink.on_packet(packet, arrival_s)
        return True

    def _remember(self, ssrc: int, sink: PacketSink) -> None:
        routes: dict[int, Any] = self.dtls._rtp_router.ssrc_table
        if ssrc in routes:
            return
        if len(self._ssrcs) >= MAX_SSRCS:
            routes.pop(self._ssrcs.pop(0), None)
        self._ssrcs.append(ssrc)
        routes[ssrc] = sink
