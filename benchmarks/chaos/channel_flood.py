"""One client sends on its data channel as fast as it can."""

import asyncio
import time

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import Alone
from benchmarks.chaos.texts import text_load, told
from tests.cluster_live.person import Line

MESSAGES = 20_000
BATCH = 50
END_LIMIT_S = 20.0
MAX_GROWTH_MB = 64.0


async def flood_a_channel(scene: Alone) -> Finding:
    messages = MESSAGES // 4 if scene.is_quick else MESSAGES
    loud = Line(scene.http)  # type: ignore[arg-type]
    try:
        async with (
            text_load(scene.http) as texts,
            probing(scene.site.url) as health,
            people(scene.http, 2) as crowd,
        ):
            await crowd.heard(1)
            await loud.connect(None)
            await loud.start(language="en", duration_s=300.0)
            await loud.wait_for_message("label")
            rss_mb, began_s = scene.rss_mb(), time.monotonic()
            await _flood(loud, messages)
            is_over = await _ends(loud)
            over_s = time.monotonic() - began_s
            await crowd.heard(3)
            gap_s, grown_mb = crowd.longest_gap_s(began_s), scene.rss_mb() - rss_mb
            crowd.stop()
            await ended(crowd)
    finally:
        await loud.close()
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    answered = len(loud.messages("pong"))
    return Finding(
        load=f"2 quiet sessions, texts: {told(texts.statuses())}",
        happened=f"{messages} messages at once, {answered} answered; that session "
        + (f"ended after {over_s:.1f} s" if is_over else "goes on"),
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports of the others",
        expectations=[
            holds(f"the loud session ends within {END_LIMIT_S:g} s", is_over),
            at_most("longest time without a label of the others", gap_s, 3, " s"),
            at_most("slowest answer of /healthz", health.slowest_s, 2, " s"),
            at_most("memory grown", grown_mb, MAX_GROWTH_MB, " MiB"),
            none_of("other sessions without their whole end", crowd.broken, 2),
            none_of("acknowledged texts lost", lost, kept),
            none_of("bad answers of /healthz", health.failures),
        ],
    )


async def _flood(line: Line, messages: int) -> None:
    for number in range(messages):
        if line.is_closed:
            return
        line.send({"type": "ping", "t": number})
        if number % BATCH == 0:
            # The load and the probe run in this process, too.
            await asyncio.sleep(0)


async def _ends(line: Line) -> bool:
    """Tell whether the server ends a session in time: its URL is gone then."""
    until_s = time.monotonic() + END_LIMIT_S
    while await line.is_there():
        if time.monotonic() > until_s:
            return False
        await asyncio.sleep(0.1)
    return True
