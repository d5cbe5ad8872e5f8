"""How much of a core the hypervisor gave to other machines: whatever ran then took longer."""

import os
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
STEAL_COLUMN = 8
"""In a line of a core, its name included: proc_stat(5)."""

QUIET_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time and what was stolen in it.

    Attributes:
        from_s, to_s: by time.monotonic().
        stolen_share: of one core's time, 0..1.
    """

    from_s: float
    to_s: float
    stolen_share: float

    @property
    def is_quiet(self) -> bool:
        return self.stolen_share < QUIET_SHARE


class StealWatch:
    """Cuts time into windows, each from one call of `cut` to the next.

    Args:
        core: whose time.
        read_stat: returns what /proc/stat says.
        clock: in s.
    """

    def __init__(
        self,
        core: int,
        read_stat: Callable[[], str] = STAT.read_text,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._core = core
        self._read_stat = read_stat
        self._clock = clock
        self._began_s, self._before_s = clock(), stolen_s(read_stat(), core)
        self.windows: list[Window] = []

    def cut(self) -> None:
        now_s, stolen = self._clock(), stolen_s(self._read_stat(), self._core)
        share = (stolen - self._before_s) / (now_s - self._began_s)
        self.windows.append(Window(self._began_s, now_s, share))
        self._began_s, self._before_s = now_s, stolen


def stolen_s(stat: str, core: int) -> float:
    """Return the time stolen from a core since the machine's start, in s.

    Raises:
        ValueError: there is no such core.
    """
    for line in stat.splitlines():
        columns = line.split()
        if columns[:1] == [f"cpu{core}"]:
            return int(columns[STEAL_COLUMN]) / os.sysconf("SC_CLK_TCK")
    raise ValueError(f"/proc/stat has no core {core}")


def in_quiet_windows(
    values: Sequence[tuple[float, float]], windows: Sequence[Window]
) -> list[float]:
    """Return the values that fall into windows in which next to nothing was stolen.

    Args:
        values: each with its time by time.monotonic() before it.
        windows: one after the other.
    """
    begins_s = [window.from_s for window in windows]

    def is_in_quiet(at_s: float) -> bool:
        number = bisect_right(begins_s, at_s) - 1
        return number >= 0 and windows[number].is_quiet and at_s < windows[number].to_s

    return [value for at_s, value in values if is_in_quiet(at_s)]
