import asyncio
import logging
from fractions import Fraction

import av
import numpy as np
import pytest

from webrtc.receive.assembler import EncodedFrame
from webrtc.receive.decoder import MAX_QUEUED_FRAMES, DecodedFrame, DecoderThread


def encoded_frames(codec: str, encoder_name: str, count: int) -> list[EncodedFrame]:
    encoder = av.CodecContext.create(encoder_name, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = 64, 48, "yuv420p"
    encoder.time_base = Fraction(1, 30)
    encoder.options = (
        {"deadline": "realtime", "lag-in-frames": "0"}
        if codec == "VP8"
        else {"tune": "zerolatency", "profile": "baseline"}
    )
    frames = []
    for number in range(count):
        picture = np.full((48, 64, 3), number * 20 % 256, np.uint8)
        image = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        image.pts = number
        data = b"".join(bytes(packet) for packet in encoder.encode(image))
        frames.append(EncodedFrame(codec, data, number * 3_000, number == 0, float(number)))
    return frames


class Listener:
    def __init__(self) -> None:
        self.frames: list[DecodedFrame] = []
        self.failures = 0
        self.changed = asyncio.Event()

    def on_frame(self, frame: DecodedFrame) -> None:
        self.frames.append(frame)
        self.changed.set()

    def on_failure(self) -> None:
        self.failures += 1
        self.changed.set()

    async def wait_for(self, frames: int = 0, failures: int = 0) -> None:
        async with asyncio.timeout(10):
            while len(self.frames) < frames or self.failures < failures:
                self.changed.clear()
                await self.changed.wait()


@pytest.mark.parametrize(("codec", "encoder"), [("VP8", "libvpx"), ("H264", "libx264")])
async def test_every_frame_comes_out_at_once_with_its_own_times(codec: str, encoder: str) -> None:
    listener = Listener()
    decoder = DecoderThread("test", listener.on_frame, listener.on_failure)
    for number, frame in enumerate(encoded_frames(codec, encoder, 5), start=1):
        assert decoder.put(frame)
        await listener.wait_for(frames=number)
    await decoder.close()
    assert [f.rtp_timestamp for f in listener.frames] == [0, 3_000, 6_000, 9_000, 12_000]
    assert [f.arrival_s for f in listener.frames] == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert (listener.frames[0].image.width, listener.frames[0].image.height) == (64, 48)


async def test_a_frame_that_cannot_be_decoded_is_told_and_the_thread_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    listener = Listener()
    decoder = DecoderThread("test", listener.on_frame, listener.on_failure)
    with caplog.at_level(logging.CRITICAL, logger="libav"):
        decoder.put(EncodedFrame("VP8", b"\x00\x01\x02", 0, True, 0.0))
        await listener.wait_for(failures=1)
    decoder.put(encoded_frames("VP8", "libvpx", 1)[0])
    await listener.wait_for(frames=1)
    await decoder.close()


async def test_a_queue_that_runs_over_is_emptied_and_counted() -> None:
    listener = Listener()
    decoder = DecoderThread("test", listener.on_frame, listener.on_failure)
    with decoder._wake:  # the thread cannot take a frame while this is held
        results = [
            decoder.put(frame) for frame in encoded_frames("VP8", "libvpx", MAX_QUEUED_FRAMES + 1)
        ]
        assert results == [True] * MAX_QUEUED_FRAMES + [False]
        assert decoder.frames_dropped == MAX_QUEUED_FRAMES + 1
        assert not decoder._queue
    await decoder.close()


async def test_close_ends_the_thread_even_with_frames_queued() -> None:
    listener = Listener()
    decoder = DecoderThread("test", listener.on_frame, listener.on_failure)
    for frame in encoded_frames("VP8", "libvpx", MAX_QUEUED_FRAMES):
        decoder.put(frame)
    await decoder.close()
    decoder._thread.join(timeout=5)
    assert not decoder._thread.is_alive()
