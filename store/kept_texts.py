"""Erases the texts that were kept while texts were kept."""

from sqlalchemy import select, update

from store.tables import contexts, messages
from store.transactions import Transactions

BATCH = 100
"""Contexts whose texts are erased in one transaction, so that writers do not wait long."""


async def erase_texts(transactions: Transactions) -> int:
    """Erase all texts, and leave the rest of their messages.

    Returns:
        How many contexts had texts.

    Raises:
        StoreUnavailableError: the database cannot be reached, or takes too long.
    """
    erased = 0
    while batch := await _erase_batch(transactions):
        erased += batch
    return erased


async def _erase_batch(transactions: Transactions) -> int:
    has_text = messages.c.text.is_not(None)
    with_text = select(messages.c.context).where(has_text).distinct()
    async with transactions.write() as connection:
        batch = (
            (await connection.execute(with_text.order_by(messages.c.context).limit(BATCH)))
            .scalars()
            .all()
        )
        # Contexts are locked before their messages, as appending does, and in order: workers that
        # start at once wait for one another and do not lock each other out.
        lock = select(contexts.c.id).where(contexts.c.id.in_(batch)).order_by(contexts.c.id)
        await connection.execute(lock.with_for_update())
        erasure = update(messages).where(messages.c.context.in_(batch), has_text)
        await connection.execute(erasure.values(text=None))
    return len(batch)
