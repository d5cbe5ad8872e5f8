"""Kills a worker as the kernel does when memory is short, in mid-session."""

import asyncio
import time

from benchmarks.chaos.finding import Finding, at_most, none_of
from benchmarks.chaos.people import People, ended, people
from benchmarks.chaos.scenes import WORKER_IDS, Workers
from benchmarks.chaos.texts import TextLoad, text_load, told
from tests.cluster.polling import until

RESUME_LIMIT_S = 3.0
"""Issue 7's target, from the kill to `started` over the new connection."""

AFTERWARDS_LABELS = 3


async def kill_a_worker(scene: Workers) -> Finding:
    count = 2 if scene.is_quick else 4
    async with text_load(scene.http) as texts, people(scene.http, count) as crowd:
        await crowd.heard(3)
        victim = _busiest(crowd)
        killed_s = time.monotonic()
        scene.site.kill(victim)
        hit = [each for each in crowd.persons if each.line.worker_id == victim]
        await until(lambda: all(person.resumed_s for person in hit))
        resume_s = [person.resumed_s[0] - killed_s for person in hit]
        await crowd.heard(AFTERWARDS_LABELS)
        crowd.stop()
        await ended(crowd)
        if not scene.is_quick:
            await asyncio.to_thread(scene.site.wait_until_ready, len(WORKER_IDS))
    return await _finding(crowd, texts, resume_s, len(hit))


def _busiest(crowd: People) -> str:
    workers = [person.line.worker_id for person in crowd.persons]
    return max(WORKER_IDS, key=workers.count)


async def _finding(crowd: People, texts: TextLoad, resume_s: list[float], hit: int) -> Finding:
    lost_texts, kept = await texts.count_lost(), len(texts.acknowledged)
    return Finding(
        load=f"{len(crowd.lives)} sessions, texts: {told(texts.statuses())}",
        happened=f"{hit} sessions lost their worker and went on at the other after "
        + ", ".join(f"{each:.1f}" for each in sorted(resume_s))
        + " s",
        lost=f"{lost_texts} of {kept} acknowledged texts, {crowd.broken} reports, "
        f"{crowd.labels_lost} of {crowd.labels_shown} labels that were shown are in no report",
        expectations=[
            at_most("slowest resumption", max(resume_s, default=0.0), RESUME_LIMIT_S, " s"),
            none_of("sessions without their whole end", crowd.broken, len(crowd.lives)),
            # docs/cluster.md, "Limits": the second before a worker dies is lost to the session.
            at_most("labels lost by a killed worker's session", crowd.labels_lost / max(hit, 1), 1),
            none_of("acknowledged texts lost", lost_texts, kept),
        ],
    )
