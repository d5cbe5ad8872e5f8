"""Opus packets in, an unbroken stream in order out, with delay bounded in time.

Replaces aiortc 1.16's JitterBuffer for audio:

* Symptom: 80 ms of delay, and 280 ms for the rest of the call after one lost packet.
  Cause: the buffer counts packets (16, of which 4 are held back), and a gap stays until
  as many have come. Here the clock decides: nobody plays these packets on a
  loudspeaker, so whatever is in order leaves at once, and a packet behind a gap waits
  until it is `target_s` later than the fastest packets. The target follows the jitter
  of the last WINDOW_S, up and down.

Upstream: https://github.com/aiortc/aiortc/issues/543. Remove when aiortc's audio buffer
is bounded in time.

Pure: no clock and no I/O. Times are seconds of any steady clock; durations and
positions are ticks of Opus's RTP clock, 48 kHz (RFC 7587 section 4.1).
"""

from collections import deque
from dataclasses import dataclass, field, replace
from enum import Enum

from webrtc.receive.opus_packet import OPUS_CLOCK_HZ, opus_duration
from webrtc.receive.unwrap import Unwrapper

CAPACITY_PACKETS = 64
"""Longest jump of the sequence number, and so the most packets held: 1.3 s of 20 ms packets.

Beyond it the sender has started anew.
"""

TARGET_MIN_S = 0.04
"""Two packets of 20 ms: a swap of neighbours is put right without any measured jitter."""

TARGET_MAX_S = 0.12
"""Most that waiting may add: ITU-T G.114 allows a talk 150 ms from mouth to ear."""

WINDOW_S = 2.0
"""How long a late packet is remembered, and how fast clock drift is followed."""

WINDOW_PACKETS = 256
"""Bounds the memory of arrivals: 100 packets of 20 ms in WINDOW_S, and some more."""

MAX_CONCEALED_TICKS = OPUS_CLOCK_HZ // 10
"""Longest stretch to make up from what was heard before; the rest of a gap is silence."""

MAX_GAP_TICKS = OPUS_CLOCK_HZ
"""Longest gap to fill. DTX sends at least every 0.4 s (RFC 6716 section 2.1.9)."""


@dataclass(frozen=True, slots=True)
class AudioPacket:
    """One received RTP packet of Opus."""

    sequence_number: int
    rtp_timestamp: int
    data: bytes
    arrival_s: float


class Content(Enum):
    """What a stretch of the stream holds."""

    CODED = "coded"
    LOST = "lost"
    """Sent but not received: to be made up from what came before."""
    SILENT = "silent"
    """Not sent (DTX), or lost for longer than can be made up."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next stretch of the stream.

    Attributes:
        position: of its first sample, in ticks since the first packet's first sample. It
            goes on where the last stretch ended, except over gaps beyond MAX_GAP_TICKS.
        duration: in ticks.
        data: the packet's Opus data; empty unless CODED.
        arrival_s: when it came, or when it was given up.
    """

    content: Content
    position: int
    duration: int
    data: bytes
    arrival_s: float


@dataclass
class AudioJitterBuffer:
    """Puts packets in order and gives lost ones up in time."""

    packets_lost: int = 0
    """Packets given up; those that came late are among them."""

    _held: dict[int, Stretch] = field(default_factory=dict)
    _transits: deque[tuple[float, float]] = field(
        default_factory=lambda: deque(maxlen=WINDOW_PACKETS)
    )
    """When each of the last packets came, and how much later than its position says."""
    _sequence: Unwrapper = field(default_factory=lambda: Unwrapper(16))
    _timestamps: Unwrapper = field(default_factory=lambda: Unwrapper(32))
    _origin: int = 0
    """The unwrapped RTP timestamp at position 0."""
    _next_number: int | None = None
    _next_position: int = 0
    _packet_ticks: int = 0
    _last_arrival_s: float = 0.0

    @property
    def is_waiting(self) -> bool:
        """Packets are held for others to come before them."""
        return bool(self._held)

    @property
    def target_s(self) -> float:
        """How much later than the fastest packets one may become by waiting for others."""
        if not self._transits:
            return TARGET_MIN_S
        transits_s = [transit_s for _, transit_s in self._transits]
        return min(max(max(transits_s) - min(transits_s), TARGET_MIN_S), TARGET_MAX_S)

    def add(self, packet: AudioPacket) -> list[Stretch]:
        """Take a packet in and return what can leave, oldest first.

        Raises:
            ValueError: the packet's data is not Opus.
        """
        duration = opus_duration(packet.data)
        number = self._sequence.unwrap(packet.sequence_number)
        timestamp = self._timestamps.unwrap(packet.rtp_timestamp)
        if self._next_number is None:
            self._next_number, self._origin = number, timestamp
        if abs(number - self._next_number) >= CAPACITY_PACKETS:
            self._restart(number, timestamp, packet.arrival_s)
        position = timestamp - self._origin
        self._note_arrival(position, packet.arrival_s)
        if number < self._next_number:
            return []
        self._held[number] = Stretch(
            Content.CODED, position, duration, packet.data, packet.arrival_s
        )
        return self.poll(packet.arrival_s)

    def poll(self, now_s: float) -> list[Stretch]:
        """Return what can leave by now: in order, or kept waiting for the target."""
        stretches: list[Stretch] = []
        while self._held:
            number = min(self._held)
            if number != self._next_number and now_s < self._due_s(self._held[number]):
                break
            stretches += self._take(number, now_s)
        return stretches

    def _restart(self, number: int, timestamp: int, arrival_s: float) -> None:
        self._held.clear()
        self._transits.clear()
        self._next_number = number
        # A new source's timestamps start anywhere; then the arrival says how much time
        # has passed, so that positions go on.
        silence = round((arrival_s - self._last_arrival_s) * OPUS_CLOCK_HZ)
        expected = self._next_position + max(silence, 0)
        if abs(timestamp - self._origin - expected) > MAX_GAP_TICKS:
            self._origin = timestamp - expected

    def _note_arrival(self, position: int, arrival_s: float) -> None:
        self._last_arrival_s = arrival_s
        self._transits.append((arrival_s, arrival_s - position / OPUS_CLOCK_HZ))
        while self._transits[0][0] < arrival_s - WINDOW_S:
            self._transits.popleft()

    def _due_s(self, held: Stretch) -> float:
        fastest_s = min(transit_s for _, transit_s in self._transits)
        return fastest_s + held.position / OPUS_CLOCK_HZ + self.target_s

    def _take(self, number: int, now_s: float) -> list[Stretch]:
        """Give the packets before `number` up and take that one out."""
        assert self._next_number is not None
        held = self._held.pop(number)
        lost = number - self._next_number
        stretches = self._bridge(held.position - self._next_position, lost, now_s)
        # A sender whose timestamps overlap is played without a cut.
        position = max(held.position, self._next_position)
        self._next_number, self._next_position = number + 1, position + held.duration
        self._packet_ticks = held.duration
        self.packets_lost += lost
        return [*stretches, replace(held, position=position)]

    def _bridge(self, gap: int, lost: int, now_s: float) -> list[Stretch]:
        """Return what fills a gap of so many ticks, in which so many packets were lost."""
        if not 0 < gap <= MAX_GAP_TICKS:
            return []
        start = self._next_position
        concealed = min(gap, lost * self._packet_ticks, MAX_CONCEALED_TICKS)
        parts = (
            Stretch(Content.LOST, start, concealed, b"", now_s),
            Stretch(Content.SILENT, start + concealed, gap - concealed, b"", now_s),
        )
        return [part for part in parts if part.duration > 0]
