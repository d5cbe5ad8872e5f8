import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import pytest

from analysis.labels import VoiceReading
from tests.webrtc.publisher import QuickVoice
from webrtc.listening import BATCH_S, MAX_WAITING_S, Listening
from webrtc.receive.audio_decoder import AudioFrame

FRAME_S = 0.06
STARTED_S = 1000.0


def sound(media_time_s: float, arrival_s: float) -> AudioFrame:
    return AudioFrame(np.zeros(round(FRAME_S * 48_000), np.int16), media_time_s, arrival_s, True)


@pytest.fixture
def readings() -> list[VoiceReading]:
    return []


@pytest.fixture
def voice() -> QuickVoice:
    return QuickVoice()


@pytest.fixture
def listening(voice: QuickVoice, readings: list[VoiceReading]) -> Listening:
    return Listening(voice, readings.append)


@asynccontextmanager
async def running(listening: Listening) -> AsyncIterator[None]:
    task = asyncio.create_task(listening.run())
    yield
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


def take(listening: Listening, seconds: float, *, media_time_s: float, arrival_s: float) -> None:
    for index in range(round(seconds / FRAME_S)):
        offset_s = index * FRAME_S
        listening.take_audio(sound(media_time_s + offset_s, arrival_s + offset_s), STARTED_S)


async def hear(
    listening: Listening, seconds: float, *, media_time_s: float, arrival_s: float
) -> None:
    """Take sound no faster than the worker listens to it."""
    for index in range(round(seconds / FRAME_S)):
        offset_s = index * FRAME_S
        take(
            listening, FRAME_S, media_time_s=media_time_s + offset_s, arrival_s=arrival_s + offset_s
        )
        await until(lambda: listening._waiting_samples < BATCH_S * 48_000)


async def test_readings_stand_on_the_session_clock(
    listening: Listening, readings: list[VoiceReading]
) -> None:
    async with running(listening):
        await hear(listening, 2.4, media_time_s=50.0, arrival_s=STARTED_S + 7.0)
        await until(lambda: len(readings) == 2)
    # QuickEar tells of the stream's seconds from 0 on; the stream began at 50 s of its own clock.
    assert [reading.end_s for reading in readings] == [0.0, 0.0]
    # The first packet came when its sound had ended.
    assert listening._offset_s == pytest.approx(7.0 - FRAME_S - 50.0)


async def test_every_reading_comes_in_order(
    listening: Listening, readings: list[VoiceReading]
) -> None:
    async with running(listening):
        await hear(listening, 3.6, media_time_s=0.0, arrival_s=STARTED_S + FRAME_S)
        await until(lambda: len(readings) == 3)
    assert [reading.end_s for reading in readings] == pytest.approx([1.0, 2.0, 3.0])
    assert listening.heard_s == pytest.approx(3.6)


async def test_sound_is_handed_over_in_batches(listening: Listening, voice: QuickVoice) -> None:
    async with running(listening):
        listening.take_audio(sound(0.0, STARTED_S), STARTED_S)
        await asyncio.sleep(0)
        assert voice.ears[0].samples == 0
        listening.take_audio(sound(FRAME_S, STARTED_S), STARTED_S)
        await until(lambda: voice.ears[0].samples > 0)


async def test_while_the_worker_is_slow_the_oldest_sound_goes_and_is_counted(
    listening: Listening, voice: QuickVoice
) -> None:
    async with running(listening):
        take(listening, 0.12, media_time_s=0.0, arrival_s=STARTED_S)
        voice.ears[0].may_hear.clear()
        await asyncio.sleep(0.01)
        take(listening, 2 * MAX_WAITING_S, media_time_s=0.12, arrival_s=STARTED_S)
        waiting_s = listening._waiting_samples / 48_000
        assert MAX_WAITING_S - FRAME_S <= waiting_s <= MAX_WAITING_S
        assert listening.samples_dropped == pytest.approx(MAX_WAITING_S * 48_000, abs=3 * 2880)
        voice.ears[0].may_hear.set()
        await until(lambda: listening._waiting_samples == 0)


async def test_without_sound_nobody_listens(listening: Listening, voice: QuickVoice) -> None:
    async with running(listening):
        listening.calibrate()
        await asyncio.sleep(0)
    assert voice.ears == []
