"""When in each second the frames of each session are read. Pure: times are arguments.

Frames that fall together wait for one another; far apart, none waits until the worker is full.
People do not come at even distances, so a session keeps the moment of its first frame only if
it is alone.
"""

from dataclasses import dataclass, field

INTERVAL_S = 1.0
"""One frame a second is read."""


@dataclass
class Turns:
    """The moments of all sessions of a process, as phases in 0..INTERVAL_S."""

    _phases: dict[int, float] = field(default_factory=dict)
    _last_number: int = 0

    def join(self) -> "Turn":
        """Return the turn of one more session; it takes no moment before it settles."""
        self._last_number += 1
        return Turn(self, self._last_number)

    def freest(self) -> float | None:
        """Return the middle of the widest gap as a phase; None if nobody has a moment."""
        taken = sorted(self._phases.values())
        if not taken:
            return None
        ends = [*taken[1:], taken[0] + INTERVAL_S]
        begin, end = max(zip(taken, ends, strict=True), key=lambda gap: gap[1] - gap[0])
        return (begin + end) / 2 % INTERVAL_S

    def settle(self, number: int, phase: float) -> None:
        self._phases[number] = phase

    def leave(self, number: int) -> None:
        self._phases.pop(number, None)


@dataclass
class Turn:
    """One session's moment."""

    _turns: Turns
    _number: int

    def delay_s(self, now_s: float, at_least_s: float) -> float:
        """Return how long to wait from now for the moment that is furthest from all others.

        Args:
            now_s: real time, of the clock that all sessions of the process share.
            at_least_s: no moment before that counts.
        """
        freest = self._turns.freest()
        if freest is None:
            return INTERVAL_S
        return at_least_s + (freest - now_s - at_least_s) % INTERVAL_S

    def settle(self, now_s: float) -> None:
        """Keep this moment of every second, until `leave`."""
        self._turns.settle(self._number, now_s % INTERVAL_S)

    def leave(self) -> None:
        self._turns.leave(self._number)
