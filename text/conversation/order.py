"""Who speaks when in a conversation."""

from collections.abc import Iterable, Sequence

from text.conversation.constants import MAX_TURNS
from text.conversation.turn import Turn

ASSISTING_ROLES = frozenset(
    "agent agente ai asesor asesora asistente assistant bot chatbot developer function ia model"
    " operador operadora operator sistema soporte support system tool".split()
)
"""Roles that serve the others, in any case of letters; whoever else speaks is a user.

The words of chat APIs (OpenAI's developer, function and tool, Gemini's model), and those of
services in English and Spanish.
"""

_MAIN_ROLE = "user"


def ordered(turns: Iterable[Turn]) -> list[Turn]:
    """The newest MAX_TURNS in order of time, those of one time in order of arrival."""
    return sorted(turns, key=lambda turn: turn.order)[-MAX_TURNS:]


def of_role(turns: Iterable[Turn], role: str) -> list[Turn]:
    return ordered(turn for turn in turns if turn.role == role)


def main_role(turns: Sequence[Turn]) -> str:
    """Tell whom a conversation is about: the user, else the newest speaker who does not assist.

    Args:
        turns: in order; at least one. Where all assist, the newest speaker is meant.
    """
    if any(turn.role == _MAIN_ROLE for turn in turns):
        return _MAIN_ROLE
    newest_first = (turn.role for turn in reversed(turns) if not assists(turn))
    return next(newest_first, turns[-1].role)


def assists(turn: Turn) -> bool:
    return turn.role.casefold() in ASSISTING_ROLES
