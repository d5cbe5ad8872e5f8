"""Speech to Opus, one packet a frame.

In place of aiortc 1.16's OpusEncoder, which resamples to 48 kHz stereo and encodes for 96 kbit/s in
the process's default executor, silence too: here speech of 24 kHz stays as it is, and a packet of
20 ms takes the event loop a third of a millisecond (`python -m tests.webrtc.send.figures` measures
both).
"""

from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from webrtc.send.play_out import SAMPLE_RATE_HZ

BIT_RATE = 32_000
"""Bits a second: RFC 7587 section 3.1.1 names 28 to 40 kbit/s for full-band speech."""

OPTIONS = {
    "application": "voip",
    "compression_level": "5",
    # Each packet carries what the one before it lost, where the receiver decodes it
    # (RFC 7587 section 3.3), for so much expected loss in percent.
    "fec": "1",
    "packet_loss": "5",
}

TIME_BASE = Fraction(1, SAMPLE_RATE_HZ)


class SpeechEncoder:
    """Encodes one stream of 24 kHz mono s16le."""

    def __init__(self) -> None:
        encoder = av.CodecContext.create("libopus", "w")
        assert isinstance(encoder, AudioCodecContext)
        encoder.sample_rate = SAMPLE_RATE_HZ
        encoder.layout = "mono"
        encoder.format = "s16"
        encoder.bit_rate = BIT_RATE
        encoder.options = dict(OPTIONS)
        self._encoder = encoder
        self._samples = 0

    def encode(self, pcm: bytes, stamp: int) -> "av.Packet[av.AudioStream]":
        """Return the packet of a frame.

        Args:
            pcm: exactly play_out.FRAME_SAMPLES samples.
            stamp: its time, in samples since the stream's first frame.
        """
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        # The encoder wants its input without gaps; the packet carries the real time.
        frame.pts, frame.time_base = self._samples, TIME_BASE
        self._samples += samples.shape[1]
        [packet] = self._encoder.encode(frame)
        packet.pts, packet.time_base = stamp, TIME_BASE
        return packet
