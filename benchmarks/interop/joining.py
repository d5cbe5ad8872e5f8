"""One publisher joins, and what comes of it, whatever goes wrong."""

import asyncio
import dataclasses
from typing import Any, TypeAlias

from playwright.async_api import Error as PlaywrightError

from benchmarks.interop.outcome import outcome_of
from benchmarks.interop.publisher import NotInstalledError, Publisher
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene

SESSION_TIMEOUT_S = 90
"""From a publisher's start to its end; a browser takes 10 s to start on a busy machine."""
PASSED = "passed"
SERVER_FULL, RETRY_AFTER_S, MAX_ATTEMPTS = 503, 10.0, 3
"""A browser that starts can make a small machine so late that the server refuses for a moment."""

Row: TypeAlias = dict[str, Any]
"""`name`, `version`, `result`, `outcome` and `attempts`, as JSON can hold them."""


async def join(
    publisher: Publisher, url: str, scene: Scene, retry_after_s: float = RETRY_AFTER_S
) -> Row:
    """Let a publisher join the server at a URL, again where that has no room; return its row."""
    row: Row = {"name": publisher.name, "version": None, "outcome": None}
    try:
        row["version"] = publisher.version()
    except NotInstalledError as error:
        return row | {"result": f"not installed ({error})"}
    for attempt in range(1, MAX_ATTEMPTS + 1):
        row |= {"attempts": attempt} | await _attempt(publisher, url, scene)
        if row.pop("status") != SERVER_FULL:
            break
        await asyncio.sleep(retry_after_s)
    return row


async def _attempt(publisher: Publisher, url: str, scene: Scene) -> Row:
    failure, heard = "", []
    async with Recorder(url) as recorder:
        try:
            async with asyncio.timeout(SESSION_TIMEOUT_S):
                heard = await publisher.publish(recorder, scene)
        except TimeoutError:
            failure = f"no end within {SESSION_TIMEOUT_S} s"
        except (OSError, RuntimeError, PlaywrightError) as error:
            failure = " ".join(str(error).split())
    if not recorder.exchanges:
        result = f"failed: {failure or 'it made no offer'}"
        return {"status": None, "outcome": None, "result": result}
    exchange = recorder.exchanges[0]
    outcome = outcome_of(exchange, heard)
    passed = not failure and outcome.passed(shows_face=publisher.shows_face)
    result = PASSED if passed else f"failed: {failure or 'labels, report or end are missing'}"
    return {"status": exchange.status, "outcome": dataclasses.asdict(outcome), "result": result}
