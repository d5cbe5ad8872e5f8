"""Whole sessions of speakers not trained on: ``python -m training.voice.streams``.

A speaker's clips are joined to turns with pauses between, sent through Opus and a network that
delays and loses packets, and read as on the server. Writes the figures to `models/voice.json`.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.labels import UNCERTAIN, VOICE_EMOTIONS, VoiceReading
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_smoothing import CERTAIN_PROBABILITY
from training.voice import corpus
from training.voice.figures_file import add_figures
from training.voice.hearing import SEED, heard
from training.voice.held_out import HeldOut, held_out_models
from training.voice.scores import calibration_error, named_error, unweighted_recall
from training.voice.stream_path import JITTER_S, LOSS, PACKET_MS, readings_of
from training.voice.stream_sessions import SpeakerSession, Spoken, session_of
from training.voice.windows import VARIANTS
from vision.model_file import MODELS_DIR
from voice.activity import SpeechModel
from voice.descriptors import Floats

WAYS = {"as it comes": False, "begins with 6 neutral clips": True}

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A reading of a session, and what it was of.

    Attributes:
        turn: index of the turn that its window overlaps most.
        emotion: of that turn, index in VOICE_EMOTIONS.
        alone: probabilities of the window without those before it, shape (5,).
    """

    reading: VoiceReading
    turn: int
    emotion: int
    alone: Values


class RecordingClassifier(VoiceClassifier):
    """Keeps what it predicted: `VoiceReader` tells only what is shown of it."""

    def __init__(self, model: HeldOut) -> None:
        super().__init__(model.machine, model.prior)
        self.predicted: list[Values] = []

    def predict(self, normalised: Floats) -> Values:
        self.predicted.append(super().predict(normalised))
        return self.predicted[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is heard")
    arguments = parser.parse_args()
    try:
        clips = corpus.load_clips(arguments.data)
    except (corpus.CorpusError, OSError) as error:
        sys.exit(str(error))
    models = list(held_out_models(heard(clips, VARIANTS, arguments.work)))
    speech_model = SpeechModel()
    ways = {}
    for way, calibrated in WAYS.items():
        sessions = [_scored(model, clips, speech_model, calibrated) for model in models]
        ways[way] = figures(sessions)
        print(way, ways[way], flush=True)
    path = {"packet_ms": PACKET_MS, "jitter_ms": round(1000 * JITTER_S), "loss": LOSS}
    add_figures(MODELS_DIR, "streams", {"path": path, "ways": ways})


def _scored(
    model: HeldOut, clips: Sequence[corpus.Clip], speech_model: SpeechModel, calibrated: bool
) -> list[Scored]:
    rng = np.random.default_rng([SEED, int(model.speaker)])
    own = [clip for clip in clips if clip.speaker == model.speaker]
    session = session_of(own, rng, calibrated=calibrated)
    classifier = RecordingClassifier(model)
    readings = readings_of(session.samples, classifier, speech_model, rng)
    return scored(session, readings, classifier.predicted)


def scored(
    session: SpeakerSession, readings: Sequence[VoiceReading], alone: Sequence[Values]
) -> list[Scored]:
    """Say what each reading was of; readings of pauses and of the calibration are left out."""
    found = []
    for reading, probabilities in zip(readings, alone, strict=True):
        overlaps_s = [_overlap_s(reading, turn) for turn in session.turns]
        turn = int(np.argmax(overlaps_s))
        if overlaps_s[turn] > 0 and not session.turns[turn].is_calibration:
            found.append(Scored(reading, turn, session.turns[turn].emotion, probabilities))
    return found


def figures(sessions: Sequence[Sequence[Scored]]) -> dict[str, Any]:
    """Measure the readings of all sessions together."""
    rows = [row for session in sessions for row in session]
    truth = np.array([row.emotion for row in rows])
    alone = np.stack([row.alone for row in rows])
    shown = np.array([_index(row.reading.emotion) for row in rows])
    confidence = np.array([row.reading.confidence for row in rows])
    named = shown < len(VOICE_EMOTIONS)
    return {
        "readings": len(rows),
        "window_alone": {
            "uar": round(unweighted_recall(truth, alone.argmax(axis=1), len(VOICE_EMOTIONS)), 4),
            "ece": round(calibration_error(truth, alone), 4),
        },
        "shown": {
            "share_named": round(float(named.mean()), 4),
            "right_of_named": round(float((shown == truth)[named].mean()), 4),
            "ece_of_named": round(named_error(confidence[named], (shown == truth)[named]), 4),
        },
        "changes_a_minute": {
            "window_alone": changes_a_minute(sessions, _named_alone),
            "shown": changes_a_minute(sessions, lambda row: row.reading.emotion),
        },
    }


def changes_a_minute(
    sessions: Sequence[Sequence[Scored]], label: Callable[[Scored], object]
) -> float:
    """Count how often a label changes from one reading to the next of the same turn."""
    changes, seconds = 0, 0.0
    for session in sessions:
        for before, after in pairwise(session):
            if before.turn == after.turn:
                changes += label(before) != label(after)
                seconds += after.reading.end_s - before.reading.end_s
    return round(60 * changes / seconds, 1) if seconds else 0.0


def _named_alone(row: Scored) -> int | None:
    """Say what would be shown without smoothing."""
    is_certain = row.alone.max() >= CERTAIN_PROBABILITY
    return int(row.alone.argmax()) if is_certain else None


def _index(emotion: str) -> int:
    return len(VOICE_EMOTIONS) if emotion == UNCERTAIN else VOICE_EMOTIONS.index(emotion)


def _overlap_s(reading: VoiceReading, turn: Spoken) -> float:
    return max(0.0, min(reading.end_s, turn.end_s) - max(reading.start_s, turn.start_s))


if __name__ == "__main__":
    main()
