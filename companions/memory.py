"""What a person asked to be remembered: one session's turns, and the talks before it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from analysis.earlier import EarlierTalks
from store.contexts import AppendResult
from store.names import Kind
from text.conversation.baseline import baseline_of
from text.conversation.felt import felt
from text.conversation.growth import growth_of
from text.conversation.order import of_role
from text.conversation.sittings import Sitting, sittings_of
from text.conversation.trend import Direction, trend_of
from text.conversation.turn import Turn

KIND: Kind = "v2"
USER = "user"

MIN_SITTINGS = 3
"""Conversations from which on they have a direction: of two, one is only better than the other."""


class TurnStore(Protocol):
    """Where turns are kept: store.contexts.ContextStore."""

    async def append(
        self, owner: str, context_id: str, turns: Sequence[Turn], *, kind: Kind, now: datetime
    ) -> AppendResult: ...

    async def turns(
        self, owner: str, context_id: str, *, kind: Kind, now: datetime
    ) -> list[Turn]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person's memory is: a /v2 context of the owner of a key."""

    owner: str
    context_id: str


class SessionMemory:
    """One session's part of a memory.

    Args:
        store: keeps the texts of turns only where its operator set so.
        place: whose memory.
        session_id: unique; it makes the turns' external ids, so that a turn that comes twice
            is kept once.
        now: tells the time, aware.
    """

    def __init__(
        self, store: TurnStore, place: Place, session_id: str, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._place = place
        self._session_id = session_id
        self._now = now

    @property
    def context_id(self) -> str:
        return self._place.context_id

    @property
    def prefix(self) -> str:
        """Return what the external ids of the session's turns begin with."""
        return f"{self._session_id}-"

    async def remember(self, turns: Sequence[Turn]) -> int:
        """Keep the session's turns and tell how many are kept.

        Raises:
            StoreError: they cannot be kept now; none of them is.
        """
        if not turns:
            return 0
        place = self._place
        result = await self._store.append(
            place.owner, place.context_id, turns, kind=KIND, now=self._now()
        )
        return len(result.turns)

    async def recall(self) -> EarlierTalks | None:
        """Sum up what the person said before this session; None where that is nothing.

        Raises:
            StoreError: the memory cannot be read now.
        """
        place = self._place
        turns = await self._store.turns(place.owner, place.context_id, kind=KIND, now=self._now())
        earlier = [t for t in turns if not (t.external_id or "").startswith(self.prefix)]
        return await asyncio.to_thread(earlier_talks, earlier)


def earlier_talks(turns: Sequence[Turn]) -> EarlierTalks | None:
    """Sum up the users' turns; None without any. Milliseconds, for a thousand turns more."""
    feelings = [felt(turn) for turn in of_role(turns, USER)]
    if not feelings:
        return None
    # A baseline is that of all messages but the newest, which in a session is yet to come.
    baseline = baseline_of([*feelings, feelings[-1]])
    assert baseline is not None
    growth = growth_of(feelings)
    sittings = sittings_of(feelings)
    return EarlierTalks(
        sittings=len(sittings),
        messages=len(feelings),
        first_at=feelings[0].turn.at,
        direction=_direction(sittings),
        valence=baseline.baseline_valence,
        growth=None if growth is None else growth.direction,
    )


def _direction(sittings: Sequence[Sitting]) -> Direction | None:
    """Take the trend of whole conversations: that of messages is the latest one's alone."""
    if len(sittings) < MIN_SITTINGS:
        return None
    return trend_of([sitting.valence for sitting in sittings]).direction
