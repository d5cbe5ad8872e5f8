"""How late things come: the event loop, a frame's turn. The first to suffer on a full worker."""

import math
from collections import deque
from dataclasses import dataclass, field

WINDOW_S = 5.0
"""Short enough to follow a load that changes."""


@dataclass
class DelayWindow:
    """The delays of the last seconds, of whatever kind. Pure: time is an argument.

    Attributes:
        min_count: with fewer delays there is nothing to tell.
    """

    window_s: float = WINDOW_S
    min_count: int = 1
    _delays: deque[tuple[float, float]] = field(default_factory=deque)

    def add(self, now_s: float, delay_s: float) -> None:
        self._delays.append((now_s, max(0.0, delay_s)))
        self._forget(now_s)

    def quantile_ms(self, share: float, now_s: float) -> float:
        """Return the delay that `share` of all (0..1) do not exceed; 0 where there is none."""
        self._forget(now_s)
        delays = sorted(delay_s for _, delay_s in self._delays)
        if len(delays) < self.min_count:
            return 0.0
        return delays[max(0, math.ceil(share * len(delays)) - 1)] * 1000.0

    def _forget(self, now_s: float) -> None:
        while self._delays and self._delays[0][0] < now_s - self.window_s:
            self._delays.popleft()
