"""Conditions and selections that several statements share."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select, true

from store.names import ContextKey, Kind
from store.tables import contexts, messages


def is_context(key: ContextKey) -> ColumnElement[bool]:
    return and_(
        contexts.c.owner == key.owner,
        contexts.c.kind == key.kind,
        contexts.c.context_id == key.context_id,
    )


def is_expired(cutoff: datetime | None) -> ColumnElement[bool]:
    """Tell whether a context was last used at `cutoff` or before; None: none ever expires."""
    return false() if cutoff is None else contexts.c.last_used_at <= cutoff


def is_alive(cutoff: datetime | None) -> ColumnElement[bool]:
    """Tell the contrary of is_expired."""
    return true() if cutoff is None else contexts.c.last_used_at > cutoff


def living_context(key: ContextKey, cutoff: datetime | None) -> Select[Any]:
    """Select the id of a context that has not expired."""
    return select(contexts.c.id).where(is_context(key), is_alive(cutoff))


def is_of_user(owner: str, kind: Kind, user_id: str) -> ColumnElement[bool]:
    return and_(contexts.c.owner == owner, contexts.c.kind == kind, contexts.c.user_id == user_id)


def turns_of(which: ColumnElement[bool], cutoff: datetime | None) -> Select[Any]:
    """Select the messages of the contexts that are alive and `which`, with whom, in no order."""
    joined = messages.join(contexts, messages.c.context == contexts.c.id)
    return select(messages, contexts.c.user_id).select_from(joined).where(which, is_alive(cutoff))


def latest(turns: Select[Any], limit: int) -> Select[Any]:
    """Select the last `limit` of some turns, the last one first."""
    order = (messages.c.at.desc(), messages.c.context.desc(), messages.c.position.desc())
    return turns.order_by(*order).limit(limit)
