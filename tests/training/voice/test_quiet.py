import numpy as np

from training.voice.corpus import RATE_HZ
from training.voice.quiet import NoGain, heard_share, joined
from voice.activity import SpeechDetector, SpeechModel
from voice.audio import CHUNK_SAMPLES, SAMPLE_RATE_HZ
from voice.gain import SlowGain


def test_sentences_are_joined_with_marked_pauses() -> None:
    signal, is_sentence = joined([np.ones(RATE_HZ, np.float32)] * 2)
    assert len(signal) == len(is_sentence) * CHUNK_SAMPLES
    assert len(signal) / SAMPLE_RATE_HZ > 2.9
    assert 0.6 < is_sentence.mean() < 0.72


def test_silence_is_no_speech_with_or_without_gain() -> None:
    stream = joined([np.zeros(RATE_HZ, np.float32)])
    for gain in (NoGain(), SlowGain()):
        assert heard_share(stream, 0, SpeechDetector(SpeechModel(), gain)) == 0
