"""Memory of conversations, by owner and context."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.exc import DBAPIError

from store.appending import MAX_TURNS_A_CONTEXT, Addition, append_turns, locked_context
from store.databases import Database
from store.engines import make_engine
from store.errors import OtherUserError, StoreUnavailableError, TooManyTurnsError
from store.kept_texts import erase_texts
from store.migrate import migrate
from store.names import ContextKey, Kind, check_name, check_owner, check_turns
from store.queries import is_context, is_expired, is_of_user, latest, living_context, turns_of
from store.rows import convert, turn_of
from store.summaries import (
    SessionSummary,
    Summary,
    add_summary,
    check_summary,
    find_summaries,
)
from store.tables import contexts, messages
from store.transactions import Transactions, named_failures
from text.conversation.turn import Turn

log = logging.getLogger(__name__)

EXPIRY_BATCH = 100
"""Contexts deleted in one transaction, so that writers do not wait long."""


@dataclass(frozen=True, slots=True)
class AppendResult:
    """What an append stored.

    Attributes:
        turns: each of the given turns as the store has it, in the given order; one that came
            before has the reading, role and time of the first time.
        added: how many of them are new.
    """

    turns: tuple[Turn, ...]
    added: int


class ContextStore:
    """Turns of conversations, and summaries of sessions. No method crosses owners.

    A context is used by each append, not by reading; it expires `time_to_live` after its last
    use, and from then on is as if it had never been, also before `expire` deletes it.

    All methods raise StoreUnavailableError when the database cannot be reached, and
    InvalidNameError for a name that no context or message can have.

    Args:
        database: where the turns are; `start` makes it.
        time_to_live: how long an unused context is kept; None keeps it until it is forgotten.
        keep_text: whether texts are kept. Without it `start` erases those that were kept
            earlier, and those that another store keeps are not given out.
    """

    def __init__(
        self, database: Database, *, time_to_live: timedelta | None, keep_text: bool
    ) -> None:
        self._database = database
        self._transactions = Transactions(make_engine(database))
        self._time_to_live = time_to_live
        self._keep_text = keep_text

    async def start(self) -> None:
        """Make or migrate the database, and erase texts that are not to be kept.

        To be awaited before anything else.

        Raises:
            StoreUnavailableError: it cannot be reached, or does not let us make tables.
            StoreVersionError: a newer version of this program wrote it.
        """
        try:
            with named_failures():
                await asyncio.to_thread(migrate, self._database)
        except DBAPIError as error:
            raise StoreUnavailableError(f"the database cannot be set up: {error.orig}") from error
        if not self._keep_text:
            await self._erase_texts()

    async def append(
        self,
        owner: str,
        context_id: str,
        turns: Sequence[Turn],
        *,
        kind: Kind,
        now: datetime,
        user_id: str | None = None,
        is_timed: Sequence[bool] | None = None,
    ) -> AppendResult:
        """Store turns, all or none, in one transaction; the context is made at the first.

        Of a message that is there already nothing is stored: one with the same external id
        and text or, in a "v1" context and without an external id, with the same role, time
        and text; one without a time by its place, see store.untimed. A context keeps its latest
        MAX_TURNS_A_CONTEXT turns.

        Args:
            owner: SHA-256 digest of the caller's key, hex.
            context_id: the caller's name of the context.
            turns: 1 to MAX_TURNS_A_CONTEXT, with text; their positions are not looked at.
            kind: the contract that the context belongs to.
            now: aware.
            user_id: whom the conversation is with; None leaves what is stored.
            is_timed: for each turn, whether its caller told its time; None: all did.

        Raises:
            ConflictError: an external id comes with another text than before.
            OtherUserError: the context is with another user.
            TooManyTurnsError: more turns than a context keeps.
        """
        key = ContextKey(owner, kind, context_id)
        check_turns(turns)
        if user_id is not None:
            check_name("user_id", user_id)
        if len(turns) > MAX_TURNS_A_CONTEXT:
            raise TooManyTurnsError(f"at most {MAX_TURNS_A_CONTEXT} turns at once")
        timed = [True] * len(turns) if is_timed is None else is_timed
        addition = Addition(key, turns, user_id, timed, now, self._cutoff(now), self._keep_text)
        async with self._transactions.write() as connection:
            merged = await append_turns(connection, addition)
        return AppendResult(merged.turns, len(merged.new))

    async def turns(
        self,
        owner: str,
        context_id: str,
        *,
        kind: Kind,
        now: datetime,
        limit: int = MAX_TURNS_A_CONTEXT,
        user_id: str | None = None,
    ) -> list[Turn]:
        """Read the latest `limit` turns of a context, in the order of Turn.order.

        Args:
            owner: SHA-256 digest of the caller's key, hex.
            context_id: the caller's name of the context.
            kind: the contract that the context belongs to.
            now: aware.
            limit: at least 1.
            user_id: whom the caller takes the conversation to be with; None: does not say.

        Returns:
            An empty list for an unknown, forgotten or expired context, and for one that holds
            summaries alone.

        Raises:
            OtherUserError: the context is with another user.
        """
        key = ContextKey(owner, kind, context_id)
        rows = await self._latest(is_context(key), now, limit)
        if user_id is not None and any(row.user_id not in (None, user_id) for row in rows):
            raise OtherUserError(f"context {context_id!r} is with another user")
        return await self._turns_of(rows)

    async def exists(self, owner: str, context_id: str, *, kind: Kind, now: datetime) -> bool:
        """Tell whether there is a context, neither forgotten nor expired, whatever it holds."""
        living = living_context(ContextKey(owner, kind, context_id), self._cutoff(now))
        async with self._transactions.read() as connection:
            return (await connection.execute(living)).one_or_none() is not None

    async def turns_of_user(
        self,
        owner: str,
        user_id: str,
        *,
        kind: Kind,
        now: datetime,
        limit: int = MAX_TURNS_A_CONTEXT,
    ) -> list[Turn]:
        """Read the latest `limit` turns of all contexts with a user, in the order of time.

        Equal times are in the order of their contexts' making; a position is that in the
        turn's own context.
        """
        check_owner(owner)
        check_name("user_id", user_id)
        return await self._turns_of(
            await self._latest(is_of_user(owner, kind, user_id), now, limit)
        )

    async def find_message(
        self, owner: str, context_id: str, external_id: str, *, kind: Kind, now: datetime
    ) -> Turn | None:
        """Find a message by its external id; None too where its context is unknown or expired."""
        key = ContextKey(owner, kind, context_id)
        check_name("external_id", external_id)
        of_context = turns_of(is_context(key), self._cutoff(now))
        query = of_context.where(messages.c.external_id == external_id)
        async with self._transactions.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else turn_of(row, self._keep_text)

    async def add_summary(
        self, owner: str, context_id: str, summary: Summary, *, kind: Kind, now: datetime
    ) -> bool:
        """Store what a session came to; the context is made at the first, and counts as used.

        A context keeps its latest MAX_SUMMARIES_A_CONTEXT.

        Returns:
            Whether it was new: of a session that is there already nothing is stored.
        """
        addition = Addition(
            ContextKey(owner, kind, context_id),
            (),
            None,
            (),
            now,
            self._cutoff(now),
            self._keep_text,
        )
        check_summary(summary)
        async with self._transactions.write() as connection:
            context = await locked_context(connection, addition)
            return await add_summary(connection, context.id, summary)

    async def summaries(
        self,
        owner: str,
        context_id: str,
        *,
        kind: Kind,
        now: datetime,
        since: datetime,
        until: datetime,
    ) -> list[SessionSummary] | None:
        """Read the summaries of the sessions that began from `since` to before `until`, in order.

        Returns:
            None for an unknown, forgotten or expired context.
        """
        key = ContextKey(owner, kind, context_id)
        living = living_context(key, self._cutoff(now))
        async with self._transactions.read() as connection:
            context = (await connection.execute(living)).scalar_one_or_none()
            if context is None:
                return None
            return await find_summaries(connection, context, since, until)

    async def forget(self, owner: str, context_id: str, *, kind: Kind, now: datetime) -> bool:
        """Delete a context with all that it holds; on SQLite its bytes are overwritten.

        Returns:
            Whether there was one, not yet expired.
        """
        key = ContextKey(owner, kind, context_id)
        statement = delete(contexts).where(is_context(key)).returning(is_expired(self._cutoff(now)))
        async with self._transactions.write() as connection:
            had_expired = (await connection.execute(statement)).scalar_one_or_none()
        if had_expired is None:
            return False
        await self._overwrite_log()
        return not had_expired

    async def forget_user(self, owner: str, user_id: str, *, kind: Kind, now: datetime) -> int:
        """Delete all contexts with a user, as `forget` does, and tell how many had not expired."""
        check_owner(owner)
        check_name("user_id", user_id)
        which = is_of_user(owner, kind, user_id)
        statement = delete(contexts).where(which).returning(is_expired(self._cutoff(now)))
        async with self._transactions.write() as connection:
            had_expired = (await connection.execute(statement)).scalars().all()
        if had_expired:
            await self._overwrite_log()
        return sum(not expired for expired in had_expired)

    async def expire(self, now: datetime) -> int:
        """Delete what has expired, as `forget` does, and tell how many contexts that were."""
        expired = 0
        while deleted := await self._expire_batch(now):
            expired += deleted
        if expired:
            await self._overwrite_log()
        return expired

    async def check(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            StoreUnavailableError: there is none.
        """
        async with self._transactions.read() as connection:
            await connection.execute(select(1))

    async def close(self) -> None:
        await self._transactions.close()

    async def _latest(
        self, which: ColumnElement[bool], now: datetime, limit: int
    ) -> Sequence[Row[Any]]:
        if limit < 1:
            raise ValueError("limit must be at least 1")
        query = latest(turns_of(which, self._cutoff(now)), limit)
        async with self._transactions.read() as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
        return rows[::-1]

    async def _turns_of(self, rows: Sequence[Row[Any]]) -> list[Turn]:
        return await convert(partial(_turns, rows, self._keep_text), rows=len(rows))

    async def _expire_batch(self, now: datetime) -> int:
        batch = (
            select(contexts.c.id)
            .where(is_expired(self._cutoff(now)))
            .order_by(contexts.c.id)
            .limit(EXPIRY_BATCH)
            .with_for_update(skip_locked=True)
        )
        async with self._transactions.write() as connection:
            result = await connection.execute(delete(contexts).where(contexts.c.id.in_(batch)))
        return result.rowcount

    async def _erase_texts(self) -> None:
        if erased := await erase_texts(self._transactions):
            await self._overwrite_log()
            log.info("erased the texts of %d contexts: texts are not kept", erased)

    async def _overwrite_log(self) -> None:
        if not await self._transactions.overwrite_log():
            log.warning("what was deleted stays in the write-ahead log until the next deletion")

    def _cutoff(self, now: datetime) -> datetime | None:
        return None if self._time_to_live is None else now - self._time_to_live


def _turns(rows: Sequence[Row[Any]], keep_text: bool) -> list[Turn]:
    return [turn_of(row, keep_text) for row in rows]
