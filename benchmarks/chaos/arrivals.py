"""Many clients that arrive at the same moment, each from an address of its own."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

from benchmarks.chaos.finding import Finding, at_most, holds, none_of
from benchmarks.chaos.health import HealthProbe, probing
from benchmarks.chaos.people import People, ended, people
from benchmarks.chaos.scenes import HEADERS, Workers
from benchmarks.chaos.texts import NO_ANSWER, text_load, told
from tests.security.offers import offer_text

CLIENTS = 200
ANSWER_TIMEOUT_S = 30.0
ANSWERS = {201, 429, 503}
HEALTH_LIMIT_S = 2.0
RECOVERY_LIMIT_S = 30.0
"""Sessions that nobody connects to end after 10 s."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one client's offer.

    Attributes:
        hops: redirects that it followed.
        may_retry: a refusal said when.
        error: why there is no answer.
    """

    status: int
    took_s: float
    hops: int
    may_retry: bool
    error: str = ""


async def arrive_together(scene: Workers) -> Finding:
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 2) as crowd,
    ):
        await crowd.heard(1)
        began_s = time.monotonic()
        arrivals = await asyncio.gather(*(_arrive(scene, n) for n in range(CLIENTS)))
        await crowd.heard(2)
        gap_s = crowd.longest_gap_s(began_s)
        recovered_s = await _recovered_within(scene)
        crowd.stop()
        await ended(crowd)
    lost = await texts.count_lost()
    texts_told = told(texts.statuses())
    return _finding(arrivals, health, crowd, gap_s, recovered_s, lost, texts_told)


async def _arrive(scene: Workers, number: int) -> Arrival:
    connector = aiohttp.TCPConnector(local_addr=(f"127.0.1.{1 + number}", 0))
    timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S)
    sdp = offer_text(ufrag=f"chaos{number:03}")
    headers = {**HEADERS, "Content-Type": "application/sdp"}
    sent_s = time.monotonic()
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as http,
            http.post(scene.site.url + "/whip", data=sdp, headers=headers) as response,
        ):
            await response.read()
            may_retry = "Retry-After" in response.headers
            hops = len(response.history)
            return Arrival(response.status, time.monotonic() - sent_s, hops, may_retry)
    except (aiohttp.ClientError, TimeoutError) as error:
        why = type(error).__name__
        return Arrival(NO_ANSWER, time.monotonic() - sent_s, 0, may_retry=False, error=why)


async def _recovered_within(scene: Workers) -> float | None:
    """Return how long a person who comes after them has to wait for the first label."""
    since_s = time.monotonic()
    try:
        async with people(scene.http, 1) as late:
            late.stop()
            await ended(late)
    except TimeoutError:
        return None
    return time.monotonic() - since_s


def _finding(
    arrivals: list[Arrival],
    health: HealthProbe,
    crowd: People,
    gap_s: float,
    recovered_s: float | None,
    lost: int,
    texts_told: str,
) -> Finding:
    statuses: Mapping[int, int] = Counter(each.status for each in arrivals)
    slowest_s = max(each.took_s for each in arrivals)
    redirected = sum(each.hops > 0 for each in arrivals)
    others = [each.error or str(each.status) for each in arrivals if each.status not in ANSWERS]
    blunt = sum(each.status in (429, 503) and not each.may_retry for each in arrivals)
    took = "never" if recovered_s is None else f"{recovered_s:.0f} s"
    return Finding(
        load=f"2 sessions, texts: {texts_told}",
        happened=f"offers answered: {told(dict(statuses))}, {redirected} of them after 307; the "
        f"slowest after {slowest_s:.1f} s; whoever came next had a session to its end after {took}",
        lost=f"{lost} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            holds(
                "only answers of 201, 429 and 503",
                not others,
                ", ".join(f"{what}: {count}" for what, count in Counter(others).items()),
            ),
            none_of("refusals without Retry-After", blunt),
            at_most("slowest answer", slowest_s, ANSWER_TIMEOUT_S / 2, " s"),
            none_of("bad answers of /healthz meanwhile", health.failures, len(health.took_s)),
            at_most("slowest answer of /healthz", health.slowest_s, HEALTH_LIMIT_S, " s"),
            at_most("longest time without a label of those who were there", gap_s, 5, " s"),
            none_of("sessions without their whole end", crowd.broken, 2),
            holds(
                f"takes sessions again within {RECOVERY_LIMIT_S:g} s",
                recovered_s is not None and recovered_s <= RECOVERY_LIMIT_S,
                took,
            ),
        ],
    )
