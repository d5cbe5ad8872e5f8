from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS, EnergyLevel, VoiceReading
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_reader import HOP_CHUNKS, LEAST_SPEECH_S, VoiceReader
from analysis.voice_smoothing import CERTAIN_PROBABILITY, KEPT_PROBABILITY
from tests.analysis.voices import chunks_of, silence, spoken
from training.voice.false_alarms import KINDS, chunks
from vision.model_file import MODELS_DIR
from voice.activity import SpeechModel
from voice.audio import CHUNK_S, SAMPLE_RATE_HZ, AudioChunk
from voice.window import WINDOW_CHUNKS

Samples = NDArray[np.int16]


@pytest.fixture(scope="module")
def model() -> VoiceClassifier:
    return VoiceClassifier.load(MODELS_DIR)


@pytest.fixture(scope="module")
def speech_model() -> SpeechModel:
    return SpeechModel()


@pytest.fixture(scope="module")
def speech() -> Samples:
    return spoken()


@pytest.fixture
def reader(model: VoiceClassifier, speech_model: SpeechModel) -> VoiceReader:
    return VoiceReader(model, speech_model)


def readings(
    reader: VoiceReader, heard: Iterator[AudioChunk] | list[AudioChunk]
) -> list[VoiceReading]:
    return [reading for chunk in heard if (reading := reader.push(chunk)) is not None]


def test_speech_is_read_about_once_a_second(reader: VoiceReader, speech: Samples) -> None:
    found = readings(reader, chunks_of(speech))
    seconds = len(speech) / SAMPLE_RATE_HZ
    assert seconds - 3 < len(found) <= seconds
    for reading in found:
        assert reading.emotion in (*VOICE_EMOTIONS, UNCERTAIN)
        assert 1 / len(VOICE_EMOTIONS) <= reading.confidence <= 1
        if reading.emotion == UNCERTAIN:
            assert reading.confidence < CERTAIN_PROBABILITY
        else:
            assert reading.confidence >= KEPT_PROBABILITY
    ends = np.diff([reading.end_s for reading in found])
    assert ends.min() == pytest.approx(HOP_CHUNKS * CHUNK_S)


def test_a_window_ends_with_the_chunk_that_brought_it(reader: VoiceReader, speech: Samples) -> None:
    for chunk in chunks_of(speech, start_s=100.0):
        reading = reader.push(chunk)
        if reading is not None:
            assert reading.end_s == pytest.approx(chunk.media_time_s + CHUNK_S)
            assert reading.start_s >= 100.0
            assert reading.end_s - reading.start_s <= WINDOW_CHUNKS * CHUNK_S + 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_speech_is_not_read(reader: VoiceReader, kind: str) -> None:
    assert readings(reader, chunks(kind, 20)) == []


def test_half_a_second_of_speech_is_not_read(reader: VoiceReader, speech: Samples) -> None:
    short = speech[: round(0.4 * SAMPLE_RATE_HZ)]
    assert LEAST_SPEECH_S > 0.8
    assert readings(reader, chunks_of(np.concatenate([silence(1), short, silence(4)]))) == []


def test_silence_after_speech_is_not_read(reader: VoiceReader, speech: Samples) -> None:
    heard = chunks_of(np.concatenate([speech, silence(8)]))
    last = readings(reader, heard)[-1]
    assert last.end_s < len(speech) / SAMPLE_RATE_HZ + 1.5


@pytest.mark.parametrize("decibel", [-12.0, 12.0])
def test_the_gain_of_a_microphone_changes_no_label(
    model: VoiceClassifier, speech_model: SpeechModel, speech: Samples, decibel: float
) -> None:
    soft = speech // 4  # 32 dB below full scale: neither direction clips or drowns
    changed = np.rint(soft * 10 ** (decibel / 20)).astype(np.int16)
    as_is, other = (
        readings(VoiceReader(model, speech_model), chunks_of(samples))
        for samples in (soft, changed)
    )
    assert len(as_is) == len(other) > 5
    pairs = list(zip(as_is[2:], other[2:], strict=True))
    for left, right in pairs:
        assert left.confidence == pytest.approx(right.confidence, abs=0.05)
        limits = (CERTAIN_PROBABILITY, KEPT_PROBABILITY)
        on_the_edge = min(abs(left.confidence - limit) for limit in limits) < 0.03
        assert left.emotion == right.emotion or on_the_edge
    # The noise of rounding is another: a level on its very edge may fall to either side.
    moved = [left.energy_level is not right.energy_level for left, right in pairs]
    assert sum(moved) <= 1


def test_a_gain_that_changes_in_between_changes_no_emotion(
    model: VoiceClassifier, speech_model: SpeechModel, speech: Samples
) -> None:
    soft = speech // 4
    steady = readings(VoiceReader(model, speech_model), chunks_of(np.concatenate([soft, soft])))
    turned_up = readings(
        VoiceReader(model, speech_model), chunks_of(np.concatenate([soft, soft * 4]))
    )
    settled = [i for i, r in enumerate(steady) if r.start_s > len(soft) / SAMPLE_RATE_HZ]
    assert len(settled) > 3
    for index in settled:
        assert steady[index].emotion == turned_up[index].emotion


def test_louder_higher_and_faster_than_before_is_high_energy(
    reader: VoiceReader,
) -> None:
    calm = spoken(pitch=30, words_a_minute=130) // 4
    lively = spoken(pitch=80, words_a_minute=200) * 2
    before = readings(reader, chunks_of(np.concatenate([calm, calm])))
    assert EnergyLevel.HIGH not in [reading.energy_level for reading in before[3:]]
    start_s = 2 * len(calm) // 512 * CHUNK_S
    after = readings(reader, chunks_of(lively[: 4 * SAMPLE_RATE_HZ], start_s))
    assert after[-1].energy_level is EnergyLevel.HIGH


def test_a_gap_in_the_clock_begins_a_new_window(reader: VoiceReader, speech: Samples) -> None:
    readings(reader, chunks_of(speech))
    after = readings(reader, chunks_of(speech, start_s=500.0))
    assert after[0].start_s == 500.0


def test_calibrating_forgets_the_speaker(
    model: VoiceClassifier, speech_model: SpeechModel, speech: Samples
) -> None:
    deep = chunks_of(spoken(pitch=0))
    fresh = readings(VoiceReader(model, speech_model), chunks_of(speech, start_s=500.0))
    used = VoiceReader(model, speech_model)
    readings(used, deep)
    used.calibrate()
    again = readings(used, chunks_of(speech, start_s=500.0))
    assert again[1].confidence == pytest.approx(fresh[1].confidence, abs=0.05)
    assert again[-1].energy_level == fresh[-1].energy_level


def test_two_readers_do_not_hear_each_other(
    model: VoiceClassifier, speech_model: SpeechModel, speech: Samples
) -> None:
    alone = readings(VoiceReader(model, speech_model), chunks_of(speech))
    first, second = (VoiceReader(model, speech_model) for _ in range(2))
    together = []
    for chunk, other in zip(chunks_of(speech), chunks_of(speech[::-1]), strict=True):
        second.push(replace(other))
        if (reading := first.push(chunk)) is not None:
            together.append(reading)
    assert together == alone
