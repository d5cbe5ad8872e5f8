"""Kills PostgreSQL with all its processes under writes, and starts it again."""

import asyncio
import time

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import Workers
from benchmarks.chaos.texts import text_load, told

GAP_LIMIT_S = 3.0
BACK_LIMIT_S = 15.0
ANSWERS = {200, 503}


async def lose_postgresql(scene: Workers) -> Finding:
    away_s = 3.0 if scene.is_quick else 10.0
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 2) as crowd,
    ):
        await crowd.heard(2)
        killed_s = time.monotonic()
        await asyncio.to_thread(scene.postgres.kill)
        await asyncio.sleep(away_s)
        await asyncio.to_thread(scene.postgres.start)
        started_s = time.monotonic()
        back_s = await texts.until_success(started_s, BACK_LIMIT_S)
        gap_s = crowd.longest_gap_s(killed_s)
        crowd.stop()
        await ended(crowd)
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    statuses = texts.statuses()
    others = sum(count for status, count in statuses.items() if status not in ANSWERS)
    return Finding(
        load=f"2 sessions, texts: {told(statuses)}",
        happened=f"away for {started_s - killed_s:.0f} s; texts were written again "
        + ("never" if back_s is None else f"{back_s:.1f} s after it was back"),
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            none_of("acknowledged texts lost", lost, kept),
            none_of("texts answered other than 200 and 503", others, len(texts.writes)),
            at_most("slowest answer to a text", texts.slowest_s(), 15, " s"),
            holds(f"texts are written again within {BACK_LIMIT_S:g} s", back_s is not None),
            at_most("longest time without a label", gap_s, GAP_LIMIT_S, " s"),
            none_of("sessions without their whole end", crowd.broken, 2),
            none_of("bad answers of /healthz", health.failures),
        ],
    )
