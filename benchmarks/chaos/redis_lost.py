"""Kills Redis and starts it again, empty."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import People, ended, people
from benchmarks.chaos.scenes import HEADERS, WORKER_IDS, Workers
from benchmarks.chaos.texts import text_load, told
from benchmarks.chaos.waiting import comes_true
from tests.cluster_live.person import Person

GAP_LIMIT_S = 3.0
"""Labels come each second; two may be late on a busy machine."""

HEAL_LIMIT_S = 10.0


async def lose_redis(scene: Workers) -> Finding:
    away_labels = 3 if scene.is_quick else 10
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 2) as crowd,
    ):
        await crowd.heard(2)
        killed_s = time.monotonic()
        await asyncio.to_thread(scene.redis.kill)
        async with people(scene.http, 1) as newcomers:
            await crowd.heard(away_labels)
            newcomers.stop()
            await ended(newcomers)
        away_s = time.monotonic() - killed_s
        await asyncio.to_thread(scene.redis.start)
        # docs/cluster.md: all sessions are known again within a second of its return.
        await crowd.heard(3)
        gap_s = crowd.longest_gap_s(killed_s)
        # The other worker can know the session only from Redis.
        async with at_the_other(scene, crowd.persons[0]):
            healed_s = await moved_within(crowd.persons[0], HEAL_LIMIT_S)
            await crowd.heard(2)
            crowd.stop()
            await ended(crowd)
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    return Finding(
        load=f"2 sessions and 1 new one, texts: {told(texts.statuses())}",
        happened=f"away for {away_s:.0f} s, then empty; a session could be taken over by the other "
        f"worker {_in_words(healed_s)}",
        lost=f"{lost} of {kept} acknowledged texts, {_broken(crowd, newcomers)} of 3 reports",
        expectations=[
            at_most("longest time without a label", gap_s, GAP_LIMIT_S, " s"),
            none_of("sessions without their whole end", _broken(crowd, newcomers), 3),
            none_of("texts without an answer of 200", _unserved(texts.statuses())),
            none_of("acknowledged texts lost", lost, kept),
            none_of("bad answers of /healthz", health.failures),
            holds(
                f"sessions are in the new Redis within {HEAL_LIMIT_S:g} s",
                healed_s is not None,
                _in_words(healed_s),
            ),
        ],
    )


def _broken(*crowds: People) -> int:
    return sum(crowd.broken for crowd in crowds)


def _unserved(statuses: dict[int, int]) -> int:
    return sum(count for status, count in statuses.items() if status != 200)


def _in_words(healed_s: float | None) -> str:
    return "never" if healed_s is None else f"after {healed_s:.1f} s"


@asynccontextmanager
async def at_the_other(scene: Workers, person: Person) -> AsyncIterator[None]:
    """Send what a person asks for to the worker that does not have their session."""
    here = person.line.worker_id
    other = next(worker_id for worker_id in WORKER_IDS if worker_id != here)
    async with aiohttp.ClientSession(scene.worker_url(other), headers=HEADERS) as http:
        person.http = http
        yield


async def moved_within(person: Person, patience_s: float) -> float | None:
    """Break a person's connection; return the seconds until the session goes on, or None."""
    since_s, resumed = time.monotonic(), len(person.resumed_s)
    await person.line.close()
    if not await comes_true(lambda: len(person.resumed_s) > resumed, patience_s):
        return None
    return person.resumed_s[-1] - since_s
