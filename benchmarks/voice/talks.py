"""Talks with the assistant: how soon a reply is heard, how soon it falls silent, what it costs.

Google is a stand-in on loopback, in the process of those who talk: both have one clock.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.servers import Server, run_server
from benchmarks.voice.ear import Ear
from benchmarks.voice.session import SpeakingSession
from benchmarks.voice.speech import Speech
from tests.live import frames
from tests.live.scripts import sends, tone
from tests.live.standin import LiveStandin, Peer, serve_live

HTTP_TIMEOUT_S = 30
STAGGER_S = 0.25
LIMIT_S = 600.0

REPLY_PIECES = 10
PIECE_S = 0.2
"""A reply of two seconds comes faster than it is played, in such pieces."""

INTERRUPT_AFTER_S = 1.0
LISTEN_S = 0.5
"""After an interruption: more than the way through any buffer, before the next reply."""

AUDIBLE_TIMEOUT_S = 5.0
SPARE_S = 60.0
"""A session is asked to last longer than its rounds."""


@dataclass(frozen=True, slots=True)
class TalkLoad:
    """How much is talked.

    Attributes:
        sessions: at a time.
        settle_s: of speech before the first reply.
        rounds: replies in each session, all of them interrupted.
    """

    sessions: int
    settle_s: float
    rounds: int


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """What a load measured.

    Attributes:
        audible_ms: from when Google sends the first sound of a reply to when it can be heard.
        silent_ms: from when Google says `interrupted` to the last sound of the reply.
        cpu_share: of one core, of all sessions.
        speaking_share: of the time, that in which a reply was heard.
    """

    audible_ms: list[float]
    silent_ms: list[float]
    cpu_share: float
    speaking_share: float


async def measure_talks(
    said: Speech, loads: Sequence[TalkLoad], core: int, options: Sequence[str]
) -> list[TalkFigures]:
    """Run all loads against one server on one core.

    Raises:
        RuntimeError, TimeoutError, aiohttp.ClientError: a session could not join or heard nothing.
    """
    with tempfile.TemporaryDirectory() as folder, _other_cores(core):
        async with asyncio.timeout(LIMIT_S), serve_live(Path(folder), sends()) as standin:
            with run_server(
                "emochat", cores=[core], options=options, variables=_variables(standin)
            ) as server:
                return [await _measure(server, standin, said, load) for load in loads]


def _variables(standin: LiveStandin) -> Mapping[str, str]:
    return {
        "GEMINI_API_KEY": "of-the-benchmark",
        "EMOCHAT_GEMINI_BASE_URL": standin.base_url,
        "SSL_CERT_FILE": str(standin.certificate_path),
        "NO_PROXY": "127.0.0.1",
    }


@contextmanager
def _other_cores(core: int) -> Iterator[None]:
    """Keep this process away from the server's core, where there is another."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, (cores - {core}) or cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


async def _measure(
    server: Server, standin: LiveStandin, said: Speech, load: TalkLoad
) -> TalkFigures:
    timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S)
    standin.peers.clear()
    async with aiohttp.ClientSession(timeout=timeout) as http:
        talks = [_Talk(SpeakingSession(http, server.url, said)) for _ in range(load.sessions)]
        try:
            await asyncio.gather(*(talk.session.join() for talk in talks))
            for number, talk in enumerate(talks, 1):
                await talk.begin(standin, number, load)
                await asyncio.sleep(STAGGER_S)
            await asyncio.sleep(load.settle_s)
            cpu_s, begun_s = server.cpu_s(), time.monotonic()
            await asyncio.gather(*(talk.converse(load.rounds) for talk in talks))
            took_s = time.monotonic() - begun_s
            cpu_share = (server.cpu_s() - cpu_s) / took_s
        finally:
            await asyncio.gather(*(t.session.leave() for t in talks), return_exceptions=True)
    spoken_s = sum(talk.spoken_s for talk in talks)
    return TalkFigures(
        audible_ms=[each for talk in talks for each in talk.audible_ms],
        silent_ms=[each for talk in talks for each in talk.silent_ms],
        cpu_share=round(cpu_share, 4),
        speaking_share=round(spoken_s / took_s / load.sessions, 3),
    )


class _Talk:
    """One person who talks, and Google's side of it."""

    def __init__(self, session: SpeakingSession) -> None:
        self.session = session
        self.audible_ms: list[float] = []
        self.silent_ms: list[float] = []
        self.spoken_s = 0.0
        self._ear = Ear(session.microphone_transceiver)
        self._google: Peer | None = None

    async def begin(self, standin: LiveStandin, number: int, load: TalkLoad) -> None:
        rounds_s = load.rounds * (INTERRUPT_AFTER_S + LISTEN_S)
        await self.session.speak(rounds_s + load.settle_s + SPARE_S, assistant=True)
        self._google = await standin.connection(number)

    async def converse(self, rounds: int) -> None:
        for _ in range(rounds):
            await self._round()

    async def _round(self) -> None:
        assert self._google is not None
        self._ear.forget()
        begun_s = time.monotonic()
        await self._google.send(*_reply())
        async with asyncio.timeout(AUDIBLE_TIMEOUT_S):
            await self._ear.hears()
        await asyncio.sleep(INTERRUPT_AFTER_S)
        interrupted_s = time.monotonic()
        await self._google.send(frames.INTERRUPTED, frames.TURN_COMPLETE)
        await asyncio.sleep(LISTEN_S)
        first_s, last_s = self._ear.first_loud_s, self._ear.last_loud_s
        assert first_s is not None
        assert last_s is not None
        self.audible_ms.append(round(1000 * (first_s - begun_s), 2))
        self.silent_ms.append(round(1000 * (last_s - interrupted_s), 2))
        self.spoken_s += last_s - first_s


def _reply() -> list[dict[str, Any]]:
    return [_PIECE] * REPLY_PIECES


_PIECE = frames.sound(tone(PIECE_S))
