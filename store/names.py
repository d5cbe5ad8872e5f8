"""Names of contexts and messages, and what they may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from store.errors import InvalidNameError
from text.conversation.turn import Turn

MAX_NAME_CHARS = 256
"""Longest context id, external id and user id."""

MAX_ROLE_CHARS = 64

OWNER = re.compile(r"[0-9a-f]{64}")

Kind = Literal["v1", "v2"]
"""The contract that a context belongs to; the same id in both names two contexts."""


@dataclass(frozen=True, slots=True)
class ContextKey:
    """Which context.

    Attributes:
        owner: SHA-256 digest of the caller's key, hex.
        kind: the contract that it belongs to.
        context_id: the caller's name of it.
    """

    owner: str
    kind: Kind
    context_id: str

    def __post_init__(self) -> None:
        check_owner(self.owner)
        check_name("context_id", self.context_id)


def check_owner(owner: str) -> None:
    """Refuse what may be a key.

    Raises:
        ValueError: it is no SHA-256 digest in hex.
    """
    if not OWNER.fullmatch(owner):
        raise ValueError("owner must be a SHA-256 digest in lower-case hex, never a key")


def check_name(field: str, name: str, max_chars: int = MAX_NAME_CHARS) -> None:
    """Refuse a name that cannot be stored.

    Raises:
        InvalidNameError: it is empty, longer than `max_chars`, or holds U+0000 or half a
            surrogate pair, which PostgreSQL cannot store.
    """
    if not 1 <= len(name) <= max_chars:
        raise InvalidNameError(field, f"must have 1 to {max_chars} characters")
    if "\0" in name or any("\ud800" <= character <= "\udfff" for character in name):
        raise InvalidNameError(field, "holds a character that cannot be stored")


def check_turns(turns: Sequence[Turn]) -> None:
    """Refuse turns that cannot be stored.

    Raises:
        InvalidNameError: a role or an external id is not a name.
        ValueError: there is none, one has no text, or its time no zone.
    """
    if not turns:
        raise ValueError("there must be at least one turn")
    for turn in turns:
        check_name("role", turn.role, MAX_ROLE_CHARS)
        if turn.external_id is not None:
            check_name("external_id", turn.external_id)
        if turn.text is None:
            raise ValueError("a turn to store needs its text, kept or not")
        if turn.at.tzinfo is None:
            raise ValueError("a turn's time must be aware")
