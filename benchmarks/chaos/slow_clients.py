"""Connections that send a byte a second, to every endpoint that the server describes."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yarl import URL

from benchmarks.chaos.finding import Expectation, Finding, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import Alone
from benchmarks.chaos.texts import text_load, told
from tests.cluster_live.site import KEY

BYTE_PERIOD_S = 1.0
CUT_LIMIT_S = 65.0
"""30 s for what comes slowly, and as long again for what idles after an answer."""

FIRST_ANSWER_LIMIT_S = 35.0
BODY_BYTES = 1_000
CONNECTIONS_EACH = 3
WITH_BODY = ("POST", "PATCH", "PUT")
BESIDE = (("GET", "/"), ("GET", "/client/app.js"), ("GET", "/docs"))
"""What the server's description leaves out."""


@dataclass(slots=True)
class Slow:
    """One slow connection.

    Attributes:
        answered_s: seconds to the first byte of an answer, or to the end of the connection.
        closed_s: seconds to its end; None while it lives.
    """

    method: str
    path: str
    sends: str
    answered_s: float | None = None
    closed_s: float | None = None
    status: str = ""


async def trickle_everywhere(scene: Alone) -> Finding:
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 2) as crowd,
    ):
        endpoints = await _endpoints(scene)
        await crowd.heard(1)
        began_s = time.monotonic()
        slow = [each for method, path in endpoints for each in kinds(method, path)]
        tasks = [asyncio.create_task(_trickle(scene, each)) for each in slow]
        await asyncio.wait(tasks, timeout=CUT_LIMIT_S)
        gap_s = crowd.longest_gap_s(began_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        crowd.stop()
        await ended(crowd)
    lost, kept, statuses = await texts.count_lost(), len(texts.acknowledged), texts.statuses()
    unserved = sum(count for status, count in statuses.items() if status != 200)
    return Finding(
        load=f"2 sessions, texts: {told(statuses)}",
        happened=f"{len(slow)} connections to {len(endpoints)} endpoints: {_ends(slow)}",
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 2 reports",
        expectations=[
            *cut(slow),
            none_of("bad answers of /healthz meanwhile", health.failures),
            at_most("slowest answer of /healthz", health.slowest_s, 2, " s"),
            at_most("longest time without a label", gap_s, 3, " s"),
            none_of("texts without an answer of 200", unserved, len(texts.writes)),
            none_of("acknowledged texts lost", lost, kept),
            none_of("sessions without their whole end", crowd.broken, 2),
        ],
    )


async def _endpoints(scene: Alone) -> Sequence[tuple[str, str]]:
    async with scene.http.get("/openapi.json") as response:
        described = (await response.json())["paths"]
    operations = [
        (method.upper(), path.replace("{", "").replace("}", ""))
        for path, methods in described.items()
        for method in methods
        if method in ("get", "post", "patch", "delete", "put")
    ]
    return [*operations, *BESIDE]


def kinds(method: str, path: str) -> list[Slow]:
    """Return the connections that an endpoint gets."""
    kinds = ["headers", *(["a body"] if method in WITH_BODY else [])]
    return [Slow(method, path, kind) for kind in kinds for _ in range(CONNECTIONS_EACH)]


async def _trickle(scene: Alone, slow: Slow) -> None:
    url = URL(scene.site.url)
    began_s = time.monotonic()
    reader, writer = await asyncio.open_connection(url.host, url.port)
    sending = asyncio.create_task(_send(writer, slow))
    try:
        slow.status = (await _read(reader, 12)).decode(errors="replace")[9:]
        slow.answered_s = time.monotonic() - began_s
        while await _read(reader, 4_096):
            pass
        slow.closed_s = time.monotonic() - began_s
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        writer.close()


async def _read(reader: asyncio.StreamReader, count: int) -> bytes:
    """Read up to some bytes; none at the end of the connection, however it ends."""
    try:
        return await reader.read(count)
    except ConnectionError:
        return b""


async def _send(writer: asyncio.StreamWriter, slow: Slow) -> None:
    writer.write(requested(slow))
    number = 0
    while True:
        number += 1
        writer.write(b"{" if slow.sends == "a body" else f"X-{number}: 1\r\n".encode())
        await asyncio.sleep(BYTE_PERIOD_S)


def requested(slow: Slow) -> bytes:
    """Return what is sent at once: some of the headers, or all of them before the body."""
    head = f"{slow.method} {slow.path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\n"
    if slow.sends == "headers":
        return head.encode()
    body = f"Content-Type: {_type(slow)}\r\nContent-Length: {BODY_BYTES}\r\n\r\n"
    return (head + body).encode()


def _type(slow: Slow) -> str:
    if not slow.path.startswith("/whip"):
        return "application/json"
    is_offer = slow.method == "POST"
    return "application/sdp" if is_offer else "application/trickle-ice-sdpfrag"


def _ends(slow: Sequence[Slow]) -> str:
    counts = Counter(
        (each.status or "no answer") + (", closed" if each.closed_s is not None else ", open")
        for each in slow
    )
    return "; ".join(f"{end}: {count}" for end, count in sorted(counts.items()))


def cut(slow: Sequence[Slow]) -> list[Expectation]:
    """Judge whether all slow connections came to an end."""
    unanswered = [each for each in slow if each.answered_s is None]
    still_open = [each for each in slow if each.closed_s is None]
    slowest_s = max((each.answered_s or CUT_LIMIT_S for each in slow), default=0.0)
    names = sorted({f"{each.method} {each.path} ({each.sends})" for each in still_open})
    return [
        none_of("slow requests neither answered nor cut", len(unanswered), len(slow)),
        at_most("slowest of these", slowest_s, FIRST_ANSWER_LIMIT_S, " s"),
        holds(
            f"all connections are closed within {CUT_LIMIT_S:g} s",
            not still_open,
            ", ".join(names) or "all",
        ),
    ]
