"""A crowd of publishers that come, stay for a while and come again."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiohttp

from benchmarks.crowd.publisher import publish_command
from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import events_at, offered, running
from benchmarks.interop.recorder import Recorder

JOIN_TIMEOUT_S = 30.0
BEFORE_NEXT_TRY_S = 1.0
ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as the server told it.

    Attributes:
        heard_s: by time.monotonic().
        total_ms: from the arrival of the frame's last packet to the label's publication.
    """

    heard_s: float
    total_ms: float
    worker_id: str


@dataclass
class Crowd:
    """Publishers of one clip at one server.

    Args:
        url: of the server, without a slash at its end.
        key: that the server asks for.
        clip: see publisher.write_clip.
        folder: for the programs' last words.
        stay_s: how long a session lasts; then another one takes its place.
        join_spacing_s: between two that come, drawn evenly: their frames fall anywhere in a
            second, as with people.
    """

    url: str
    key: str
    clip: Path
    folder: Path
    stay_s: int
    join_spacing_s: tuple[float, float] = (0.1, 1.1)
    labels: list[Label] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)
    """Sessions that began, by worker."""
    completed: int = 0
    failures: list[str] = field(default_factory=list)
    _members: list[asyncio.Task[None]] = field(default_factory=list)
    _random: random.Random = field(default_factory=lambda: random.Random(0))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        for member in self._members:
            member.cancel()
        await asyncio.gather(*self._members, return_exceptions=True)

    async def grow_to(self, members: int) -> None:
        """Let more come, one after the other."""
        while len(self._members) < members:
            self._members.append(asyncio.create_task(self._come_again(len(self._members))))
            await asyncio.sleep(self._random.uniform(*self.join_spacing_s))

    async def until(self, is_true: Callable[[], bool], timeout_s: float) -> None:
        """Wait for something that the crowd's labels or places tell.

        Raises:
            TimeoutError: it did not come true; the message has what failed.
        """
        until_s = time.monotonic() + timeout_s
        while not is_true():
            if time.monotonic() > until_s:
                raise TimeoutError(f"the crowd is not there: {self.failures[-3:]}")
            await asyncio.sleep(0.1)

    def between(self, from_s: float, to_s: float) -> list[Label]:
        """Return the labels heard in [from_s, to_s), by time.monotonic()."""
        return [label for label in self.labels if from_s <= label.heard_s < to_s]

    async def _come_again(self, number: int) -> None:
        while True:
            try:
                await self._come(self.folder / f"publisher-{number}.log")
            except (aiohttp.ClientError, OSError, RuntimeError) as error:
                self.failures.append(f"{type(error).__name__}: {error}")
                await asyncio.sleep(BEFORE_NEXT_TRY_S)

    async def _come(self, log: Path) -> None:
        async with Recorder(self.url, self.key) as recorder:
            offer_url = f"{recorder.url}/whip?consent=true&duration_s={self.stay_s}"
            async with running(publish_command(self.clip, offer_url, self.key), log) as program:
                async with asyncio.timeout(JOIN_TIMEOUT_S):
                    location = await offered(recorder, program)
                worker_id = _worker_of(location)
                self.places[worker_id] += 1
                async for heard in events_at(recorder, f"{location}/events"):
                    self._note(heard, worker_id)

    def _note(self, heard: Heard, worker_id: str) -> None:
        if heard.message["type"] == "label":
            total_ms = heard.message["timing_ms"]["total"]
            self.labels.append(Label(time.monotonic(), total_ms, worker_id))
        elif heard.message["type"] == "ended":
            reason = heard.message["reason"]
            if reason == "completed":
                self.completed += 1
            else:
                self.failures.append(f"a session ended: {reason}")


def _worker_of(location: str) -> str:
    """Return the worker that a session's path names; a process alone names none."""
    name, dot, _ = location.removeprefix("/whip/").partition(".")
    return name if dot else ALONE
