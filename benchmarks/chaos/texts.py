"""Texts written to contexts at a steady pace, and whether what was acknowledged is kept."""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp

from benchmarks.chaos.waiting import comes_true

LANES = 2
PERIOD_S = 0.2
TIMEOUT_S = 20.0
MESSAGES_A_CONTEXT = 40
READS_AT_ONCE = 8
READ_ATTEMPTS = 20
NO_ANSWER = 0
"""Stands for the status of a request whose connection broke, or that timed out."""

TEXT = "I have been waiting for two hours and nobody tells me anything"


@dataclass(frozen=True, slots=True)
class Write:
    """One message that was sent.

    Attributes:
        status: of the answer, or NO_ANSWER.
    """

    context: str
    external_id: str
    sent_s: float
    took_s: float
    status: int

    @property
    def is_acknowledged(self) -> bool:
        return self.status == 200


@dataclass
class TextLoad:
    """Writers of /v2, each with one request at a time.

    Attributes:
        writes: all so far.
    """

    http: aiohttp.ClientSession
    writes: list[Write] = field(default_factory=list)
    _run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])

    async def write_on(self, lane: int) -> None:
        number = 0
        while True:
            started_s = time.monotonic()
            context = f"chaos-{self._run}-{lane}-{number // MESSAGES_A_CONTEXT}"
            self.writes.append(await self._write(context, f"m{number}"))
            number += 1
            await asyncio.sleep(max(0.0, started_s + PERIOD_S - time.monotonic()))

    async def _write(self, context: str, external_id: str) -> Write:
        message = {"role": "user", "externalId": external_id, "content": {"text": TEXT}}
        sent_s = time.monotonic()
        status = await self._status(f"/v2/emotions/{context}/analysis", {"messages": [message]})
        return Write(context, external_id, sent_s, time.monotonic() - sent_s, status)

    async def _status(self, path: str, body: object) -> int:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with self.http.post(path, json=body, timeout=timeout) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return NO_ANSWER

    @property
    def acknowledged(self) -> Sequence[Write]:
        return [write for write in self.writes if write.is_acknowledged]

    def statuses(self) -> dict[int, int]:
        """Count the answers to all that was sent, by status."""
        return dict(Counter(write.status for write in self.writes))

    def slowest_s(self) -> float:
        return max((write.took_s for write in self.writes), default=0.0)

    def first_success_s(self, since_s: float) -> float | None:
        """Return the seconds from a time to the end of the first success sent after it."""
        ends = [w.sent_s + w.took_s for w in self.acknowledged if w.sent_s >= since_s]
        return min(ends) - since_s if ends else None

    async def until_success(self, since_s: float, patience_s: float) -> float | None:
        """Wait for a success that was sent after a time; return how long it took."""
        await comes_true(lambda: self.first_success_s(since_s) is not None, patience_s)
        return self.first_success_s(since_s)

    async def count_lost(self) -> int:
        """Read back all that was acknowledged; return how much is not there."""
        free = asyncio.Semaphore(READS_AT_ONCE)
        kept = await asyncio.gather(*(self._is_kept(write, free) for write in self.acknowledged))
        return kept.count(False)

    async def _is_kept(self, write: Write, free: asyncio.Semaphore) -> bool:
        async with free:
            return await self._is_there(write)

    async def _is_there(self, write: Write) -> bool:
        path = f"/v2/emotions/{write.context}/message/{write.external_id}"
        for _ in range(READ_ATTEMPTS):
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self.http.get(path) as response:
                    if response.status in (200, 404):
                        return response.status == 200
            await asyncio.sleep(0.5)
        return False


@asynccontextmanager
async def text_load(http: aiohttp.ClientSession) -> AsyncIterator[TextLoad]:
    """Write until the end of the block."""
    load = TextLoad(http)
    tasks = [asyncio.create_task(load.write_on(lane)) for lane in range(LANES)]
    try:
        yield load
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def told(statuses: dict[int, int]) -> str:
    """Return counted statuses in words, as `200: 41, none: 2`."""
    return ", ".join(
        f"{'none' if status == NO_ANSWER else status}: {count}"
        for status, count in sorted(statuses.items())
    )
