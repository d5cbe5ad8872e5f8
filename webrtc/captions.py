"""The turns of a talk, from their words as they come. Pure: times are arguments."""

import math

from webrtc.messages import SpokenTurn

PARTIAL_INTERVAL_S = 0.25
"""Between two messages about one unfinished turn: words come in smaller pieces than people read."""

MAX_TURN_CHARS = 2_000
"""Of one turn: over two minutes of speech."""

USER = "user"

SPEECH_CHARS_PER_S = 15.0
"""150 words a minute, of six characters with their space. A person's words come after they were
said, a short turn's all at once: it began at least as long ago as saying them takes."""


class Captions:
    """Keeps the open turn of each side. Times are seconds of the session clock."""

    def __init__(self) -> None:
        self._open: dict[str, SpokenTurn] = {}
        self._told_s: dict[str, float] = {}
        self._last_of_user: SpokenTurn | None = None
        self._user_finished_s = 0.0

    def take(self, role: str, text: str, final: bool, now_s: float) -> SpokenTurn | None:
        """Take the words of a turn so far; return the turn if it is time to tell of it.

        An empty `text` leaves it as it was. A final turn is always told, unless it never had a
        word.
        """
        known = self._open.pop(role, None)
        text = text.strip()[:MAX_TURN_CHARS] or (known.text if known else "")
        if not text:
            return None
        start_s = known.start_s if known else now_s
        if role == USER:
            start_s = self._spoken_since_s(text, start_s, now_s)
        turn = SpokenTurn(role, text, start_s, now_s, final)
        if role == USER:
            self._last_of_user = turn
            self._user_finished_s = now_s if final else self._user_finished_s
        if final:
            self._told_s.pop(role, None)
            return turn
        self._open[role] = turn
        if now_s - self._told_s.get(role, -math.inf) < PARTIAL_INTERVAL_S:
            return None
        self._told_s[role] = now_s
        return turn

    def user_window_s(self, now_s: float) -> tuple[float, float]:
        """Return start and end of the user's newest turn; the moment before their first word."""
        turn = self._last_of_user
        return (turn.start_s, turn.end_s) if turn is not None else (now_s, now_s)

    def _spoken_since_s(self, text: str, told_s: float, now_s: float) -> float:
        """Return when the user began to say this, not within their turn before."""
        spoken_s = min(told_s, now_s - len(text) / SPEECH_CHARS_PER_S)
        return max(self._user_finished_s, spoken_s)
