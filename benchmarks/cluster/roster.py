"""What one heartbeat costs Redis, among a few workers and among very many."""

import asyncio
from typing import Any

from redis.asyncio import Redis

from cluster.keys import WORKER, WORKERS
from cluster.membership import Membership
from cluster.redis_link import RedisLink
from cluster.redis_roster import RedisRoster
from cluster.workers import WorkerLoad, WorkerStatus, encode_status
from tests.cluster.redis_server import throwaway_redis

CLUSTERS = (2, 160, 1_500, 10_000)
BEATS = 2_000
LOAD = WorkerLoad(5, 16, 2.5, 12.0)


async def measure_roster() -> dict[str, Any]:
    """Return Redis' processor time for a heartbeat, in µs, by the number of workers."""
    server = throwaway_redis()
    redis = await asyncio.to_thread(server.__enter__)
    link = RedisLink(redis.url)
    try:
        found = {str(workers): await _beat_us(link, workers) for workers in CLUSTERS}
    finally:
        await link.close()
        await asyncio.to_thread(server.__exit__, None, None, None)
    return {"beats": BEATS, "redis_us_a_beat": found}


async def _beat_us(link: RedisLink, workers: int) -> float:
    await _announce(link.client, workers)
    beating = Membership(RedisRoster(link), "w0", "127.0.0.1:5000", lambda: LOAD)
    before_s = await _cpu_s(link.client)
    for _ in range(BEATS):
        await beating.beat()
    return round((await _cpu_s(link.client) - before_s) / BEATS * 1e6, 1)


async def _announce(client: Redis, workers: int) -> None:
    """Let there be so many, for good: the others do not beat."""
    pipeline = client.pipeline(transaction=False)
    for number in range(workers):
        status = WorkerStatus(f"w{number}", "127.0.0.1:5000", LOAD)
        fields = [text for pair in encode_status(status).items() for text in pair]
        pipeline.execute_command("HSET", WORKER + status.worker_id, *fields)
        pipeline.execute_command("SADD", WORKERS, status.worker_id)
    await pipeline.execute()


async def _cpu_s(client: Redis) -> float:
    told = await client.info("cpu")
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])
