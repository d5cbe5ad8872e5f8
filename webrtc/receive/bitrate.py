"""How much a sender may send, for REMB messages (draft-alvestrand-rmcat-remb-03).

Deviations from aiortc 1.16's RemoteBitrateEstimator:

* Symptom: the event loop stalls for seconds when video goes on after a long pause, and each
  packet of a slow stream costs dozens of microseconds. Cause: `RateCounter` keeps a bucket
  for every millisecond and clears them one by one. Here it keeps the packets of its
  window. No upstream issue; remove when aiortc's counter costs nothing while idle.
* Symptom: REMB messages grow with every SSRC that a sender makes up. Cause: the estimator
  remembers all. Here MAX_SSRCS are named.
"""

from collections import deque
from typing import Any

from aiortc.rate import RemoteBitrateEstimator

WINDOW_MS = 1000
BITS_PER_BYTE_AND_S = 8000
"""Bytes a millisecond to bits a second."""

MAX_SSRCS = 4


class RateCounter:
    """The rate over the last WINDOW_MS, with the interface of aiortc.rate.RateCounter."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[int, int]] = deque()
        self._total_bytes = 0
        self._since_ms: int | None = None

    def add(self, value: int, now_ms: int) -> None:
        """Count a packet of `value` bytes that came at `now_ms`."""
        if self._since_ms is None:
            self._since_ms = now_ms
        self._arrivals.append((now_ms, value))
        self._total_bytes += value

    def rate(self, now_ms: int) -> int | None:
        """Return bits a second, or None without packets in the window."""
        if self._since_ms is None:
            return None
        oldest_ms = now_ms - WINDOW_MS
        while self._arrivals and self._arrivals[0][0] <= oldest_ms:
            self._total_bytes -= self._arrivals.popleft()[1]
        span_ms = min(now_ms - self._since_ms + 1, WINDOW_MS)
        if not self._arrivals or span_ms <= 1:
            return None
        return round(BITS_PER_BYTE_AND_S * self._total_bytes / span_ms)

    def reset(self) -> None:
        self._arrivals.clear()
        self._total_bytes = 0
        self._since_ms = None


class BitrateEstimator:
    """Says from the packets' sending and arrival times what the way to here carries."""

    def __init__(self) -> None:
        self._estimator = RemoteBitrateEstimator()
        counter: Any = RateCounter()
        self._estimator.incoming_bitrate = counter

    def add(
        self, *, abs_send_time: int, arrival_s: float, size_bytes: int, ssrc: int
    ) -> tuple[int, list[int]] | None:
        """Count a packet and return bits a second and SSRCs when it is time to tell the sender.

        Args:
            abs_send_time: of its header extension, 24 bits, 2**-18 s.
            arrival_s: time.monotonic().
            size_bytes: payload and padding.
            ssrc: of the media stream.
        """
        if ssrc not in self._estimator.ssrcs and len(self._estimator.ssrcs) >= MAX_SSRCS:
            self._estimator.ssrcs.clear()
        estimate: tuple[int, list[int]] | None = self._estimator.add(
            abs_send_time=abs_send_time,
            arrival_time_ms=round(arrival_s * 1000),
            payload_size=size_bytes,
            ssrc=ssrc,
        )
        return estimate
