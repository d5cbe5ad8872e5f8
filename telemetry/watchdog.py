"""Notices an event loop that is stuck: from a thread of its own, since the loop cannot."""

import asyncio
import logging
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable

logger = logging.getLogger(__name__)

BEAT_PERIOD_S = 0.05
"""A hundred beats in five seconds, enough for a p90 of the lag."""
STUCK_AFTER_S = 5.0
"""Far above the longest callback that tests allow (50 ms of CPU), and under a prober's patience."""


class Watchdog:
    """Beats in the loop and listens in a thread.

    A stuck loop is logged once with the loop's stack. systemd, where it started the process
    with `WatchdogSec=`, hears a beat only while the loop lives, and restarts a stuck process.

    Args:
        on_lag: told in the loop how late each beat came, in seconds.
        stuck_after_s: silence that means stuck.
        notify_address: systemd's NOTIFY_SOCKET, or None.

    Attributes:
        lag_s: how late the latest beat came.
    """

    def __init__(
        self,
        on_lag: Callable[[float], None],
        stuck_after_s: float = STUCK_AFTER_S,
        notify_address: str | None = None,
    ) -> None:
        self._on_lag = on_lag
        self._stuck_after_s = stuck_after_s
        self._notify_address = notify_address
        self._beaten_s = time.monotonic()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._beating: asyncio.Task[None] | None = None
        self._loop_thread_id = 0
        self.lag_s = 0.0

    def start(self) -> None:
        """Begin; to be called in the loop."""
        self._beaten_s = time.monotonic()
        self._loop_thread_id = threading.get_ident()
        self._beating = asyncio.create_task(self._beat(), name="watchdog-beat")
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()
        self._notify("READY=1")

    async def close(self) -> None:
        self._ending.set()
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    async def _beat(self) -> None:
        while True:
            due_s = time.monotonic() + BEAT_PERIOD_S
            await asyncio.sleep(BEAT_PERIOD_S)
            self._beaten_s = time.monotonic()
            self.lag_s = max(0.0, self._beaten_s - due_s)
            self._on_lag(self.lag_s)

    def _watch(self) -> None:
        is_stuck = False
        while not self._ending.wait(self._stuck_after_s / 4):
            silent_s = time.monotonic() - self._beaten_s
            if silent_s < self._stuck_after_s:
                self._notify("WATCHDOG=1")
                is_stuck = False
            elif not is_stuck:
                is_stuck = True
                logger.critical(
                    "the event loop has been stuck for %.1f s at\n%s", silent_s, self._stack()
                )

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._loop_thread_id)
        return "".join(traceback.format_stack(frame)) if frame is not None else "(gone)"

    def _notify(self, state: str) -> None:
        """Tell systemd (sd_notify(3)); a leading @ stands for an abstract socket."""
        if self._notify_address is None:
            return
        address = self._notify_address
        if address.startswith("@"):
            address = "\0" + address[1:]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notification:
            try:
                notification.sendto(state.encode(), address)
            except OSError as error:
                logger.warning("systemd could not be told %s: %s", state, error)
