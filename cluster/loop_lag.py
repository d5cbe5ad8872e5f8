"""How late the event loop calls back: the first thing that suffers when a worker is full."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

INTERVAL_S = 0.05
WINDOW_S = 5.0
"""A hundred values, enough for a p99, and short enough to follow a load that changes."""


@dataclass
class DelayWindow:
    """The delays of the last seconds, of whatever kind. Pure: time is an argument."""

    window_s: float = WINDOW_S
    _delays: deque[tuple[float, float]] = field(default_factory=deque)

    def add(self, now_s: float, delay_s: float) -> None:
        self._delays.append((now_s, max(0.0, delay_s)))
        while self._delays[0][0] < now_s - self.window_s:
            self._delays.popleft()

    def quantile_ms(self, share: float) -> float:
        """Return the delay that `share` of all (0..1) do not exceed; 0 where there is none."""
        delays = sorted(delay_s for _, delay_s in self._delays)
        if not delays:
            return 0.0
        return delays[max(0, math.ceil(share * len(delays)) - 1)] * 1000.0


class LoopLagMonitor:
    """Measures the running loop, twenty times a second."""

    def __init__(self, window: DelayWindow | None = None) -> None:
        self._window = window if window is not None else DelayWindow()

    @property
    def p99_ms(self) -> float:
        return self._window.quantile_ms(0.99)

    async def run(self, clock: Callable[[], float] | None = None) -> None:
        """Measure until cancelled."""
        now = clock if clock is not None else asyncio.get_running_loop().time
        while True:
            due_s = now() + INTERVAL_S
            await asyncio.sleep(INTERVAL_S)
            now_s = now()
            self._window.add(now_s, now_s - due_s)
