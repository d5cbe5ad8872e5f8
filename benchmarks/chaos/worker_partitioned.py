"""Cuts the cable between one worker and Redis; its client goes to the other worker meanwhile."""

import asyncio
import time

import aiohttp

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.people import People, ended, people
from benchmarks.chaos.redis_lost import GAP_LIMIT_S, goes_on
from benchmarks.chaos.scenes import HEADERS, WORKER_IDS, Workers
from benchmarks.chaos.texts import text_load, told
from tests.cluster_live.person import Line, Person

FENCE_LIMIT_S = 10.0


async def partition_a_worker(scene: Workers) -> Finding:
    cut_labels = 3 if scene.is_quick else 8
    async with text_load(scene.http) as texts, people(scene.http, 2) as crowd:
        await crowd.heard(2)
        person = crowd.persons[0]
        here = person.line.worker_id
        cut_s = time.monotonic()
        scene.redis_proxy.cut(scene.site.pid(here))
        newcomer_ended = await _serves_while_cut(scene, here, crowd, cut_labels)
        gap_s = crowd.longest_gap_s(cut_s)
        left, is_taken = person.line, await _taken_over(scene, here, person)
        two_s = time.monotonic() - cut_s
        scene.redis_proxy.heal()
        fenced_s = await _fenced_within(scene, here, left)
        crowd.stop()
        await ended(crowd)
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    never = "never" if fenced_s is None else f"{fenced_s:.1f} s later"
    return Finding(
        load=f"2 sessions and 1 new one, texts: {told(texts.statuses())}",
        happened=f"{two_s:.0f} s without Redis for {here}, {scene.redis_proxy.held} commands and "
        f"answers held back; a client of its own went to the other worker, and the session that it "
        f"left there ended {never}",
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            at_most("longest time without a label", gap_s, GAP_LIMIT_S, " s"),
            holds("the cut-off worker takes a new session to its end", newcomer_ended),
            holds("the other worker takes the session over", is_taken),
            holds(f"the old one is fenced within {FENCE_LIMIT_S:g} s", fenced_s is not None, never),
            none_of("sessions without one whole end", crowd.broken, 2),
            none_of("acknowledged texts lost", lost, kept),
        ],
    )


async def _serves_while_cut(scene: Workers, here: str, crowd: People, labels: int) -> bool:
    async with (
        aiohttp.ClientSession(scene.worker_url(here), headers=HEADERS) as http,
        people(http, 1) as newcomers,
    ):
        await crowd.heard(labels)
        newcomers.stop()
        await ended(newcomers)
        return not newcomers.broken


async def _taken_over(scene: Workers, here: str, person: Person) -> bool:
    other = next(worker_id for worker_id in WORKER_IDS if worker_id != here)
    async with aiohttp.ClientSession(scene.worker_url(other), headers=HEADERS) as http:
        return await goes_on(http, person)


async def _fenced_within(scene: Workers, here: str, left: Line) -> float | None:
    """Wait until the worker has closed a session that was taken from it; None if it never does."""
    since_s = time.monotonic()
    async with aiohttp.ClientSession(scene.worker_url(here), headers=HEADERS) as http:
        while time.monotonic() - since_s < FENCE_LIMIT_S:
            async with http.get(left.location) as response:
                if response.status == 404:
                    return time.monotonic() - since_s
            await asyncio.sleep(0.1)
    return None
