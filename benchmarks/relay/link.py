"""A network link as a model: packets go in with a time and a size, and come out late or never.

Pure: no clock, no I/O, and the randomness is an argument. Times are seconds of any
steady clock.
"""

import random
from dataclasses import dataclass

DEFAULT_QUEUE_S = 0.2
"""How long a full queue before the bottleneck takes to empty: a home router's, not a bloated one
(https://www.rfc-editor.org/rfc/rfc8033 section 1 calls seconds of queue the common fault)."""


@dataclass(frozen=True, slots=True)
class LinkConditions:
    """What one direction of a network does to packets.

    Attributes:
        delay_s: one way, on top of what the queue adds.
        jitter_s: each packet's delay varies by up to this much, evenly to both sides.
        may_reorder: a packet may overtake another one that jitter holds back.
        loss: share of packets that are lost, 0 to 1.
        loss_burst_packets: mean length of a run of lost packets (Gilbert's model: a link is
            good and loses nothing, or bad and loses all); None: losses are independent.
        rate_bps: bits a second that the bottleneck lets through; None: no limit.
        queue_s: what waits for the bottleneck longer than this is dropped at its tail.
    """

    delay_s: float = 0.0
    jitter_s: float = 0.0
    may_reorder: bool = False
    loss: float = 0.0
    loss_burst_packets: float | None = None
    rate_bps: float | None = None
    queue_s: float = DEFAULT_QUEUE_S

    def __post_init__(self) -> None:
        if not 0 <= self.jitter_s <= self.delay_s:
            raise ValueError("jitter_s must lie between 0 and delay_s")
        if not 0 <= self.loss < 1:
            raise ValueError("loss must lie between 0 and 1")
        if self.loss_burst_packets is not None and self.loss_burst_packets < 1:
            raise ValueError("loss_burst_packets must be at least 1")


class Link:
    """One direction of a network."""

    def __init__(self, conditions: LinkConditions, randomness: random.Random) -> None:
        self._conditions = conditions
        self._random = randomness
        self._is_bad = False
        self._free_s = 0.0
        self._last_out_s = 0.0
        self.lost_packets = 0
        self.overflowed_packets = 0

    def backlog_s(self, now_s: float) -> float:
        """Return how long a packet that comes now waits for the bottleneck."""
        return max(0.0, self._free_s - now_s)

    def send(self, now_s: float, size_bytes: int) -> float | None:
        """Take a packet in and return when it comes out, or None if it never does.

        Args:
            now_s: not before an earlier call's.
            size_bytes: on the wire, with the headers of its network.
        """
        if self.backlog_s(now_s) > self._conditions.queue_s:
            self.overflowed_packets += 1
            return None
        # A packet that is lost behind the bottleneck has used its share of it.
        sent_s = self._pass_bottleneck(now_s, size_bytes)
        if self._is_lost():
            self.lost_packets += 1
            return None
        return self._travel(sent_s)

    def _pass_bottleneck(self, now_s: float, size_bytes: int) -> float:
        rate_bps = self._conditions.rate_bps
        if rate_bps is None:
            return now_s
        self._free_s = max(self._free_s, now_s) + size_bytes * 8 / rate_bps
        return self._free_s

    def _travel(self, sent_s: float) -> float:
        conditions = self._conditions
        jitter_s = self._random.uniform(-conditions.jitter_s, conditions.jitter_s)
        out_s = sent_s + conditions.delay_s + jitter_s
        if not conditions.may_reorder:
            out_s = max(out_s, self._last_out_s)
        self._last_out_s = out_s
        return out_s

    def _is_lost(self) -> bool:
        loss, burst_packets = self._conditions.loss, self._conditions.loss_burst_packets
        if burst_packets is None:
            return self._random.random() < loss
        # The two chances of a change give the wanted share and mean length of the bad times.
        to_good = 1 / burst_packets
        to_bad = loss * to_good / (1 - loss)
        if self._random.random() < (to_good if self._is_bad else to_bad):
            self._is_bad = not self._is_bad
        return self._is_bad
