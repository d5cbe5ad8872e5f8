"""Adds turns to a context, inside the caller's transaction."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import OtherUserError
from store.merging import DigestedTurn, Merge, digest_text, merge
from store.names import ContextKey
from store.queries import is_alive, is_context
from store.rows import convert, row_of, turn_of
from store.tables import contexts, messages
from store.untimed import PREFIX, name_untimed
from text.conversation.turn import Turn

MAX_TURNS_A_CONTEXT = 1_000
"""A context keeps this many of its latest turns, in their order; older ones are dropped."""

SALT_BYTES = 16

INSERTS: Mapping[str, Callable[[Table], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""The two constructs with ON CONFLICT; each compiles on its own database only."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What to append, and how.

    Attributes:
        key: the context.
        turns: with text; none to make or use the context alone.
        user_id: whom the conversation is with, or None.
        is_timed: for each turn, whether its caller told its time, so that it is known by that.
        now: the time of the append.
        cutoff: a context that was last used then or before has expired; None: none has.
        keep_text: whether the texts are stored.
    """

    key: ContextKey
    turns: Sequence[Turn]
    user_id: str | None
    is_timed: Sequence[bool]
    now: datetime
    cutoff: datetime | None
    keep_text: bool


async def append_turns(connection: AsyncConnection, addition: Addition) -> Merge:
    """Add what is new, and make the context where there is none.

    Raises:
        ConflictError: an external id comes with another text than before.
        OtherUserError: the context is with another user.
    """
    context = await locked_context(connection, addition)
    if not all(addition.is_timed):
        turns = await _named(connection, context, addition)
        addition = replace(addition, turns=turns)
    first_position = context.next_position - len(addition.turns)
    given = await convert(partial(_digested, context.salt, addition), rows=len(addition.turns))
    stored = await _possibly_same(connection, context.id, given, addition)
    merged = merge(stored, given, addition.key.kind, first_position)
    if merged.new:
        rows = await convert(
            partial(_rows, context.id, merged.new, addition.now), rows=len(merged.new)
        )
        await connection.execute(insert(messages), rows)
    next_position = first_position + len(merged.new)
    if next_position != context.next_position:
        await _set_next_position(connection, context.id, next_position)
    if next_position > MAX_TURNS_A_CONTEXT:
        await _drop_oldest(connection, context.id)
    return merged


async def locked_context(connection: AsyncConnection, addition: Addition) -> Row[Any]:
    """Make the context or mark it as used, and reserve positions for all turns.

    Either locks it until the transaction ends, so that no other append gets between.

    Raises:
        OtherUserError: it is with another user.
    """
    upsert = _upsert(connection.dialect.name, addition)
    row = (await connection.execute(upsert)).one_or_none()
    if row is None:
        # It is there and has expired.
        await connection.execute(delete(contexts).where(is_context(addition.key)))
        row = (await connection.execute(upsert)).one()
    if addition.user_id is not None and row.user_id != addition.user_id:
        raise OtherUserError(f"context {addition.key.context_id!r} is with another user")
    return row


def _upsert(dialect: str, addition: Addition) -> Any:
    statement = INSERTS[dialect](contexts).values(
        owner=addition.key.owner,
        kind=addition.key.kind,
        context_id=addition.key.context_id,
        user_id=addition.user_id,
        salt=secrets.token_bytes(SALT_BYTES),
        next_position=len(addition.turns),
        created_at=addition.now,
        last_used_at=addition.now,
    )
    changes: dict[str, Any] = {
        "last_used_at": addition.now,
        "next_position": contexts.c.next_position + len(addition.turns),
    }
    if addition.user_id is not None:
        changes["user_id"] = func.coalesce(contexts.c.user_id, addition.user_id)
    return statement.on_conflict_do_update(
        index_elements=[contexts.c.owner, contexts.c.kind, contexts.c.context_id],
        set_=changes,
        where=is_alive(addition.cutoff),
    ).returning(contexts.c.id, contexts.c.salt, contexts.c.next_position, contexts.c.user_id)


async def _named(
    connection: AsyncConnection, context: Row[Any], addition: Addition
) -> Sequence[Turn]:
    """Name the turns without a time, inside the lock: two calls at once see each other."""
    query = (
        select(messages.c.external_id)
        .where(messages.c.context == context.id, messages.c.external_id.startswith(PREFIX))
        .order_by(messages.c.position)
    )
    stored_names = (await connection.execute(query)).scalars().all()
    marked = list(zip(addition.turns, addition.is_timed, strict=True))
    digests = [_digest_message(context.salt, turn) for turn, is_timed in marked if not is_timed]
    names = iter(name_untimed(digests, stored_names))
    return [
        turn if is_timed else replace(turn, external_id=next(names)) for turn, is_timed in marked
    ]


def _digest_message(salt: bytes, turn: Turn) -> str:
    return digest_text(salt, f"{turn.role}\0{turn.text}").hex()[:32]


def _digested(salt: bytes, addition: Addition) -> list[DigestedTurn]:
    return [
        DigestedTurn(
            turn if addition.keep_text else replace(turn, text=None),
            digest_text(salt, turn.text or ""),
        )
        for turn in addition.turns
    ]


async def _possibly_same(
    connection: AsyncConnection, context: int, given: Sequence[DigestedTurn], addition: Addition
) -> list[DigestedTurn]:
    external_ids = {turn.turn.external_id for turn in given} - {None}
    digests = {turn.digest for turn in given if turn.turn.external_id is None}
    same = []
    if external_ids:
        same.append(messages.c.external_id.in_(external_ids))
    if digests and addition.key.kind == "v1":
        same.append(messages.c.text_digest.in_(digests))
    if not same:
        return []
    query = select(messages).where(messages.c.context == context, or_(*same))
    found = (await connection.execute(query)).all()
    return await convert(partial(_stored, found, addition.keep_text), rows=len(found))


def _stored(rows: Sequence[Row[Any]], keep_text: bool) -> list[DigestedTurn]:
    return [DigestedTurn(turn_of(row, keep_text), row.text_digest) for row in rows]


def _rows(context: int, turns: Sequence[DigestedTurn], now: datetime) -> list[dict[str, Any]]:
    return [row_of(context, turn, now) for turn in turns]


async def _set_next_position(connection: AsyncConnection, context: int, position: int) -> None:
    await connection.execute(
        update(contexts).where(contexts.c.id == context).values(next_position=position)
    )


async def _drop_oldest(connection: AsyncConnection, context: int) -> None:
    too_old = (
        select(messages.c.position)
        .where(messages.c.context == context)
        .order_by(messages.c.at.desc(), messages.c.position.desc())
        .offset(MAX_TURNS_A_CONTEXT)
    )
    await connection.execute(
        delete(messages).where(messages.c.context == context, messages.c.position.in_(too_old))
    )
