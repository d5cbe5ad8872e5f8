"""Who holds how many sessions at a time, over all workers."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

PLACE_TTL_S = 30.0
"""A worker that dies frees its sessions' places by saying nothing."""


class Places(Protocol):
    """Counts sessions by subject. No call raises for a store that is out of reach."""

    async def take(self, session_id: str, limits: Mapping[str, int]) -> str | None:
        """Take one place with each subject, or none.

        Args:
            session_id: whose place; taking it again changes nothing.
            limits: how many each subject may hold.

        Returns:
            The first subject that has none left, or None if the places are taken.
        """
        ...

    async def renew(self, session_id: str, subjects: Sequence[str]) -> None: ...

    async def release(self, session_id: str, subjects: Sequence[str]) -> None: ...


class LocalPlaces:
    """Counts the sessions of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until_s: dict[str, dict[str, float]] = {}

    async def take(self, session_id: str, limits: Mapping[str, int]) -> str | None:
        for subject, limit in limits.items():
            holders = self._holders(subject)
            if session_id not in holders and len(holders) >= limit:
                return subject
        await self.renew(session_id, list(limits))
        return None

    async def renew(self, session_id: str, subjects: Sequence[str]) -> None:
        for subject in subjects:
            holders = self._until_s.setdefault(subject, {})
            holders[session_id] = self._clock() + PLACE_TTL_S

    async def release(self, session_id: str, subjects: Sequence[str]) -> None:
        for subject in subjects:
            self._until_s.get(subject, {}).pop(session_id, None)
            self._holders(subject)

    def _holders(self, subject: str) -> Mapping[str, float]:
        now_s = self._clock()
        holders = self._until_s.get(subject, {})
        living = {name: until_s for name, until_s in holders.items() if until_s > now_s}
        if living:
            self._until_s[subject] = living
        else:
            self._until_s.pop(subject, None)
        return living
