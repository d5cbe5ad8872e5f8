"""The workers, each as a hash in Redis that is gone three seconds after its last heartbeat."""

from collections.abc import Sequence
from contextlib import suppress

from cluster import redis_scripts as scripts
from cluster.keys import WORKER, WORKERS
from cluster.redis_link import RedisLink, UnavailableError
from cluster.workers import WorkerStatus, decode_status, encode_status

HEARTBEAT_TTL_S = 3
"""Three heartbeats: one may get lost, two are a hang."""

SAMPLE = 8
"""Heard of in one call. The freer one of two by chance is nearly as good a choice as the freest of
all (Mitzenmacher 2001, doi:10.1109/71.963420), and so Redis has as much work for each of many
workers as for each of a few."""


class RedisRoster:
    """The workers whose heartbeats are in Redis; while it is away there are none."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def announce(self, status: WorkerStatus) -> None:
        keys = [WORKER + status.worker_id, WORKERS]
        fields = [text for pair in encode_status(status).items() for text in pair]
        # The next heartbeat comes within a second.
        with suppress(UnavailableError):
            await self._link.script(
                scripts.ANNOUNCE, keys, status.worker_id, HEARTBEAT_TTL_S, *fields
            )

    async def withdraw(self, worker_id: str) -> None:
        # Otherwise it is gone within three seconds.
        with suppress(UnavailableError):
            await self._link.script(scripts.WITHDRAW, [WORKER + worker_id, WORKERS], worker_id)

    async def some_workers(self) -> Sequence[WorkerStatus]:
        try:
            hashes = await self._link.script(scripts.SOME_WORKERS, [WORKERS], WORKER, SAMPLE)
        except UnavailableError:
            return ()
        found = [decode_status(dict(zip(flat[::2], flat[1::2], strict=True))) for flat in hashes]
        return [status for status in found if status is not None]
