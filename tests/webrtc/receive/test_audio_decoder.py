import logging

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.webrtc.receive.opus_stream import (
    PACKET_S,
    PACKET_TICKS,
    REFUSED_BY_LIBOPUS,
    encoded,
    packet,
    tone,
)
from webrtc.receive.audio_decoder import AudioDecoder, AudioFrame, AudioStream
from webrtc.receive.audio_jitter import TARGET_MAX_S, Content, Stretch


def coded(index: int, data: bytes) -> Stretch:
    return Stretch(Content.CODED, index * PACKET_TICKS, PACKET_TICKS, data, index * PACKET_S)


def loudness(samples: NDArray[np.int16]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def received(lost: set[int], sound: NDArray[np.int16]) -> list[AudioFrame]:
    """Return what is heard of a stream of which some packets are lost."""
    frames: list[AudioFrame] = []
    stream = AudioStream(frames.append)
    packets = encoded(sound)
    for index, data in enumerate(packets):
        if index not in lost:
            stream.add(packet(index, data=data))
    stream.poll(len(packets) * PACKET_S + TARGET_MAX_S)
    return frames


def joined(frames: list[AudioFrame]) -> NDArray[np.int16]:
    return np.concatenate([frame.samples for frame in frames])


def test_a_tone_is_heard_as_it_was_spoken() -> None:
    sound = tone(1.0)
    frames = received(set(), sound)
    assert all(frame.is_received and frame.samples.dtype == np.int16 for frame in frames)
    heard = joined(frames)
    # What is decoded lags by libopus's look-ahead, which is less than a packet.
    spoken = sound[4_800:-PACKET_TICKS]
    likeness = [
        np.corrcoef(spoken, heard[4_800 + lag : len(heard) - PACKET_TICKS + lag])[0, 1]
        for lag in range(0, PACKET_TICKS, 4)
    ]
    assert max(likeness) > 0.99
    assert loudness(heard[4_800:]) == pytest.approx(loudness(spoken), rel=0.05)


def test_media_time_goes_on_over_losses() -> None:
    lost = {10, 20, 21, 22, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39}
    frames = received(lost, tone(1.0))
    end_s = 0.0
    for frame in frames:
        assert frame.media_time_s == pytest.approx(end_s, abs=1e-9)
        end_s += len(frame.samples) / 48_000
    assert end_s == pytest.approx(1.0)
    unheard = sum(len(frame.samples) for frame in frames if not frame.is_received)
    assert unheard == len(lost) * PACKET_TICKS


def test_a_lost_packet_is_concealed_by_what_was_heard_before() -> None:
    frames = received({20}, tone(1.0))
    (concealed,) = [frame for frame in frames if not frame.is_received]
    assert loudness(concealed.samples) > 0.3 * loudness(tone(0.1))


def test_a_long_loss_fades_and_falls_silent() -> None:
    first, rest = [f for f in received(set(range(20, 35)), tone(1.0)) if not f.is_received]
    assert loudness(first.samples[:960]) > 2 * loudness(first.samples[-960:])
    assert not rest.samples.any()


def test_a_packet_of_several_frames_is_heard_and_concealed_whole() -> None:
    packets = encoded(tone(0.6), packet_ms=60)
    decoder = AudioDecoder()
    samples = decoder.decode(Stretch(Content.CODED, 0, 2_880, packets[0], 0.0)).samples
    assert len(samples) == 2_880
    samples = decoder.decode(Stretch(Content.LOST, 2_880, 2_880, b"", 0.0)).samples
    assert len(samples) == 2_880
    assert loudness(samples[:960]) > 0


def test_stereo_is_mixed_down() -> None:
    data = bytes([encoded(tone(0.1))[0][0] | 0x04]) + encoded(tone(0.1))[0][1:]
    frame = AudioDecoder().decode(coded(0, data))
    assert frame.samples.shape == (PACKET_TICKS,)


def test_what_libopus_refuses_is_silence_of_the_same_length(
    caplog: pytest.LogCaptureFixture,
) -> None:
    decoder = AudioDecoder()
    with caplog.at_level(logging.CRITICAL, logger="libav"):
        frame = decoder.decode(Stretch(Content.CODED, 0, 3 * PACKET_TICKS, REFUSED_BY_LIBOPUS, 0.0))
    assert frame.samples.tolist() == [0] * 3 * PACKET_TICKS
    assert decoder.packets_failed == 1
    good = decoder.decode(coded(3, encoded(tone(0.1))[0]))
    assert len(good.samples) == PACKET_TICKS


def test_packets_that_are_no_opus_are_refused() -> None:
    with pytest.raises(ValueError, match="Opus"):
        AudioStream(lambda frame: None).add(packet(0, data=b""))
