"""Hands things over at their time, in order of time, and those of one time in order."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

MAX_WAITING = 20_000
"""Packets under way at once: 100 ms of 2 Gbit/s."""

Handover = Callable[[], None]


class Delivery:
    """A timer for many things, on the event loop that it is made on."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[float, int, Handover]] = []
        self._number = count()
        self._timer: asyncio.TimerHandle | None = None

    def at(self, time_s: float, hand_over: Handover) -> None:
        """Call `hand_over` at a time of the loop's clock.

        Raises:
            OverflowError: more than MAX_WAITING wait already.
        """
        if len(self._waiting) >= MAX_WAITING:
            raise OverflowError("too many packets are under way")
        heapq.heappush(self._waiting, (time_s, next(self._number), hand_over))
        self._set_timer()

    def close(self) -> None:
        self._waiting.clear()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = (
            self._loop.call_at(self._waiting[0][0], self._hand_over) if self._waiting else None
        )

    def _hand_over(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._loop.time():
            heapq.heappop(self._waiting)[2]()
        self._set_timer()
