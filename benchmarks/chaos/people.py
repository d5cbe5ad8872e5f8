"""People in sessions over real WebRTC, and what became of their labels."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from benchmarks.chaos.waiting import comes_true
from tests.cluster_live.person import Message, Person

BEGIN_TIMEOUT_S = 60.0
END_TIMEOUT_S = 60.0
LOOK_PERIOD_S = 0.05
WHOLE_END = ["analysis", "report", "ended"]


@dataclass
class Life:
    """One person's session.

    Attributes:
        label_at_s: when each label came, by time.monotonic().
        end: its last messages, once it is over.
    """

    person: Person
    label_at_s: list[float] = field(default_factory=list)
    end: Sequence[Message] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the session was one to its end, with its analysis and report."""
        kinds = [message["type"] for message in self.end]
        return kinds == WHOLE_END and len(self.person.session_ids) == 1

    def longest_gap_s(self, since_s: float, until_s: float) -> float:
        """Return the longest time without a label between two moments."""
        inside = [at_s for at_s in self.label_at_s if since_s < at_s < until_s]
        marks = [since_s, *inside, until_s]
        return max(after - before for before, after in zip(marks, marks[1:], strict=False))

    def labels_lost(self) -> int:
        """Count the labels that the person has seen beyond those that the report holds."""
        shown = len(self.person.messages("label"))
        reports = [message for message in self.end if message["type"] == "report"]
        return max(0, shown - len(reports[0]["timeline"])) if reports else shown


@dataclass
class People:
    """Several of them, each living on until told to stop."""

    lives: list[Life] = field(default_factory=list)

    @property
    def persons(self) -> list[Person]:
        return [life.person for life in self.lives]

    @property
    def labels_shown(self) -> int:
        return sum(len(person.messages("label")) for person in self.persons)

    @property
    def labels_lost(self) -> int:
        return sum(life.labels_lost() for life in self.lives)

    @property
    def broken(self) -> int:
        """How many sessions came to no whole end."""
        return sum(not life.is_whole for life in self.lives)

    def longest_gap_s(self, since_s: float) -> float:
        """Return the longest time without a label that anybody has had since then."""
        now_s = time.monotonic()
        return max(life.longest_gap_s(since_s, now_s) for life in self.lives)

    async def heard(self, labels: int) -> None:
        """Wait until everybody has had some more labels."""
        wanted = [len(person.messages("label")) + labels for person in self.persons]

        def all_had() -> bool:
            had = [len(person.messages("label")) for person in self.persons]
            return all(count >= want for count, want in zip(had, wanted, strict=True))

        if not await comes_true(all_had, BEGIN_TIMEOUT_S):
            raise TimeoutError(f"{labels} labels did not come")

    def stop(self) -> None:
        """Have everybody press stop."""
        for person in self.persons:
            person.line.send({"type": "stop"})


@asynccontextmanager
async def people(
    http: aiohttp.ClientSession, count: int, duration_s: float = 300.0
) -> AsyncIterator[People]:
    """Let people begin; their sessions go on until `stop`, or the end of the block."""
    crowd = People([Life(Person(http)) for _ in range(count)])
    tasks: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(BEGIN_TIMEOUT_S):
            for person in crowd.persons:
                await person.begin(duration_s=duration_s)
        tasks += [asyncio.create_task(_live(life)) for life in crowd.lives]
        tasks.append(asyncio.create_task(_look(crowd)))
        yield crowd
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for person in crowd.persons:
            await person.close()


async def ended(crowd: People, timeout_s: float = END_TIMEOUT_S) -> None:
    """Wait for the ends of all sessions; what does not end in time has no whole end."""
    await comes_true(lambda: all(life.end for life in crowd.lives), timeout_s)


async def _live(life: Life) -> None:
    life.end = await life.person.live()


async def _look(crowd: People) -> None:
    while True:
        for life in crowd.lives:
            new = len(life.person.messages("label")) - len(life.label_at_s)
            life.label_at_s += [time.monotonic()] * new
        await asyncio.sleep(LOOK_PERIOD_S)
