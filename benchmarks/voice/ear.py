"""When a client hears the assistant: each packet is decoded as it comes.

A browser's jitter buffer comes on top; `tests/e2e/test_assistant.py` listens to a real one.
"""

import asyncio
import time
from typing import Any

import av
import numpy as np
from aiortc import RTCRtpTransceiver

LOUD = 500
"""Peak of a sample, of 32,768; the stand-in's tone has 8,000."""

RATE_HZ = 48_000


class Ear:
    """Hears what comes back on a transceiver.

    Attributes:
        first_loud_s: time.monotonic() when the first sound came.
        last_loud_s: when the last sound that came has been played.
    """

    def __init__(self, transceiver: RTCRtpTransceiver) -> None:
        self.first_loud_s: float | None = None
        self.last_loud_s: float | None = None
        decoder = av.CodecContext.create("libopus", "r")
        assert isinstance(decoder, av.AudioCodecContext)
        decoder.sample_rate, decoder.layout, decoder.format = RATE_HZ, "mono", "s16"
        self._decoder = decoder
        self._is_loud = asyncio.Event()
        # aiortc has no public way to see packets before its jitter buffer holds them back.
        vars(transceiver.receiver)["_handle_rtp_packet"] = self._on_packet

    def forget(self) -> None:
        """Begin anew."""
        self.first_loud_s = self.last_loud_s = None
        self._is_loud.clear()

    async def hears(self) -> None:
        """Wait for a sound."""
        await self._is_loud.wait()

    async def _on_packet(self, packet: Any, arrival_time_ms: int) -> None:
        arrived_s = time.monotonic()
        for frame in self._decoder.decode(av.Packet(packet.payload)):
            loud = np.flatnonzero(np.abs(frame.to_ndarray().astype(int)) >= LOUD)
            if len(loud) == 0:
                continue
            self.first_loud_s = self.first_loud_s or arrived_s + loud[0] / RATE_HZ
            self.last_loud_s = arrived_s + loud[-1] / RATE_HZ
            self._is_loud.set()
