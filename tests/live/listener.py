"""What a test hears of a talk, and the clock that it holds in its hands."""

import asyncio
from collections.abc import Callable
from typing import Any

from analysis.labels import EnergyLevel


class Listener:
    """TalkEvents that remembers everything, in order, as (event, arguments…)."""

    def __init__(self) -> None:
        self.events: list[tuple[Any, ...]] = []
        self._changed = asyncio.Event()

    def on_reply(self, pcm: bytes) -> None:
        self._add("reply", pcm)

    def on_interrupted(self) -> None:
        self._add("interrupted")

    def on_words(self, role: str, text: str, final: bool) -> None:
        self._add("words", role, text, final)

    def on_opinion(self, emotion: str, confidence: float, energy: EnergyLevel) -> None:
        self._add("opinion", emotion, confidence, energy)

    def on_state(self, state: str) -> None:
        self._add("state", state)

    def on_failure(self, code: str, message: str) -> None:
        self._add("failure", code, message)

    @property
    def reply(self) -> bytes:
        return b"".join(event[1] for event in self.of("reply"))

    @property
    def states(self) -> list[str]:
        return [event[1] for event in self.of("state")]

    def of(self, *names: str) -> list[tuple[Any, ...]]:
        return [event for event in self.events if event[0] in names]

    async def until(self, condition: Callable[["Listener"], bool]) -> None:
        while not condition(self):
            self._changed.clear()
            await self._changed.wait()

    async def until_state(self, state: str, times: int = 1) -> None:
        await self.until(lambda listener: listener.states.count(state) >= times)

    def _add(self, *event: Any) -> None:
        self.events.append(event)
        self._changed.set()


class ManualClock:
    """A Clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now_s = 1_000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()

    def time(self) -> float:
        return self._now_s

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now_s + seconds, sleeper))
        self._changed.set()
        await sleeper

    def advance(self, seconds: float) -> None:
        self._now_s += seconds
        for wakes_s, sleeper in self._sleepers:
            if wakes_s <= self._now_s and not sleeper.done():
                sleeper.set_result(None)

    @property
    def waits_s(self) -> list[float]:
        """How long each sleeper still has to wait."""
        return [wakes_s - self._now_s for wakes_s, sleeper in self._sleepers if not sleeper.done()]

    async def until_sleeping(self, least_s: float, most_s: float) -> None:
        """Wait until somebody sleeps for a time within these bounds."""
        while not any(least_s <= wait_s <= most_s for wait_s in self.waits_s):
            self._changed.clear()
            await self._changed.wait()


class EagerClock(ManualClock):
    """A Clock on which every wait of some seconds is over at once; it notes them."""

    def __init__(self, longest_s: float = 10.0) -> None:
        super().__init__()
        self.slept_s: list[float] = []
        self._longest_s = longest_s

    async def sleep(self, seconds: float) -> None:
        if seconds > self._longest_s:
            await super().sleep(seconds)
            return
        self.slept_s.append(seconds)
        self.advance(seconds)
