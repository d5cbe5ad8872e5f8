"""When a connection is to be replaced: before Google ends it, and not in mid-sentence."""

import asyncio
import re

from live.clock import Clock
from live.tasks import first_of

REPLY_GRACE_S = 20.0
"""How much longer than its limit a connection is kept to let a reply end."""

GO_AWAY_MARGIN_S = 2.0
"""How much of the time that a goAway leaves is kept for closing."""

_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")


class Rotation:
    """Watches over the age of one connection."""

    def __init__(self, clock: Clock, limit_s: float) -> None:
        self._clock = clock
        self._due_s = clock.time() + limit_s
        self._latest_s = self._due_s + REPLY_GRACE_S
        self._is_busy = False
        self._changed = asyncio.Event()

    def set_busy(self, is_busy: bool) -> None:
        """Say whether something would be lost that can be waited for."""
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._changed.set()

    def go_away(self, time_left: str | None) -> None:
        """Take `goAway`, whose time is a protobuf Duration such as "50s"; unreadable means now."""
        match = _DURATION.fullmatch(time_left or "")
        left_s = max(0.0, float(match[1]) - GO_AWAY_MARGIN_S) if match else 0.0
        now_s = self._clock.time()
        self._due_s = min(self._due_s, now_s)
        self._latest_s = min(self._latest_s, now_s + left_s)
        self._changed.set()

    async def wait(self) -> None:
        """Return when the connection is to be replaced."""
        while (delay_s := self._delay_s()) > 0:
            self._changed.clear()
            await first_of(self._clock.sleep(delay_s), self._wait_for_change())

    async def _wait_for_change(self) -> None:
        await self._changed.wait()

    def _delay_s(self) -> float:
        now_s = self._clock.time()
        if now_s < self._due_s:
            return self._due_s - now_s
        return self._latest_s - now_s if self._is_busy else 0.0
