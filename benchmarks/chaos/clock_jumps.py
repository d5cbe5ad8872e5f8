"""Sets the server's wall clock forward and back in mid-session."""

import asyncio
import time

from benchmarks.chaos.finding import Finding, NotRunError, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import END_TIMEOUT_S, ended, people
from benchmarks.chaos.scenes import Alone
from benchmarks.chaos.texts import text_load, told

HOUR_S = 3_600
JUMPS_S = (HOUR_S, -HOUR_S, 0)
"""Each from the machine's own clock; 30 days would make contexts expire, as they should."""

PAUSE_S = 4.0
DURATION_S = 15.0
LATE_LIMIT_S = 3.0


async def set_the_clock(scene: Alone) -> Finding:
    if scene.clock is None:
        raise NotRunError("no C compiler here to give the server a clock of its own")
    try:
        async with (
            text_load(scene.http) as texts,
            probing(scene.site.url) as health,
            people(scene.http, 2, DURATION_S) as crowd,
        ):
            began_s = time.monotonic()
            for shift_s in JUMPS_S:
                scene.clock.set(shift_s)
                await asyncio.sleep(PAUSE_S)
            gap_s = crowd.longest_gap_s(began_s)
            await ended(crowd, END_TIMEOUT_S)
    finally:
        scene.clock.set(0)
    lost, kept, statuses = await texts.count_lost(), len(texts.acknowledged), texts.statuses()
    durations_s = [_duration_s(list(life.end)) for life in crowd.lives]
    off_s = max(abs(duration_s - DURATION_S) for duration_s in durations_s)
    others = sum(count for status, count in statuses.items() if status != 200)
    return Finding(
        load=f"2 sessions, texts: {told(statuses)}",
        happened="an hour forward, two back, one forward, "
        f"{PAUSE_S:g} s apart; sessions of {DURATION_S:g} s lasted "
        + ", ".join(f"{each:.1f}" for each in durations_s)
        + " s by their reports",
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            none_of("sessions without their whole end", crowd.broken, 2),
            at_most("sessions off their duration by", off_s, 1, " s"),
            at_most("longest time without a label", gap_s, LATE_LIMIT_S, " s"),
            none_of("texts without an answer of 200", others, len(texts.writes)),
            none_of("acknowledged texts lost", lost, kept),
            none_of("bad answers of /healthz", health.failures),
            holds("the server saw the jumps", await _was_seen(scene)),
        ],
    )


def _duration_s(end: list[dict[str, object]]) -> float:
    for message in end:
        stats = message.get("stats")
        if isinstance(stats, dict):
            return float(stats["duration_s"])
    return 0.0


async def _was_seen(scene: Alone) -> bool:
    """Check that the shift reaches the server: its answers' Date follows."""
    assert scene.clock is not None
    scene.clock.set(HOUR_S)
    try:
        # aiohttp caches the Date for a second.
        await asyncio.sleep(1.5)
        async with scene.http.get("/healthz") as response:
            shifted = response.headers["Date"]
    finally:
        scene.clock.set(0)
    await asyncio.sleep(1.5)
    async with scene.http.get("/healthz") as response:
        return response.headers["Date"] < shifted
