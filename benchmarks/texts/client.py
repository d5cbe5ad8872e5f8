"""Clients of the text API: each sends its next text when it has the answer to the last."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any

import aiohttp

from benchmarks.texts.load import BATCH_TEXTS, Load, LoadSeen, Seen
from benchmarks.texts.sentences import mixed
from text.categories import LANGUAGES, Language

REQUEST_TIMEOUT_S = 30.0
WARM_UP = 2
"""Texts of each client before those that are measured."""

Texts = Iterator[tuple[Language, str]]


async def measure(url: str, key: str, loads: Sequence[Load], batches: int) -> Seen:
    """Put each load on a server in turn, then batches one by one.

    Raises:
        ExceptionGroup: of RuntimeError where the server refused, and of aiohttp.ClientError
            or TimeoutError where it could not be reached or was too slow.
    """
    texts = cycle(mixed())
    async with aiohttp.ClientSession(
        base_url=url,
        headers={"X-Api-Key": key},
        timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S),
        connector=aiohttp.TCPConnector(limit=max(load.clients for load in loads)),
    ) as http:
        seen = [await _put(http, load, texts) for load in loads]
        batch_s = [await _send_batch(http, texts) for _ in range(batches)]
    return Seen(seen, batch_s)


async def _put(http: aiohttp.ClientSession, load: Load, texts: Texts) -> LoadSeen:
    await _send_all(http, load.clients, islice(texts, WARM_UP * load.clients))
    started_s = time.perf_counter()
    ms = await _send_all(http, load.clients, islice(texts, load.texts))
    return LoadSeen(load.clients, time.perf_counter() - started_s, ms)


async def _send_all(
    http: aiohttp.ClientSession, clients: int, texts: Texts
) -> dict[Language, list[float]]:
    """Return how long each answer took, in ms by the text's language."""
    ms: dict[Language, list[float]] = {language: [] for language in LANGUAGES}

    async def send_in_turn() -> None:
        for language, text in texts:
            started_s = time.perf_counter()
            await _post(http, "/v2/emotions/analysis", [text])
            ms[language].append(round(1000 * (time.perf_counter() - started_s), 3))

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(send_in_turn())
    return ms


async def _send_batch(http: aiohttp.ClientSession, texts: Texts) -> float:
    batch = [text for _, text in islice(texts, BATCH_TEXTS)]
    started_s = time.perf_counter()
    await _post(http, "/v2/emotions/batch-analysis", batch)
    return time.perf_counter() - started_s


async def _post(http: aiohttp.ClientSession, path: str, texts: Sequence[str]) -> None:
    messages: list[dict[str, Any]] = [{"content": {"text": text}} for text in texts]
    async with http.post(path, json={"messages": messages}) as response:
        body = await response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {body[:200].decode()}")
