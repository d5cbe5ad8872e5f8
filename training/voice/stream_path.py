"""A session's way to its readings, as on the server: Opus, network, jitter buffer, listening."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from analysis.labels import VoiceReading
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_pool import Sound, VoiceStream
from analysis.voice_reader import VoiceReader
from training.voice.augment import opus_packets
from voice.activity import SpeechModel
from voice.downsampler import INPUT_RATE_HZ
from webrtc.listening import Listening
from webrtc.receive.audio_decoder import AudioFrame, AudioStream
from webrtc.receive.audio_jitter import AudioPacket

PACKET_MS = 60
"""What the server asks browsers for (webrtc/peer.py, AUDIO_PACKET_MS)."""

JITTER_S = 0.03
LOSS = 0.01

READ_TIMEOUT_S = 60.0


def readings_of(
    samples: NDArray[np.int16],
    model: VoiceClassifier,
    speech_model: SpeechModel,
    rng: np.random.Generator,
) -> list[VoiceReading]:
    """Send a session over a network that delays and loses packets, and read it.

    Args:
        samples: int16, mono, 48 kHz.
        model: reads the emotion.
        speech_model: tells speech.
        rng: delays and loses.

    Returns:
        The readings; their times are those of the samples, to a packet.
    """
    frames: list[AudioFrame] = []
    stream = AudioStream(frames.append)
    for packet in sent(samples, rng):
        stream.poll(packet.arrival_s)
        stream.add(packet)
    return asyncio.run(_listen(frames, VoiceReader(model, speech_model)))


def sent(samples: NDArray[np.int16], rng: np.random.Generator) -> list[AudioPacket]:
    """Return the packets that arrive, in the order of their arrival; the first one does."""
    ticks = PACKET_MS * INPUT_RATE_HZ // 1000
    packets = [
        AudioPacket(
            sequence_number=index % 2**16,
            rtp_timestamp=index * ticks % 2**32,
            data=data,
            arrival_s=(index + 1) * PACKET_MS / 1000 + rng.uniform(0, JITTER_S),
        )
        for index, data in enumerate(opus_packets(samples, PACKET_MS))
        if index == 0 or rng.random() >= LOSS
    ]
    return sorted(packets, key=lambda packet: packet.arrival_s)


class _Ear:
    """Reads in a worker as the server does, and says how much it has heard."""

    def __init__(self, stream: VoiceStream) -> None:
        self._stream = stream
        self.samples = 0
        self.has_heard = asyncio.Event()

    def open(self) -> "_Ear":
        return self

    def calibrate(self) -> None:
        self._stream.calibrate()

    async def hear(self, sounds: Sequence[Sound]) -> list[VoiceReading]:
        readings = await self._stream.hear(sounds)
        self.samples += sum(len(sound.samples) for sound in sounds)
        self.has_heard.set()
        return readings


async def _listen(frames: Sequence[AudioFrame], reader: VoiceReader) -> list[VoiceReading]:
    readings: list[VoiceReading] = []
    with ThreadPoolExecutor(1, thread_name_prefix="voice") as executor:
        ear = _Ear(VoiceStream(reader, executor))
        listening = Listening(ear, readings.append)
        task = asyncio.create_task(listening.run())
        try:
            for frame in frames:
                # The session's clock begins with the first sample.
                listening.take_audio(frame, started_s=frames[0].arrival_s)
                await _follow(listening, ear)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    return readings


async def _follow(listening: Listening, ear: _Ear) -> None:
    """Wait until no more than a second is unheard: what waits for too long would be dropped."""
    async with asyncio.timeout(READ_TIMEOUT_S):
        while listening.samples_received - ear.samples > INPUT_RATE_HZ:
            ear.has_heard.clear()
            await ear.has_heard.wait()
