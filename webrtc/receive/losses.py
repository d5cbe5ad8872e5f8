"""Which packets are missing, when to ask for them again, and how long that takes. Pure.

Times are seconds of any steady clock; numbers are sequence numbers that never wrap.
"""

from dataclasses import dataclass, field

NACK_INTERVAL_S = 0.05
"""Between two NACKs for the same packet on a short way: as often as the receiver looks."""

NACK_MAX_PACKETS = 128
"""Missing packets named in one NACK at most, which keeps it inside one datagram."""

UNKNOWN_ROUND_TRIP_S = 0.1
"""Assumed until a retransmission has shown it: a home connection to the same continent."""

MAX_ROUND_TRIP_S = 1.0

MIN_GIVE_UP_S = 0.3
MAX_GIVE_UP_S = 1.0
"""Chromium keeps sent packets for a second (libwebrtc, modules/rtp_rtcp/source/
rtp_packet_history.h, kMinPacketDuration); later NACKs are in vain."""

GIVE_UP_ROUND_TRIPS = 6
"""Where a tenth gets lost each way, one packet in twenty thousand stays away so often."""


@dataclass(slots=True)
class _Missing:
    since_s: float
    next_nack_s: float
    asked_s: float | None = None


@dataclass
class Losses:
    """The packets of one stream that have not come."""

    round_trip_s: float = UNKNOWN_ROUND_TRIP_S
    """From a NACK to the packet that it asked for, as the retransmissions so far took."""

    _missing: dict[int, _Missing] = field(default_factory=dict)
    _is_measured: bool = False

    def __contains__(self, number: int) -> bool:
        return number in self._missing

    def __len__(self) -> int:
        return len(self._missing)

    @property
    def give_up_s(self) -> float:
        """How long to hope for a missing packet."""
        hope_s = GIVE_UP_ROUND_TRIPS * self.round_trip_s
        return min(max(hope_s, MIN_GIVE_UP_S), MAX_GIVE_UP_S)

    def note_gap(self, first: int, end: int, now_s: float) -> None:
        """Note the numbers from `first` to before `end` as missing."""
        for number in range(first, end):
            self._missing[number] = _Missing(since_s=now_s, next_nack_s=now_s)

    def note_arrival(self, number: int, is_retransmission: bool, now_s: float) -> None:
        """Note that a packet has come, whether it was missed or not."""
        missing = self._missing.pop(number, None)
        # A packet that was only overtaken says nothing about the way of a NACK.
        if missing is not None and missing.asked_s is not None and is_retransmission:
            self._measure(now_s - missing.asked_s)

    def oldest_s(self, start: int) -> float | None:
        """Return since when the longest missing packet from `start` on is, if any is."""
        return min((m.since_s for n, m in self._missing.items() if n >= start), default=None)

    def hopeless(self, now_s: float) -> int | None:
        """Return the highest number that was hoped for long enough, if there is one."""
        give_up_s = self.give_up_s
        return max(
            (n for n, missing in self._missing.items() if now_s - missing.since_s >= give_up_s),
            default=None,
        )

    def forget_before(self, number: int) -> None:
        for old in [missing for missing in self._missing if missing < number]:
            del self._missing[old]

    def clear(self) -> None:
        self._missing.clear()

    def due_nacks(self, now_s: float) -> list[int]:
        """Return the packets to ask for now, oldest first, and count them as asked for."""
        due = sorted(n for n, missing in self._missing.items() if missing.next_nack_s <= now_s)
        # Twice in a round trip: a NACK can get lost as well, and a sender that has just
        # sent the packet again passes over the second one.
        interval_s = max(NACK_INTERVAL_S, self.round_trip_s / 2)
        for number in due[:NACK_MAX_PACKETS]:
            missing = self._missing[number]
            missing.next_nack_s = now_s + interval_s
            missing.asked_s = now_s if missing.asked_s is None else missing.asked_s
        return due[:NACK_MAX_PACKETS]

    def _measure(self, sample_s: float) -> None:
        """Follow short samples at once and long ones slowly: those were asked for repeatedly."""
        sample_s = min(sample_s, MAX_ROUND_TRIP_S)
        if not self._is_measured:
            self._is_measured, self.round_trip_s = True, sample_s
        weight = 0.5 if sample_s < self.round_trip_s else 0.1
        self.round_trip_s += weight * (sample_s - self.round_trip_s)
