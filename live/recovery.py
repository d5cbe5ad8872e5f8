"""What follows the end of a connection: resumption, a fresh session, or giving up. Pure."""

from collections.abc import Callable

from live.errors import LiveError, LiveErrorCode

STABLE_AFTER_S = 30.0
"""A connection that lasted so long was a success, whatever ended it."""

FIRST_DELAY_S = 0.5
MAX_DELAY_S = 4.0

_NEVER_RETRIED = {LiveErrorCode.INVALID_KEY, LiveErrorCode.FORBIDDEN}
_NOT_RETRIED_WHEN_FRESH = {LiveErrorCode.MODEL_NOT_FOUND, LiveErrorCode.BAD_REQUEST}
_SAYS_NOTHING_OF_THE_SESSION = {LiveErrorCode.CONNECTION_LOST, LiveErrorCode.UNREACHABLE}


class Recovery:
    """Keeps the newest handle and counts failures in a row.

    Attributes:
        handle: resumes the session; None starts a fresh one.
    """

    def __init__(self, max_failures: int, randomness: Callable[[], float]) -> None:
        """Set up the policy; `randomness` returns 0..1 and spreads the retries of many talks."""
        self.handle: str | None = None
        self._max_failures = max_failures
        self._randomness = randomness
        self._failures = 0

    def delay_s(self, error: LiveError | None, age_s: float | None) -> float | None:
        """Return how long to wait for the next connection, or None to give up.

        Args:
            error: what ended the connection; None if it was replaced in good order.
            age_s: how long it was open; None if it never was.
        """
        if age_s is not None and age_s >= STABLE_AFTER_S:
            self._failures = 0
            if error is None:
                return 0.0
        if error is not None and self._is_permanent(error, age_s):
            return None
        self._judge_handle(error, age_s)
        self._failures += 1
        if self._failures >= self._max_failures:
            return None
        delay_s = min(MAX_DELAY_S, FIRST_DELAY_S * 2.0 ** (self._failures - 1))
        return delay_s * (0.5 + self._randomness() / 2)

    def _is_permanent(self, error: LiveError, age_s: float | None) -> bool:
        if error.code in _NEVER_RETRIED:
            return True
        was_fresh_setup = age_s is None and self.handle is None
        return was_fresh_setup and error.code in _NOT_RETRIED_WHEN_FRESH

    def _judge_handle(self, error: LiveError | None, age_s: float | None) -> None:
        """Forget a handle that was refused, or whose session broke at once."""
        if error is None or error.code in _SAYS_NOTHING_OF_THE_SESSION:
            return
        if age_s is None or age_s < STABLE_AFTER_S:
            self.handle = None
