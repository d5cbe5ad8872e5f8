"""Who speaks when in a conversation."""

from collections.abc import Iterable

from text.conversation.constants import MAX_TURNS
from text.conversation.turn import Turn

ASSISTING_ROLES = frozenset({"assistant", "system", "agent", "bot", "support", "operator", "tool"})
"""Roles that serve the others; whoever else speaks is a user."""


def ordered(turns: Iterable[Turn]) -> list[Turn]:
    """The newest MAX_TURNS in order of time, those of one time in order of arrival."""
    return sorted(turns, key=lambda turn: turn.order)[-MAX_TURNS:]


def of_role(turns: Iterable[Turn], role: str) -> list[Turn]:
    return ordered(turn for turn in turns if turn.role == role)


def assists(turn: Turn) -> bool:
    return turn.role.casefold() in ASSISTING_ROLES
