"""Opus to samples, with lost packets concealed.

libopus conceals a lost frame (PLC) when it is given an empty one of the same kind; that
is how it is reached here, because FFmpeg's wrapper offers no other way. The copies of
lost packets that Opus can carry in the next one (in-band FEC) stay unused: FFmpeg's
wrapper (libopusdec.c) always passes `decode_fec` 0.

Decoding runs in the caller's thread: a packet of 20 ms takes a tenth of a millisecond,
about as much as handing it to a thread and back.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from numpy.typing import NDArray

from webrtc.receive.audio_jitter import AudioJitterBuffer, AudioPacket, Content, Stretch
from webrtc.receive.opus_packet import OPUS_CLOCK_HZ, frame_duration, lost_frame_after

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """A stretch of sound.

    Attributes:
        samples: mono, int16, shape (n,), 48 kHz.
        media_time_s: of the first sample, since the first packet's first sample. It goes on
            where the last frame ended, unless the sender paused for over a second.
        arrival_s: time.monotonic() when its packet came or was given up.
        is_received: False where packets were lost or none was sent.
    """

    samples: NDArray[np.int16]
    media_time_s: float
    arrival_s: float
    is_received: bool


class AudioDecoder:
    """Decodes one stream; stereo is mixed down."""

    def __init__(self) -> None:
        self._codec = _open_decoder()
        self._last_data = b""
        self.packets_failed = 0
        """Packets that libopus refused; silence stands in for them."""

    def decode(self, stretch: Stretch) -> AudioFrame:
        """Return the sound of a stretch, of exactly its duration."""
        return AudioFrame(
            samples=self._samples(stretch),
            media_time_s=stretch.position / OPUS_CLOCK_HZ,
            arrival_s=stretch.arrival_s,
            is_received=stretch.content is Content.CODED,
        )

    def _samples(self, stretch: Stretch) -> NDArray[np.int16]:
        if stretch.content is Content.SILENT:
            return np.zeros(stretch.duration, np.int16)
        if stretch.content is Content.LOST:
            return self._concealed(stretch.duration)
        self._last_data = stretch.data
        return _fitted(self._decoded(stretch.data), stretch.duration)

    def _concealed(self, duration: int) -> NDArray[np.int16]:
        lost = lost_frame_after(self._last_data)
        frames = [self._decoded(lost) for _ in range(-(-duration // frame_duration(lost)))]
        return _fitted(np.concatenate(frames), duration)

    def _decoded(self, data: bytes) -> NDArray[np.int16]:
        try:
            frames = self._codec.decode(av.Packet(data))
        except av.FFmpegError as error:
            self.packets_failed += 1
            logger.info("an Opus packet could not be decoded: %s", error)
            frames = []
        return np.concatenate([np.zeros(0, np.int16), *(f.to_ndarray()[0] for f in frames)])


class AudioStream:
    """From packets to sound: the jitter buffer and the decoder of one stream."""

    def __init__(self, on_audio: Callable[[AudioFrame], None]) -> None:
        """Call `on_audio` with every frame, in order, in the thread of the caller."""
        self._on_audio = on_audio
        self._jitter = AudioJitterBuffer()
        self._decoder = AudioDecoder()

    @property
    def is_waiting(self) -> bool:
        """Packets are missing, so that `poll` is worth calling."""
        return self._jitter.is_waiting

    @property
    def packets_lost(self) -> int:
        """Packets given up; those that came late are among them."""
        return self._jitter.packets_lost

    @property
    def packets_failed(self) -> int:
        """Packets that libopus refused."""
        return self._decoder.packets_failed

    def add(self, packet: AudioPacket) -> None:
        """Take a packet in.

        Raises:
            ValueError: the packet's data is not Opus.
        """
        self._hear(self._jitter.add(packet))

    def poll(self, now_s: float) -> None:
        """Go on without packets that have been waited for long enough by now."""
        self._hear(self._jitter.poll(now_s))

    def _hear(self, stretches: list[Stretch]) -> None:
        for stretch in stretches:
            self._on_audio(self._decoder.decode(stretch))


def _fitted(samples: NDArray[np.int16], duration: int) -> NDArray[np.int16]:
    """Return exactly `duration` samples: what is too much is cut, what lacks is silence."""
    if len(samples) >= duration:
        return samples[:duration]
    return np.concatenate([samples, np.zeros(duration - len(samples), np.int16)])


def _open_decoder() -> AudioCodecContext:
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, AudioCodecContext)
    decoder.sample_rate = OPUS_CLOCK_HZ
    decoder.layout = "mono"
    decoder.thread_count = 1
    return decoder
