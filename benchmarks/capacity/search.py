"""The search for the largest number of sessions that a server carries. Pure."""

import math
from dataclasses import dataclass

GROWTH = 1.5
"""Each number is so much larger than the last one until one fails."""

RESOLUTION = 0.05
"""How far the number that passes may lie from the one that fails, as a share."""


@dataclass
class CapacitySearch:
    """Grows until a number fails, then halves the gap.

    Args:
        start: the first number to try, at least 1.
        limit: no larger number is tried.
    """

    start: int
    limit: int

    passed: int = 0
    """The largest number that passed."""

    failed: int | None = None
    """The smallest number that failed."""

    def next(self) -> int | None:
        """Return the number to try next, or None once the answer is known."""
        if self.failed is None:
            if self.passed >= self.limit:
                return None
            return min(self.limit, math.ceil(self.passed * GROWTH) or self.start)
        if self.failed - self.passed <= max(1, math.floor(self.passed * RESOLUTION)):
            return None
        return (self.passed + self.failed) // 2

    def record(self, sessions: int, passed: bool) -> None:
        """Note how the number that `next` returned did."""
        if passed:
            self.passed = sessions
        else:
            self.failed = sessions
