"""Cuts the cable between one worker and Redis; its client goes to the other worker meanwhile."""

import asyncio
import time
from collections.abc import Sequence

import aiohttp

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.people import END_TIMEOUT_S, WHOLE_END, People, ended, people
from benchmarks.chaos.redis_lost import GAP_LIMIT_S
from benchmarks.chaos.scenes import HEADERS, WORKER_IDS, Workers
from benchmarks.chaos.texts import text_load, told
from tests.cluster_live.person import Line, Message, Person, RefusedError

FENCE_LIMIT_S = 10.0


async def partition_a_worker(scene: Workers) -> Finding:
    cut_labels = 3 if scene.is_quick else 8
    mover = Person(scene.http)
    async with text_load(scene.http) as texts, people(scene.http, 1) as crowd:
        await mover.begin(duration_s=300.0)
        await mover.line.wait_for_message("label", 3)
        left, here = mover.line, mover.line.worker_id
        cut_s = time.monotonic()
        scene.redis_proxy.cut(scene.site.pid(here))
        newcomer_ended = await _serves_while_cut(scene, here, crowd, cut_labels)
        gap_s = crowd.longest_gap_s(cut_s)
        labels_left = len(left.messages("label"))
        is_taken = await _taken_over(scene, here, mover)
        two_s = time.monotonic() - cut_s
        scene.redis_proxy.heal()
        fenced_s = await _fenced_within(scene, here, left)
        crowd.stop()
        await ended(crowd)
        end = await _end_of(mover)
    await mover.close()
    broken = crowd.broken + ([message["type"] for message in end] != WHOLE_END)
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    never = "never" if fenced_s is None else f"{fenced_s:.1f} s later"
    return Finding(
        load=f"2 sessions and 1 new one, texts: {told(texts.statuses())}",
        happened=f"{two_s:.0f} s without Redis for {here}, {scene.redis_proxy.held} commands and "
        f"answers held back; a client of its own went to the other worker, and the session that it "
        f"left there ended {never}",
        lost=f"{lost} of {kept} acknowledged texts, {broken} of 2 reports",
        expectations=[
            at_most("longest time without a label", gap_s, GAP_LIMIT_S, " s"),
            holds("the cut-off worker takes a new session to its end", newcomer_ended),
            holds("labels go on at the cut-off worker", labels_left >= cut_labels, labels_left),
            holds("the other worker takes the session over", is_taken),
            holds(f"the old one is fenced within {FENCE_LIMIT_S:g} s", fenced_s is not None, never),
            none_of("sessions without one whole end", broken, 2),
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
    """Resume a session at the other worker while its old connection still lives."""
    other = next(worker_id for worker_id in WORKER_IDS if worker_id != here)
    async with aiohttp.ClientSession(scene.worker_url(other), headers=HEADERS) as http:
        line = Line(http)  # type: ignore[arg-type]
        try:
            await line.connect(person.line.token)
            await line.wait_for_message("started")
            await line.wait_for_message("label", 2)
        except (RefusedError, aiohttp.ClientError, TimeoutError):
            await line.close()
            return False
    person.lines.append(line)
    return True


async def _end_of(person: Person) -> Sequence[Message]:
    person.line.send({"type": "stop"})
    try:
        async with asyncio.timeout(END_TIMEOUT_S):
            return await person.live()
    except TimeoutError:
        return []


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
