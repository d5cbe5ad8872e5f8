"""Which of some turns are new to a context, and which it has already; pure."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from store.errors import ConflictError
from store.names import Kind
from text.conversation.turn import Turn

Identity = str | tuple[str, datetime, bytes]
"""What tells one message from another: its external id, or role, time and text's digest."""


@dataclass(frozen=True, slots=True)
class DigestedTurn:
    """A turn and the digest of its text."""

    turn: Turn
    digest: bytes

    def identity(self, kind: Kind) -> Identity | None:
        """Its identity in a context of `kind`; None if no other message can be the same.

        A /v1 caller sends the conversation anew with each call and has no ids for its
        messages, so there the same words by the same role at the same time are the same.
        """
        if self.turn.external_id is not None:
            return self.turn.external_id
        return (self.turn.role, self.turn.at, self.digest) if kind == "v1" else None


@dataclass(frozen=True, slots=True)
class Merge:
    """What an append comes to.

    Attributes:
        turns: each of the given turns, as stored, in the given order.
        new: those that were not stored before, in the order of their positions.
    """

    turns: tuple[Turn, ...]
    new: tuple[DigestedTurn, ...]


def digest_text(salt: bytes, text: str) -> bytes:
    """Digest a text, so that it can be told to be the same without being kept.

    Args:
        salt: the context's own, so that equal texts of two contexts cannot be matched.
        text: of any length; half a surrogate pair does no harm.

    Returns:
        32 bytes of HMAC-SHA-256.
    """
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256")


def merge(
    stored: Iterable[DigestedTurn],
    given: Sequence[DigestedTurn],
    kind: Kind,
    next_position: int,
) -> Merge:
    """Find what of `given` is new, and number it from `next_position`.

    Raises:
        ConflictError: an external id comes with another text than before.
    """
    known = {identity: turn for turn in stored if (identity := turn.identity(kind)) is not None}
    turns: list[Turn] = []
    new: list[DigestedTurn] = []
    for candidate in given:
        identity = candidate.identity(kind)
        before = known.get(identity) if identity is not None else None
        if before is None:
            position = next_position + len(new)
            before = replace(candidate, turn=replace(candidate.turn, position=position))
            new.append(before)
            if identity is not None:
                known[identity] = before
        elif before.digest != candidate.digest:
            raise ConflictError(str(identity))
        turns.append(before.turn)
    return Merge(tuple(turns), tuple(new))
