"""RTCP receiver reports for the streams of one receiver (RFC 3550 section 6.4)."""

from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import RtcpReceiverInfo, RtcpRrPacket, RtcpSrPacket, RtpPacket

MAX_STREAMS = 4
"""SSRCs remembered: media and retransmissions, and room for one change of both.

Bounded because the sender chooses them; aiortc 1.16 remembers every one.
"""

_DELAY_UNITS_PER_S = 65_536
_MAX_DELAY = 0xFFFFFFFF


class ReceptionReports:
    """Counts what arrives and writes the reports. Times are seconds of the wall clock."""

    def __init__(self) -> None:
        self._streams: dict[int, StreamStatistics] = {}
        self._last_sender_report: dict[int, tuple[int, float]] = {}

    def on_packet(self, packet: RtpPacket, clock_rate: int) -> None:
        stream = self._streams.get(packet.ssrc)
        if stream is None:
            if len(self._streams) >= MAX_STREAMS:
                self._forget(next(iter(self._streams)))
            stream = self._streams[packet.ssrc] = StreamStatistics(clock_rate)
        stream.add(packet)

    def on_sender_report(self, packet: RtcpSrPacket, now_s: float) -> None:
        if packet.ssrc in self._streams:
            middle_bits = (packet.sender_info.ntp_timestamp >> 16) & 0xFFFFFFFF
            self._last_sender_report[packet.ssrc] = (middle_bits, now_s)

    def receiver_report(self, own_ssrc: int, now_s: float) -> RtcpRrPacket | None:
        """Return the report of all streams, or None before the first packet."""
        if not self._streams:
            return None
        return RtcpRrPacket(
            ssrc=own_ssrc,
            reports=[self._report(ssrc, stream, now_s) for ssrc, stream in self._streams.items()],
        )

    def _report(self, ssrc: int, stream: StreamStatistics, now_s: float) -> RtcpReceiverInfo:
        last_report, received_s = self._last_sender_report.get(ssrc, (0, now_s))
        delay = int(max(0.0, now_s - received_s) * _DELAY_UNITS_PER_S)
        return RtcpReceiverInfo(
            ssrc=ssrc,
            fraction_lost=stream.fraction_lost,
            packets_lost=stream.packets_lost,
            highest_sequence=stream.max_seq or 0,
            jitter=stream.jitter,
            lsr=last_report,
            dlsr=min(delay, _MAX_DELAY),
        )

    def _forget(self, ssrc: int) -> None:
        del self._streams[ssrc]
        self._last_sender_report.pop(ssrc, None)
