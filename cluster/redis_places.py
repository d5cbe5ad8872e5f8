"""Who holds how many sessions at a time, in Redis."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from cluster import redis_scripts as scripts
from cluster.keys import PLACES
from cluster.places import PLACE_TTL_S, LocalPlaces
from cluster.redis_link import RedisLink, UnavailableError


class RedisPlaces:
    """Counts the sessions of all workers; while Redis is away, those of this one.

    Args:
        link: to Redis.
        local: counts this worker's sessions all the time, so that an outage opens no door.
    """

    def __init__(self, link: RedisLink, local: LocalPlaces) -> None:
        self._link = link
        self._local = local

    async def take(self, session_id: str, limits: Mapping[str, int]) -> str | None:
        refused = await self._local.take(session_id, limits)
        if refused is not None or not limits:
            return refused
        keys, most = _keys(list(limits)), list(limits.values())
        try:
            taken = await self._link.script(scripts.TAKE_PLACES, keys, session_id, _TTL_MS, *most)
        except UnavailableError:
            return None
        number = int(taken)
        if number == 0:
            return None
        await self._local.release(session_id, list(limits))
        return list(limits)[number - 1]

    async def renew(self, session_id: str, subjects: Sequence[str]) -> None:
        await self._local.renew(session_id, subjects)
        with suppress(UnavailableError):
            await self._link.script(scripts.RENEW_PLACES, _keys(subjects), session_id, _TTL_MS)

    async def release(self, session_id: str, subjects: Sequence[str]) -> None:
        await self._local.release(session_id, subjects)
        with suppress(UnavailableError):
            await self._link.script(scripts.RELEASE_PLACES, _keys(subjects), session_id)


_TTL_MS = round(PLACE_TTL_S * 1000)


def _keys(subjects: Sequence[str]) -> list[str]:
    return [PLACES + subject for subject in subjects]
