"""The reply's track on real aiortc peers: what is pushed is heard, and what is flushed is not."""

import asyncio

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from tests.webrtc.send.line import HEARD_RATE_HZ, Line, tone
from webrtc.send.play_out import FRAME_S, SAMPLE_RATE_HZ, TAIL_FRAMES
from webrtc.send.reply_track import ReplyTrack

FRAME_TICKS = round(FRAME_S * HEARD_RATE_HZ)
CODEC_TICKS = 480
"""At most 10 ms of delay in Opus's encoder and decoder."""

JITTER_FRAMES = 4
"""What aiortc's jitter buffer keeps back until more comes."""


class CountingTrack(ReplyTrack):
    """Counts the packets that its sender took."""

    packets = 0

    async def recv(self) -> object:  # type: ignore[override]
        packet = await super().recv()
        self.packets += 1
        return packet


def loud_ticks(samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> tuple[int, int]:
    """Return where the sound begins and ends."""
    [loud] = np.nonzero(np.abs(samples.astype(int)) > 1_000)
    return int(loud[0]), int(loud[-1])


async def test_a_tone_is_heard_whole_at_its_level_from_the_first_frame_on() -> None:
    track = ReplyTrack()
    async with Line(track) as line:
        track.push(tone(1.0))
        await line.hears(50 + TAIL_FRAMES - JITTER_FRAMES)
    start, end = loud_ticks(line.samples)
    assert start < CODEC_TICKS
    assert abs(end - start - HEARD_RATE_HZ) < CODEC_TICKS
    middle = line.samples[start + 4_800 : end - 4_800].astype(float)
    assert 0.9 < np.sqrt(2 * np.mean(middle**2)) / 9_000 < 1.1


async def test_no_sample_of_a_tone_is_lost_or_comes_twice() -> None:
    track = ReplyTrack()
    async with Line(track) as line:
        sound = tone(1.0)
        for start in range(0, len(sound), 1_234):
            track.push(sound[start : start + 1_234])
        await line.hears(50)
    middle = line.samples[4_800:43_200].astype(float)
    times_s = np.arange(len(middle)) / HEARD_RATE_HZ
    phase = np.unwrap(np.angle(_slow_part(middle * np.exp(-2j * np.pi * 440 * times_s))))
    # One sample of 24 kHz more or less would turn the phase by 2 * pi * 440 / 24,000 = 0.115.
    assert np.ptp(phase) < 0.1
    ticks = [frame.ticks for frame in line.heard]
    assert set(np.diff(ticks)) == {FRAME_TICKS}


def _slow_part(
    signal: np.ndarray[tuple[int], np.dtype[np.complex128]],
) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    """Average over ten periods of 440 Hz, which leaves out the part at twice the frequency."""
    length = round(10 * HEARD_RATE_HZ / 440)
    return np.convolve(signal, np.ones(length) / length, "valid")


async def test_a_flush_is_heard_from_the_next_frame_on() -> None:
    track = CountingTrack()
    async with Line(track) as line:
        track.push(tone(10.0))
        await line.hears(20)
        left = track.packets
        track.flush()
        await line.hears(left + TAIL_FRAMES - JITTER_FRAMES)
    # The frame of the flush fades out, and the codec rings for one more at most.
    assert left <= len(line.loud) <= left + 2
    assert track.queued_s == 0


async def test_while_nothing_is_said_nothing_is_encoded_or_sent() -> None:
    track = CountingTrack()
    async with Line(track) as line:
        await asyncio.sleep(0.2)
        assert track.packets == 0
        assert track._encoder is None
        track.push(tone(0.1))
        await line.hears(5 + TAIL_FRAMES - JITTER_FRAMES)
        await asyncio.sleep(0.1)
        assert track.packets == 5 + TAIL_FRAMES


async def test_a_pause_is_a_gap_of_its_real_length_in_the_timestamps() -> None:
    track = ReplyTrack()
    async with Line(track) as line:
        track.push(tone(0.2))
        await line.hears(10 + TAIL_FRAMES - JITTER_FRAMES)
        first_ticks = line.heard[0].ticks
        loop = asyncio.get_running_loop()
        before_s = loop.time()
        await asyncio.sleep(0.3)
        pause_s = loop.time() - before_s
        track.push(tone(0.2))
        await line.hears(20 + TAIL_FRAMES)
    ticks = [frame.ticks - first_ticks for frame in line.heard]
    gap_s = max(np.diff(ticks)) / HEARD_RATE_HZ
    assert gap_s > pause_s
    assert line.loud[-1].samples.any()


async def test_a_piece_of_less_than_a_frame_waits_for_the_rest_of_it() -> None:
    track = ReplyTrack()
    track.push(tone(0.01))
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    track.push(tone(0.01))
    await waiting
    assert track.queued_s == 0


async def test_a_stall_while_a_frame_waits_for_its_time_is_no_burst() -> None:
    now_s = 100.0
    track = ReplyTrack(lambda: now_s)
    track.push(tone(0.1))
    assert (await track.recv()).pts == 0
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    now_s += 0.32
    assert (await waiting).pts == round(0.32 * SAMPLE_RATE_HZ)


async def test_what_is_beyond_the_bound_is_counted() -> None:
    track = ReplyTrack()
    track.push(bytes(2 * 31 * SAMPLE_RATE_HZ))
    assert track.samples_dropped == SAMPLE_RATE_HZ


async def test_a_stopped_track_wakes_its_reader_and_takes_nothing_more() -> None:
    track = ReplyTrack()
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    track.stop()
    with pytest.raises(MediaStreamError):
        await waiting
    track.push(tone(1.0))
    assert track.queued_s == 0
