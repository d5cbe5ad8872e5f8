"""A publisher and a bad network around the assembler, all of it simulated.

The publisher does as Chromium's: it sends a lost packet again on a NACK unless it did so
within the last round trip, keeps packets for a second, paces what it sends, and makes a
key frame of the next frame on a PLI, but not within 300 ms of the last one
(libwebrtc: modules/rtp_rtcp/source/rtp_packet_history.cc, video/encoder_rtcp_feedback.cc).
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from benchmarks.relay.link import Link, LinkConditions
from webrtc.receive.assembler import EncodedFrame, Feedback, FrameAssembler, MediaPacket
from webrtc.receive.payload import Payload

PACKET_BYTES = 1_100
FEEDBACK_BYTES = 60
KEY_FRAME_PACKETS = 25
DELTA_FRAME_PACKETS = 3
HISTORY_S = 1.0
KEY_FRAME_INTERVAL_S = 0.3
TICK_S = 0.05


@dataclass
class LossyStream:
    """Runs a stream for a while and notes when its frames come out of the assembler."""

    assembler: FrameAssembler
    up: LinkConditions
    down: LinkConditions
    seed: int
    fps: float = 15.0
    pacing_bps: float = 1_000_000.0
    is_lost: Callable[[MediaPacket, int], bool] = lambda packet, attempt: False
    """Says of each packet and attempt (0: first sending) whether the network loses it."""

    frames: list[tuple[float, EncodedFrame]] = field(default_factory=list)
    key_frame_requests: int = 0
    nacks: list[tuple[float, int]] = field(default_factory=list)
    packets_sent: int = 0

    def __post_init__(self) -> None:
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._number = count()
        randomness = random.Random(self.seed)
        self._up = Link(self.up, randomness)
        self._down = Link(self.down, randomness)
        self._history: dict[int, MediaPacket] = {}
        self._attempts: dict[int, int] = {}
        self._sent_s: dict[int, float] = {}
        self._next_sequence = 65_000
        self._next_frame = 0
        self._key_frame_wanted = True
        self._last_key_frame_s = -10.0
        self._pacer_free_s = 0.0
        self._ended_s = 0.0
        self._at(0.0, self._make_frame)
        self._at(0.0, self._tick)

    @property
    def round_trip_s(self) -> float:
        return self.up.delay_s + self.down.delay_s

    def run(self, until_s: float) -> None:
        while self._events[0][0] < until_s:
            time_s, _, event = heapq.heappop(self._events)
            event(time_s)
        self._ended_s = until_s

    def longest_gap_s(self) -> float:
        """Return the longest time without a frame."""
        times = [0.0, *(time_s for time_s, _ in self.frames), self._ended_s]
        return max(b - a for a, b in zip(times, times[1:], strict=False))

    def _at(self, time_s: float, event: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (time_s, next(self._number), event))

    # The publisher

    def _make_frame(self, now_s: float) -> None:
        number = self._next_frame
        self._next_frame += 1
        can_be_key = now_s - self._last_key_frame_s >= KEY_FRAME_INTERVAL_S
        is_key = self._key_frame_wanted and can_be_key
        if is_key:
            self._key_frame_wanted, self._last_key_frame_s = False, now_s
        size = KEY_FRAME_PACKETS if is_key else DELTA_FRAME_PACKETS
        for part in range(size):
            packet = MediaPacket(
                sequence_number=self._next_sequence % 65_536,
                rtp_timestamp=round(number / self.fps * 90_000),
                marker=part == size - 1,
                codec="VP8",
                payload=Payload(f"{number}.{part}/{size} ".encode(), is_key and not part),
                arrival_s=0.0,
            )
            self._next_sequence += 1
            self._history[packet.sequence_number] = packet
            self._send(now_s, packet)
        self._at(now_s + 1 / self.fps, self._make_frame)

    def _send(self, now_s: float, packet: MediaPacket) -> None:
        self._pacer_free_s = max(self._pacer_free_s, now_s) + PACKET_BYTES * 8 / self.pacing_bps
        self._at(self._pacer_free_s, lambda sent_s: self._put_on_wire(sent_s, packet))

    def _put_on_wire(self, now_s: float, packet: MediaPacket) -> None:
        attempt = self._attempts.get(packet.sequence_number, 0)
        self._attempts[packet.sequence_number] = attempt + 1
        self._sent_s[packet.sequence_number] = now_s
        self.packets_sent += 1
        out_s = self._up.send(now_s, PACKET_BYTES)
        if out_s is not None and not self.is_lost(packet, attempt):
            self._at(out_s, lambda arrival_s: self._receive(arrival_s, packet, attempt > 0))

    def _on_feedback(self, now_s: float, feedback: Feedback) -> None:
        if feedback.key_frame:
            self._key_frame_wanted = True
        for sequence in feedback.nack:
            packet, sent_s = self._history.get(sequence), self._sent_s.get(sequence)
            if packet is None or sent_s is None or now_s - sent_s > HISTORY_S:
                continue
            round_trip_s = self.round_trip_s + self._up.backlog_s(now_s)
            if self._attempts[sequence] > 1 and now_s - sent_s < round_trip_s:
                continue
            self._send(now_s, packet)

    # The server

    def _receive(self, now_s: float, packet: MediaPacket, is_retransmission: bool) -> None:
        arrived = replace(packet, arrival_s=now_s, is_retransmission=is_retransmission)
        self._take(now_s, self.assembler.add(arrived))
        self._poll(now_s)

    def _tick(self, now_s: float) -> None:
        self._poll(now_s)
        self._at(now_s + TICK_S, self._tick)

    def _poll(self, now_s: float) -> None:
        feedback, frames = self.assembler.poll(now_s)
        self._take(now_s, frames)
        self.key_frame_requests += feedback.key_frame
        self.nacks += [(now_s, sequence) for sequence in feedback.nack]
        out_s = self._down.send(now_s, FEEDBACK_BYTES)
        if out_s is not None and (feedback.nack or feedback.key_frame):
            self._at(out_s, lambda time_s: self._on_feedback(time_s, feedback))

    def _take(self, now_s: float, frames: list[EncodedFrame]) -> None:
        self.frames += [(now_s, frame) for frame in frames]
