"""Measures the way of a reply over loopback, and what encoding it costs.

    python -m tests.webrtc.send.figures

The hearing end is aiortc's, whose jitter buffer holds 80 ms back.
"""

import asyncio
import statistics
import sys
import time
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc.codecs.opus import OpusEncoder

from tests.webrtc.send.line import HEARD_RATE_HZ, Line, tone
from webrtc.microphone import Microphone
from webrtc.send.play_out import FRAME_BYTES, FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ
from webrtc.send.reply_track import ReplyTrack
from webrtc.send.speech_encoder import SpeechEncoder

TURNS = 20
SPEECH_S = 10.0
IDLE_S = 5.0


def speech(seconds: float) -> bytes:
    """Return a buzz of 120 Hz with syllables and breath: as hard to encode as a voice."""
    times_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 120 * n * times_s) / n for n in range(1, 40))
    breath = np.random.default_rng(0).normal(0, 0.1, len(times_s))
    syllables = np.clip(np.sin(2 * np.pi * 4 * times_s) + 0.5, 0, 1)
    wave = 6_000 * syllables * (buzz + breath)
    return np.clip(wave, -32_000, 32_000).astype("<i2").tobytes()


def frames_of(pcm: bytes) -> list[bytes]:
    return [pcm[i : i + FRAME_BYTES] for i in range(0, len(pcm), FRAME_BYTES)]


def encoding_ms(pcm: bytes) -> float:
    """Return the CPU time of a frame in our encoder."""
    encoder = SpeechEncoder()
    frames = frames_of(pcm)
    start_s = time.thread_time()
    for index, frame in enumerate(frames):
        encoder.encode(frame, index * FRAME_SAMPLES)
    return 1000 * (time.thread_time() - start_s) / len(frames)


def stock_encoding_ms(pcm: bytes) -> float:
    """Return the CPU time of a frame in aiortc's encoder, without its way to a thread and back."""
    encoder = OpusEncoder()
    frames = frames_of(pcm)
    start_s = time.thread_time()
    for index, data in enumerate(frames):
        samples = np.frombuffer(data, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, index * FRAME_SAMPLES
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        encoder.encode(frame)
    return 1000 * (time.thread_time() - start_s) / len(frames)


def microphone_ms(seconds: float) -> float:
    """Return the CPU time of 20 ms of sound on its way to the assistant's 16 kHz."""
    microphone, packet = Microphone(), np.zeros(HEARD_RATE_HZ * 60 // 1000, np.int16)
    packets = round(seconds / 0.06)
    start_s = time.thread_time()
    for _ in range(packets):
        microphone.convert(packet)
    return 1000 * (time.thread_time() - start_s) / packets / 3


async def turn(line: Line, track: ReplyTrack, sent_s: list[float]) -> tuple[float, float, float]:
    """Say something and interrupt it.

    Returns:
        Seconds from push to the first packet and to its sound at the other end, and from flush to
        the end of the sound there.
    """
    sent_s.clear()
    line.heard.clear()
    sound = tone(5.0)
    pushed_s = time.monotonic()
    track.push(sound)
    await line.hears(30)
    flushed_s = time.monotonic()
    track.flush()
    await asyncio.sleep(0.5)
    loud = line.loud
    return sent_s[0] - pushed_s, loud[0].at_s - pushed_s, loud[-1].at_s + FRAME_S - flushed_s


async def ways() -> None:
    track = ReplyTrack()
    async with Line(track) as line:
        sent_s: list[float] = []
        dtls: Any = next(s for s in line.speaker.peer._pc.getSenders() if s.track is track)
        transport = dtls.transport
        send = transport._send_rtp

        async def noted(data: bytes) -> None:
            sent_s.append(time.monotonic())
            await send(data)

        transport._send_rtp = noted
        await asyncio.sleep(IDLE_S)
        tell(f"ours, silent: no frame, {len(sent_s) / IDLE_S:.1f} RTCP packets/s")
        transport._send_rtp = without_reports(noted, send)
        turns = [await turn(line, track, sent_s) for _ in range(TURNS)]
    names = ("push -> packet leaves", "push -> decoded there", "flush -> silence there")
    for name, seconds in zip(names, zip(*turns, strict=True), strict=True):
        found = sorted(1000 * s for s in seconds)
        tell(f"{name}: median {statistics.median(found):.1f} ms, most {found[-1]:.1f} ms")


def without_reports(noted: Any, send: Any) -> Any:
    async def route(data: bytes) -> None:
        is_report = 192 <= data[1] <= 223
        await (send if is_report else noted)(data)

    return route


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    spoken, silent = speech(SPEECH_S), bytes(round(SPEECH_S * SAMPLE_RATE_HZ) * 2)
    costs = {
        "ours, speaking": encoding_ms(spoken),
        "aiortc's, speaking": stock_encoding_ms(spoken),
        "aiortc's, silent": stock_encoding_ms(silent),
        "microphone to 16 kHz": microphone_ms(SPEECH_S),
    }
    for name, ms in costs.items():
        tell(f"{name}: {ms:.3f} ms of CPU a frame, {ms / 1000 / FRAME_S:.1%} of a core")
    asyncio.run(ways())


if __name__ == "__main__":
    main()
