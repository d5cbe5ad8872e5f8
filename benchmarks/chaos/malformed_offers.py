"""Ten thousand offers that are cut, doubled and altered."""

import asyncio
import random
from collections import Counter

import aiohttp

from benchmarks.chaos.finding import Finding, at_most, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import HEADERS, Alone
from benchmarks.chaos.texts import NO_ANSWER, text_load, told
from benchmarks.chaos.waiting import comes_true
from tests.webrtc.test_floods import broken

OFFERS = 10_000
AT_ONCE = 20
SEED = 7
TIMEOUT_S = 30.0
SETTLE_S = 15.0
MAX_GROWTH_MB = 64.0
SPARE_DESCRIPTORS = 8
"""Connections to the database and of the load may come and go."""


async def offer_nonsense(scene: Alone) -> Finding:
    offers = OFFERS // 10 if scene.is_quick else OFFERS
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 1) as crowd,
    ):
        await crowd.heard(2)
        rss_mb, held = scene.rss_mb(), _held(scene)
        statuses = await _send(scene, offers)
        await comes_true(lambda: _held(scene) <= held + SPARE_DESCRIPTORS, SETTLE_S)
        grown_mb, left = scene.rss_mb() - rss_mb, _held(scene) - held
        crowd.stop()
        await ended(crowd)
    lost, kept = await texts.count_lost(), len(texts.acknowledged)
    others = sum(count for status, count in statuses.items() if status not in (400, 403, 422))
    live = await _live_sessions(scene)
    return Finding(
        load=f"1 session, texts: {told(texts.statuses())}",
        happened=f"{offers} offers, {AT_ONCE} at a time: {told(statuses)}; memory grew by "
        f"{grown_mb:.0f} MiB",
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 1 report",
        expectations=[
            none_of("answers other than 400, 403 and 422", others, offers),
            at_most("memory grown", grown_mb, MAX_GROWTH_MB, " MiB"),
            at_most("descriptors and threads left", left, SPARE_DESCRIPTORS),
            at_most("sessions left", live, 0),
            at_most("slowest answer of /healthz", health.slowest_s, 2, " s"),
            none_of("sessions without their whole end", crowd.broken, 1),
            none_of("acknowledged texts lost", lost, kept),
        ],
    )


def _held(scene: Alone) -> int:
    return sum(process.num_fds() + process.num_threads() for process in scene.processes)


async def _send(scene: Alone, offers: int) -> dict[int, int]:
    chance = random.Random(SEED)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    statuses: Counter[int] = Counter()
    headers = {**HEADERS, "Content-Type": "application/sdp"}

    async def lane(count: int) -> None:
        for _ in range(count):
            try:
                async with http.post("/whip", data=broken(chance), headers=headers) as response:
                    await response.read()
                    statuses[response.status] += 1
            except (aiohttp.ClientError, TimeoutError):
                statuses[NO_ANSWER] += 1

    async with (
        aiohttp.ClientSession(scene.site.url, timeout=timeout) as http,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(AT_ONCE):
            group.create_task(lane(offers // AT_ONCE))
    return dict(statuses)


async def _live_sessions(scene: Alone) -> float:
    """Return the number of live sessions as /metrics has it."""
    async with scene.http.get("/metrics") as response:
        lines = (await response.text()).splitlines()
    values = [line.split()[-1] for line in lines if line.startswith("emochat_sessions ")]
    return float(values[0])
