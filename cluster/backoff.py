"""How long to wait before what has died is started again. Pure."""

from dataclasses import dataclass

FIRST_DELAY_S = 0.5
MAX_DELAY_S = 30.0
STABLE_S = 10.0
"""Who has run for so long did not die of its start: the count begins anew."""

MAX_FAILURES = 10
"""In a row, over two minutes: it will not start however often it is tried."""


@dataclass
class Restarts:
    """Counts how often something has died early."""

    failures: int = 0

    def delay_s(self, ran_s: float) -> float | None:
        """Return the wait after something has died, or None to give it up.

        Args:
            ran_s: for how long it had run.
        """
        self.failures = 1 if ran_s >= STABLE_S else self.failures + 1
        if self.failures >= MAX_FAILURES:
            return None
        return float(min(MAX_DELAY_S, FIRST_DELAY_S * 2 ** (self.failures - 1)))
