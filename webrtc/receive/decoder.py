"""One codec thread a video stream, with a bounded queue.

Replaces aiortc 1.16's decoder thread:

* Symptom: memory grows by 13 MB/s for each stream that nobody reads, and lag grows
  when decoding is slow. Cause: unbounded queues before and after the decoder. Here
  the queue holds MAX_QUEUED_FRAMES; when it runs over, all of it is dropped and the
  stream goes on at the next key frame.
* Symptom: closing one client stalls all. Cause: `RTCRtpReceiver.__stop_decoder` joins
  the thread on the event loop. Here `close` awaits the thread's end.
* Symptom: 31 bytes have 850 MB allocated. Cause: VP8 and H.264 key frames name any size up to
  16,383 x 16,383, and the codecs make room for it. Larger ones than MAX_PIXELS are not decoded.
* Symptom: dozens of threads on a machine with many cores. Cause: the codecs'
  `thread_count` is 0, all cores. Here it is 1.

Upstream: https://github.com/aiortc/aiortc/issues/554. Remove when aiortc bounds its
queues and stops decoders without blocking.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S, EncodedFrame
from webrtc.receive.payload import vp8_pixels

logger = logging.getLogger(__name__)

MAX_QUEUED_FRAMES = 32
"""Encoded frames waiting for the decoder: a second at 30 fps, which a repaired loss sets
free at once (tests/webrtc/receive/lossy_stream.py)."""

MAX_PIXELS = 4_096 * 2_304
"""Of a frame: more than the 4K that cameras send."""

_TIME_BASE = Fraction(1, RTP_VIDEO_TICKS_PER_S)

_CODEC_NAMES = {"VP8": "libvpx", "H264": "h264"}


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """A picture and its times.

    Attributes:
        image: in the codec's own pixel format.
        rtp_timestamp: as on the wire, uint32.
        arrival_s: time.monotonic() of the last packet's arrival.
        decoded_s: time.monotonic() of the end of decoding.
    """

    image: av.VideoFrame
    rtp_timestamp: int
    arrival_s: float
    decoded_s: float


class DecoderThread:
    """Decodes frames in a thread of its own and hands them to the event loop.

    Args:
        name: the thread's name.
        on_frame: called on the event loop with every decoded frame.
        on_failure: called on the event loop when frames were lost and the stream
            can only go on with a key frame.
    """

    def __init__(
        self,
        name: str,
        on_frame: Callable[[DecodedFrame], None],
        on_failure: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_frame = on_frame
        self._on_failure = on_failure
        self._queue: deque[EncodedFrame] = deque()
        self._wake = threading.Condition()
        self._is_closing = False
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.frames_dropped = 0
        self._thread.start()

    @property
    def frames_waiting(self) -> int:
        return len(self._queue)

    def put(self, frame: EncodedFrame) -> bool:
        """Queue a frame, and return False if the queue ran over and was emptied."""
        with self._wake:
            if len(self._queue) >= MAX_QUEUED_FRAMES:
                self.frames_dropped += len(self._queue) + 1
                self._queue.clear()
                return False
            self._queue.append(frame)
            self._wake.notify()
            return True

    async def close(self) -> None:
        """End the thread and wait for it: at most the frame in hand is decoded."""
        with self._wake:
            self._is_closing = True
            self._queue.clear()
            self._wake.notify()
        # Setting the event is the thread's last act; joining it here would block the loop.
        await self._ended.wait()

    def _run(self) -> None:
        decoder: VideoCodecContext | None = None
        decoder_codec = ""
        try:
            while (frame := self._next_frame()) is not None:
                if decoder is None or frame.codec != decoder_codec:
                    decoder, decoder_codec = _open_decoder(frame.codec), frame.codec
                self._decode(decoder, frame)
        finally:
            self._call(self._ended.set)

    def _next_frame(self) -> EncodedFrame | None:
        with self._wake:
            while not self._queue and not self._is_closing:
                self._wake.wait()
            return None if self._is_closing else self._queue.popleft()

    def _decode(self, decoder: VideoCodecContext, frame: EncodedFrame) -> None:
        if frame.codec == "VP8" and vp8_pixels(frame.data) > MAX_PIXELS:
            self._call(self._on_failure)
            return
        packet = av.Packet(frame.data)
        packet.pts = frame.rtp_timestamp
        packet.time_base = _TIME_BASE
        try:
            images = decoder.decode(packet)
        except av.FFmpegError as error:
            logger.info("a video frame could not be decoded: %s", error)
            self._call(self._on_failure)
            return
        for image in images:
            decoded = DecodedFrame(image, frame.rtp_timestamp, frame.arrival_s, time.monotonic())
            self._call(self._on_frame, decoded)

    def _call(self, callback: Callable[..., object], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            # The loop is closed: the process is going down, nobody listens.
            logger.debug("a decoder outlived its event loop")


def _open_decoder(codec: str) -> VideoCodecContext:
    decoder = av.CodecContext.create(_CODEC_NAMES[codec], "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    # libvpx makes room before FFmpeg looks at this; see vp8_pixels.
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    decoder.flags |= av.codec.context.Flags.low_delay
    return decoder
