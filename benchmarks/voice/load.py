"""Runs speaking sessions against a server: they join, speak, are measured and leave."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import aiohttp

from benchmarks.voice.session import SpeakingSession
from benchmarks.voice.speech import speech

HTTP_TIMEOUT_S = 30
GRACE_S = 0.5
"""For the readings of the last windows."""

STAGGER_S = 0.25
"""Between the beginnings of two speakers, so that their windows do not all end at once."""


@dataclass(frozen=True, slots=True)
class SpeakerLoad:
    """Sessions of a voice alone, and for how long to measure them.

    Attributes:
        packet_ms: of sound in a packet.
        settle_s: of speech before the measured time; the first window takes 3 s.
        measure_s: of speech that is measured.
    """

    url: str
    sessions: int
    packet_ms: int
    settle_s: int
    measure_s: int


@dataclass(frozen=True, slots=True)
class SpeakerFigures:
    """What a load measured.

    Attributes:
        microphone_to_message_ms: of every reading in the measured time.
        readings_expected: about one a second and session; pauses have none.
        sender_late_ms: most that a packet left later than it was due.
    """

    microphone_to_message_ms: list[float]
    readings_expected: int
    sender_late_ms: float


async def run(
    load: SpeakerLoad, on_begin: Callable[[], None], on_end: Callable[[], None]
) -> SpeakerFigures:
    """Run a load.

    Args:
        load: what to run.
        on_begin: called when the measured time begins.
        on_end: called when it ends.

    Raises:
        RuntimeError, TimeoutError, aiohttp.ClientError: a session could not join.
    """
    timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        said = speech(load.packet_ms)
        sessions = [SpeakingSession(http, load.url, said) for _ in range(load.sessions)]
        try:
            await asyncio.gather(*(session.join() for session in sessions))
            await _begin(sessions, load)
            await asyncio.sleep(load.settle_s)
            on_begin()
            await asyncio.sleep(load.measure_s)
            on_end()
            await asyncio.sleep(GRACE_S)
        finally:
            await asyncio.gather(*(s.leave() for s in sessions), return_exceptions=True)
    return _figures(load, sessions)


async def _begin(sessions: Sequence[SpeakingSession], load: SpeakerLoad) -> None:
    for session in sessions:
        await session.speak(load.settle_s + load.measure_s + 60)
        await asyncio.sleep(STAGGER_S)


def _figures(load: SpeakerLoad, sessions: Sequence[SpeakingSession]) -> SpeakerFigures:
    span = (load.settle_s, load.settle_s + load.measure_s)
    from_microphone_s = [late_s for s in sessions for late_s in s.record.from_window_s(*span)]
    return SpeakerFigures(
        microphone_to_message_ms=[round(late_s * 1000, 2) for late_s in from_microphone_s],
        readings_expected=load.sessions * load.measure_s,
        sender_late_ms=round(1000 * max(s.microphone.latest_s for s in sessions), 2),
    )
