"""What a publisher is, and how those that are programs are run."""

import asyncio
import json
import os
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.interop.outcome import Heard
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene

DURATION_S = 8
MAX_ERROR_CHARS = 300


class NotInstalledError(Exception):
    """The publisher is not on this machine; the message says what lacks."""


class GaveUpError(RuntimeError):
    """The publisher ended before its session did; the message is its last words."""


class Publisher(Protocol):
    """A program of others that joins by WHIP.

    Attributes:
        name: in the table; says what is special about its way.
        shows_face: labels must name expressions.
    """

    @property
    def name(self) -> str: ...

    @property
    def shows_face(self) -> bool: ...

    def version(self) -> str:
        """Return the program's own version.

        Raises:
            NotInstalledError: it is not there.
        """

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        """Run one session to its end and return what was heard. The caller sets the limit.

        Raises:
            OSError: the program could not be run.
            RuntimeError: it gave up, or was refused.
        """


@dataclass(frozen=True, slots=True)
class Program:
    """A program that publishes; its errors go to a log."""

    process: Process
    log: Path

    async def gave_up(self) -> GaveUpError:
        """Wait for its end and return its last words."""
        status = await self.process.wait()
        said = (await asyncio.to_thread(self.log.read_text, errors="replace")).split("\n")
        last = next((line for line in reversed(said) if line.strip()), "")
        return GaveUpError(f"it ended with status {status}: {last}"[:MAX_ERROR_CHARS])


@asynccontextmanager
async def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Program]:
    """Run a program, and end it afterwards."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=errors,
            env=os.environ | (environment or {}),
        )
    try:
        yield Program(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        # Reads on to the end: an unread pipe would keep its transport open.
        await process.communicate()


async def hear_lines(program: Program) -> list[Heard]:
    """Read messages, one a line, until the session has ended.

    Raises:
        GaveUpError: the program ended before.
    """
    assert program.process.stdout is not None
    heard = []
    async for line in program.process.stdout:
        heard.append(Heard(time.time(), json.loads(line)))
        if heard[-1].message["type"] == "ended":
            return heard
    raise await program.gave_up()


async def hear_events(recorder: Recorder, program: Program) -> list[Heard]:
    """Read the Server-Sent Events of the recorder's session to its end.

    Raises:
        GaveUpError: the program ended without an offer.
        RuntimeError: the offer was refused.
    """
    path = f"{await offered(recorder, program)}/events"
    return [heard async for heard in events_at(recorder, path)]


async def offered(recorder: Recorder, program: Program) -> str:
    """Wait for the answer to the program's offer, and return the session's path.

    Raises:
        GaveUpError: the program ended without an offer.
        RuntimeError: the offer was refused.
    """
    answered = asyncio.create_task(recorder.answered())
    gave_up = asyncio.create_task(program.gave_up())
    try:
        await asyncio.wait([answered, gave_up], return_when=asyncio.FIRST_COMPLETED)
        if not answered.done():
            raise gave_up.result()
        exchange = answered.result()
        if not exchange.location:
            refusal = f"refused with {exchange.status}: {exchange.answer}"
            raise RuntimeError(refusal[:MAX_ERROR_CHARS])
        return exchange.location
    finally:
        for task in (answered, gave_up):
            task.cancel()
        await asyncio.gather(answered, gave_up, return_exceptions=True)


async def events_at(recorder: Recorder, path: str) -> AsyncIterator[Heard]:
    """Yield Server-Sent Events until the server ends them.

    Raises:
        aiohttp.ClientResponseError: there are none.
    """
    async with recorder.get(path) as events:
        events.raise_for_status()
        async for line in events.content:
            if line.startswith(b"data:"):
                yield Heard(time.time(), json.loads(line.removeprefix(b"data:")))
