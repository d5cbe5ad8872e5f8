"""What a server process holds, seen from outside, and when it has let go of its sessions."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from benchmarks.servers import Server

IDLE_TIMEOUT_S = 60.0
SETTLE_TIMEOUT_S = 10.0
POLL_S = 0.05
SETTLED_S = 1.0
REQUEST_TIMEOUT_S = 5.0


class NotIdleError(Exception):
    """Sessions are left although every client is gone."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a process holds.

    Attributes:
        descriptors: open files and sockets of all kinds.
    """

    rss_mb: float
    threads: int
    udp_sockets: int
    tcp_sockets: int
    descriptors: int

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """All but the memory."""
        return self.threads, self.udp_sockets, self.tcp_sockets, self.descriptors


def footprint(server: Server) -> Footprint:
    process = server.process
    return Footprint(
        rss_mb=round(server.rss_mb(), 1),
        threads=process.num_threads(),
        udp_sockets=len(process.net_connections(kind="udp")),
        tcp_sockets=len(process.net_connections(kind="tcp")),
        descriptors=process.num_fds(),
    )


def wait_until_idle(server: Server) -> float:
    """Wait until the server says that it has no session; returns time.monotonic() then.

    Raises:
        NotIdleError: it still has some after IDLE_TIMEOUT_S.
    """
    deadline_s = time.monotonic() + IDLE_TIMEOUT_S
    while (sessions := _session_count(server)) != 0:
        if time.monotonic() > deadline_s:
            raise NotIdleError(f"{sessions} sessions are left after {IDLE_TIMEOUT_S:.0f} s")
        time.sleep(POLL_S)
    return time.monotonic()


def settled_footprint(server: Server) -> Footprint:
    """Return the footprint once its counts have stood still for a second, or do not come to."""
    deadline_s = time.monotonic() + SETTLE_TIMEOUT_S
    before, since_s = footprint(server), time.monotonic()
    while time.monotonic() < deadline_s and time.monotonic() - since_s < SETTLED_S:
        time.sleep(POLL_S)
        now = footprint(server)
        if now.counts != before.counts:
            since_s = time.monotonic()
        before = now
    return before


def _session_count(server: Server) -> int | None:
    """Ask how many sessions there are; None if the server is full or too busy to answer."""
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=REQUEST_TIMEOUT_S) as answer:
            return int(json.load(answer)["sessions"])
    except (urllib.error.HTTPError, TimeoutError):
        return None
