"""When in each second the frames of each session are read. Pure: times are arguments.

Frames that fall together wait for one another; far apart, none waits until the worker is full.
People do not come at even distances, so a session keeps the moment of its first frame only if
it is alone.
"""

from dataclasses import dataclass, field

INTERVAL_S = 1.0
"""One frame a second is read."""

MIN_FRAME_INTERVAL_S = 1 / 60


@dataclass
class Turns:
    """The moments of all sessions of a process, as phases in 0..INTERVAL_S."""

    _phases: dict[int, float] = field(default_factory=dict)
    _last_number: int = 0

    def join(self) -> "Turn":
        """Return the turn of one more session; it takes no moment before it settles."""
        self._last_number += 1
        return Turn(self, self._last_number)

    @property
    def are_free(self) -> bool:
        """Nobody has a moment."""
        return not self._phases

    def room_s(self, moment_s: float) -> float:
        """Return how far a moment is from the nearest that is taken."""
        apart_s = ((moment_s - phase) % INTERVAL_S for phase in self._phases.values())
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

    def delay_s(self, now_s: float, frame_interval_s: float) -> float | None:
        """Return how long to wait for the frame that is furthest from all others' moments.

        Args:
            now_s: real time of a frame, of the clock that all sessions of the process share.
            frame_interval_s: between this session's frames: only they can be read.

        Returns:
            Seconds in 0..INTERVAL_S, or None if the session is alone and any frame will do.
        """
        if self._turns.are_free:
            return None
        step_s = min(max(frame_interval_s, MIN_FRAME_INTERVAL_S), INTERVAL_S)
        delays_s = [number * step_s for number in range(round(INTERVAL_S / step_s))]
        return max(delays_s, key=lambda delay_s: self._turns.room_s(now_s + delay_s))

    def settle(self, now_s: float) -> None:
        """Keep this moment of every second, until `leave`."""
        self._turns.settle(self._number, now_s)

    def leave(self) -> None:
        self._turns.leave(self._number)
