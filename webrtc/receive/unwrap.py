"""Counters of fixed width, continued past their wrap-around."""


class Unwrapper:
    """Extends a wrapping unsigned counter to an integer that never wraps.

    The value nearest to the last one is taken, so reordered values come out
    below it (RFC 3550 appendix A.1 does the same for sequence numbers).

    Args:
        bits: width of the counter on the wire: 16 for RTP sequence numbers, 32
            for RTP timestamps.
    """

    def __init__(self, bits: int) -> None:
        self._modulus = 1 << bits
        self._last: int | None = None

    def unwrap(self, value: int) -> int:
        if self._last is None:
            self._last = value
            return value
        half = self._modulus // 2
        distance = (value - self._last + half) % self._modulus - half
        self._last += distance
        return self._last
