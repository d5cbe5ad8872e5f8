from fractions import Fraction

import av
import numpy as np

from tests.webrtc.send.line import tone
from webrtc.receive.opus_packet import opus_duration
from webrtc.send.play_out import FRAME_BYTES, FRAME_SAMPLES
from webrtc.send.speech_encoder import BIT_RATE, SpeechEncoder


def packets(pcm: bytes) -> list["av.Packet[av.AudioStream]"]:
    encoder = SpeechEncoder()
    return [
        encoder.encode(pcm[start : start + FRAME_BYTES], start // 2)
        for start in range(0, len(pcm), FRAME_BYTES)
    ]


def test_each_frame_is_one_packet_of_20_ms_with_the_time_that_it_was_given() -> None:
    encoder = SpeechEncoder()
    for stamp in (0, FRAME_SAMPLES, 48_000):
        packet = encoder.encode(bytes(FRAME_BYTES), stamp)
        assert opus_duration(bytes(packet)) == 960
        assert (packet.pts, packet.time_base) == (stamp, Fraction(1, 24_000))


def test_speech_stays_near_its_bit_rate() -> None:
    sent = packets(tone(2.0))
    assert 8 * sum(packet.size for packet in sent) / 2.0 < 1.3 * BIT_RATE


def test_a_tone_keeps_its_level_and_pitch() -> None:
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.sample_rate, decoder.layout = 48_000, "mono"
    frames = [f.to_ndarray()[0] for p in packets(tone(1.0)) for f in decoder.decode(p)]
    heard = np.concatenate(frames)[4_800:43_200].astype(float)
    assert 0.9 < np.sqrt(2 * np.mean(heard**2)) / 9_000 < 1.1
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(spectrum.argmax() * 48_000 / len(heard) - 440) < 2
