"""What was said so far, short enough to be told to a session that starts anew."""

from collections import deque

MAX_SUMMARY_CHARS = 2_000
MAX_TURN_CHARS = 300
MAX_TURNS = 40


class TalkMemory:
    """Keeps the first thing that the person said, and the last turns."""

    def __init__(self) -> None:
        self._topic: tuple[str, str] | None = None
        self._turns: deque[tuple[str, str]] = deque(maxlen=MAX_TURNS)

    def add(self, role: str, text: str) -> None:
        turn = (role, text[:MAX_TURN_CHARS])
        if self._topic is None and role == "user":
            self._topic = turn
        self._turns.append(turn)

    def summary(self) -> list[dict[str, str]]:
        """Return turns in order, of MAX_SUMMARY_CHARS together at most."""
        room_chars = MAX_SUMMARY_CHARS - (len(self._topic[1]) if self._topic else 0)
        kept: deque[tuple[str, str]] = deque()
        for turn in reversed(self._turns):
            is_topic = turn is self._topic
            room_chars -= 0 if is_topic else len(turn[1])
            if room_chars < 0:
                break
            kept.appendleft(turn)
        if self._topic is not None and not any(turn is self._topic for turn in kept):
            kept.appendleft(self._topic)
        return [{"role": role, "text": text} for role, text in kept]
