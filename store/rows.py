"""Turns as rows of the messages table, and back."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from store.merging import DigestedTurn
from store.turn_json import dump_marks, dump_reading, load_marks, load_reading
from text.conversation.turn import Turn

T = TypeVar("T")

MAX_ROWS_ON_LOOP = 20
"""More rows than these are converted in a thread, a thousand take tens of milliseconds."""


def row_of(context: int, digested: DigestedTurn, now: datetime) -> dict[str, Any]:
    """Make the row of a turn."""
    turn = digested.turn
    return {
        "context": context,
        "position": turn.position,
        "external_id": turn.external_id,
        "role": turn.role,
        "at": turn.at,
        "text_digest": digested.digest,
        "text": None if turn.text is None else turn.text.encode("utf-8", "surrogatepass"),
        "reading": dump_reading(turn.reading),
        "marks": dump_marks(turn.marks),
        "recorded_at": now,
    }


def turn_of(row: Row[Any], keep_text: bool) -> Turn:
    """Undo row_of; without `keep_text` a text that another worker still keeps is left out."""
    text: bytes | None = row.text if keep_text else None
    return Turn(
        role=row.role,
        at=row.at.astimezone(UTC),
        position=row.position,
        external_id=row.external_id,
        reading=load_reading(row.reading),
        marks=load_marks(row.marks),
        text=None if text is None else text.decode("utf-8", "surrogatepass"),
    )


async def convert(function: Callable[[], T], rows: int) -> T:
    """Call `function`, which converts so many rows, and keep the event loop free meanwhile."""
    return await asyncio.to_thread(function) if rows > MAX_ROWS_ON_LOOP else function()
