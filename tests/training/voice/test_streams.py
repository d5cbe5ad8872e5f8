from collections.abc import Sequence

import numpy as np
import pytest

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS, EnergyLevel, VoiceReading
from analysis.voice_classifier import VoiceClassifier
from tests.analysis.voices import spoken
from training.voice.corpus import RATE_HZ, Clip
from training.voice.evaluate import NEUTRAL_HEARD
from training.voice.fit import NEUTRAL
from training.voice.stream_path import LOSS, PACKET_MS, readings_of, sent
from training.voice.stream_sessions import TURN_CLIPS, SpeakerSession, Spoken, session_of
from training.voice.streams import Scored, changes_a_minute, figures, scored
from vision.model_file import MODELS_DIR
from voice.activity import SpeechModel
from voice.downsampler import FACTOR, INPUT_RATE_HZ

HAPPY, SAD = (VOICE_EMOTIONS.index(name) for name in ("happy", "sad"))


def made_up_clips(kinds: Sequence[str]) -> list[Clip]:
    samples = np.full(RATE_HZ, 0.25, np.float32)
    return [Clip(f"03a{n:02}", samples, "03", kind) for n, kind in enumerate(kinds)]


def reading(emotion: str, start_s: float, confidence: float = 0.9) -> VoiceReading:
    return VoiceReading(emotion, confidence, EnergyLevel.MEDIUM, start_s, start_s + 3)


def test_a_session_holds_each_clip_of_our_emotions_once_in_turns_of_one_emotion() -> None:
    kinds = ["neutral"] * 9 + ["anger"] * 5 + ["boredom"] * 3
    session = session_of(made_up_clips(kinds), np.random.default_rng(0), calibrated=False)
    assert all(turn.end_s - turn.start_s < TURN_CLIPS * 1.7 for turn in session.turns)
    assert sorted(turn.emotion for turn in session.turns) == [2, 2, 4, 4, 4]
    assert not any(turn.is_calibration for turn in session.turns)
    loud_s = np.mean(np.abs(session.samples) > 4_000) * len(session.samples) / INPUT_RATE_HZ
    assert loud_s == pytest.approx(14, abs=0.1)
    for turn in session.turns:
        begin, end = (round(t * INPUT_RATE_HZ) for t in (turn.start_s, turn.end_s))
        assert np.abs(session.samples[begin : begin + 4_800]).min() > 1_000
        assert np.abs(session.samples[end + 480 : end + 4_800]).max() < 200


def test_a_calibrated_session_begins_neutral_and_that_part_is_marked() -> None:
    kinds = ["neutral"] * 9 + ["sadness"] * 4
    session = session_of(made_up_clips(kinds), np.random.default_rng(0), calibrated=True)
    marks = [turn.is_calibration for turn in session.turns]
    assert marks == [True, *[False] * (len(marks) - 1)]
    assert session.turns[0].emotion == NEUTRAL
    assert session.turns[0].end_s > NEUTRAL_HEARD
    assert sum(turn.emotion == NEUTRAL for turn in session.turns[1:]) == 1


def test_a_reading_is_of_the_turn_that_it_overlaps_most() -> None:
    turns = (Spoken(0, 5, NEUTRAL, True), Spoken(6, 10, HAPPY, False), Spoken(11, 15, SAD, False))
    session = SpeakerSession("03", np.zeros(0, np.int16), turns)
    starts_s = (0.0, 4.5, 8.0, 9.5, 30.0)
    readings = [reading("sad", start_s) for start_s in starts_s]
    found = scored(session, readings, [np.zeros(5)] * len(readings))
    assert [(row.reading.start_s, row.emotion) for row in found] == [
        (4.5, HAPPY),
        (8.0, HAPPY),
        (9.5, SAD),
    ]


def row(emotion: str, turn: int, start_s: float, truth: int = SAD) -> Scored:
    alone = np.full(5, 0.1)
    alone[SAD] = 0.6
    return Scored(reading(emotion, start_s), turn, truth, alone)


def test_changes_count_within_a_turn_only() -> None:
    session = [row("sad", 0, 0), row("happy", 0, 1), row("happy", 0, 2), row("sad", 1, 5)]
    assert changes_a_minute([session], lambda each: each.reading.emotion) == 30.0
    assert changes_a_minute([session], lambda each: int(each.alone.argmax())) == 0.0
    assert changes_a_minute([session[:1]], lambda each: each.reading.emotion) == 0.0


def test_figures_tell_what_is_shown_from_what_each_window_says() -> None:
    session = [row("sad", 0, 0), row(UNCERTAIN, 0, 1), row("happy", 0, 2), row("sad", 0, 3)]
    found = figures([session])
    assert found["readings"] == 4
    assert found["window_alone"]["uar"] == 1.0
    assert found["shown"]["share_named"] == 0.75
    assert found["shown"]["right_of_named"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["shown"]["ece_of_named"] == pytest.approx(0.9 - 2 / 3, abs=1e-3)


def test_the_network_delays_swaps_nothing_and_loses_some() -> None:
    samples = np.zeros(120 * INPUT_RATE_HZ, np.int16)
    packets = sent(samples, np.random.default_rng(0))
    count = 120_000 // PACKET_MS
    assert 0 < count - len(packets) < 3 * LOSS * count
    assert packets[0].sequence_number == 0
    numbers = [packet.sequence_number for packet in packets]
    assert numbers == sorted(numbers)


def test_a_session_is_read_through_a_network_with_losses_at_the_right_times() -> None:
    quiet, speech = np.zeros(2 * INPUT_RATE_HZ, np.int16), np.repeat(spoken(), FACTOR)
    samples = np.concatenate([quiet, speech, quiet])
    model, speech_model = VoiceClassifier.load(MODELS_DIR), SpeechModel()
    readings = readings_of(samples, model, speech_model, np.random.default_rng(0))
    spoken_s = len(speech) / INPUT_RATE_HZ
    assert spoken_s - 3 < len(readings) <= spoken_s + 1
    assert readings[0].end_s > 3.0
    assert readings[-1].end_s < 2 + spoken_s + 1.5
    steps = np.diff([each.end_s for each in readings])
    assert steps.min() == pytest.approx(0.992, abs=1e-3)
