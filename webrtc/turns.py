"""When in each second the frames of each session are read. Pure: times are arguments.

Frames that fall together wait for one another; far apart, none waits until the worker is full.
People do not come at even distances, and leave again, so sessions move out of each other's way.
"""

from dataclasses import dataclass, field

INTERVAL_S = 1.0
"""One frame a second is read."""

MIN_FRAME_INTERVAL_S = 1 / 60

WORTH_MOVING = 1.3
"""So many times the room makes a move worth its uneven second."""


@dataclass
class Turns:
    """The moments of all sessions of a process, as phases in 0..INTERVAL_S."""

    _phases: dict[int, float] = field(default_factory=dict)
    _last_number: int = 0

    def join(self) -> "Turn":
        """Return the turn of one more session; it takes no moment before it settles."""
        self._last_number += 1
        return Turn(self, self._last_number)

    def room_s(self, number: int, moment_s: float) -> float:
        """Return how far a moment is from the nearest of other sessions."""
        others = (phase for other, phase in self._phases.items() if other != number)
        apart_s = ((moment_s - phase) % INTERVAL_S for phase in others)
        return min((min(d, INTERVAL_S - d) for d in apart_s), default=INTERVAL_S)

    def settle(self, number: int, moment_s: float) -> None:
        self._phases[number] = moment_s % INTERVAL_S

    def leave(self, number: int) -> None:
        self._phases.pop(number, None)


@dataclass
class Turn:
    """One session's moment."""

    _turns: Turns
    _number: int

    def settle(self, moment_s: float) -> None:
        """Take this moment of every second, until `leave`.

        Args:
            moment_s: real time, of the clock that all sessions of the process share.
        """
        self._turns.settle(self._number, moment_s)

    def move_s(self, now_s: float, frame_interval_s: float) -> float | None:
        """Settle where there is much more room, if there is such a moment.

        Args:
            now_s: real time of a frame.
            frame_interval_s: between this session's frames: only they can be read.

        Returns:
            Seconds until then, in 0..INTERVAL_S, or None to stay.
        """
        step_s = min(max(frame_interval_s, MIN_FRAME_INTERVAL_S), INTERVAL_S)
        moments_s = [now_s + number * step_s for number in range(round(INTERVAL_S / step_s))]
        best_s = max(moments_s, key=self._room_s)
        if self._room_s(best_s) < WORTH_MOVING * self._room_s(now_s):
            return None
        self.settle(best_s)
        return best_s - now_s

    def leave(self) -> None:
        self._turns.leave(self._number)

    def _room_s(self, moment_s: float) -> float:
        return self._turns.room_s(self._number, moment_s)
