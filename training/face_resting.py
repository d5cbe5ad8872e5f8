"""What calibration on a resting face does: ``python -m training.face_resting --data FOLDER``.

No table tells who is who, so each labelled face of PublicTest is read relative to the median of
READINGS faces of *other* people: as wrong a resting face as there can be. They are taken neutral,
and then happy, sad and so on: what an estimate makes of a person who does not look neutral
while it is measured. Last, the neutral faces that are read wrong, relative to themselves: how
far a calibration can put a person right.

Where pictures tell who is who, ``--persons FOLDER`` measures the real thing: the folder holds a
folder for each person, and that one a folder for each expression. The first neutral picture is
the resting face, and all others of the person are read plainly and relative to it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from analysis.classifier import LANDMARKS_ONLY, WITH_NETWORK, ExpressionClassifier, load_describer
from analysis.labels import EMOTIONS, Emotion, Expression, binary_emotion, strongest
from analysis.resting_face import resting_shifts, shifted
from training.face_answers import Answerer, LabelledFolderError
from training.face_pixels import load_faces
from training.face_resting_persons import Person, load_persons
from training.face_table import VALID, FaceTableError, load_table
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR, ModelFileError, checked_model_path

READINGS = 3
"""As many as one a second gives in analysis.resting_face.CALIBRATION_S."""

_NEUTRAL = EMOTIONS.index("neutral")
_KINDS = {"on": WITH_NETWORK, "off": LANDMARKS_ONLY}


@dataclass(frozen=True, slots=True)
class Read:
    """What a model says of one labelled face; `label` is an index into EMOTIONS."""

    label: int
    expression: Expression


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many faces are read right.

    Attributes:
        accuracy: of all faces.
        recall: of the faces of one expression, nan without any.
        neutral: the share of those that is read as neutral.
    """

    accuracy: float
    recall: float
    neutral: float

    @classmethod
    def of(cls, reads: Sequence[Read], label: int) -> "Outcome":
        names = np.array([EMOTIONS.index(strongest(read.expression.scores)) for read in reads])
        labels = np.array([read.label for read in reads])
        own = names[labels == label]
        recall, neutral = (
            float((own == name).mean()) if len(own) else np.nan for name in (label, _NEUTRAL)
        )
        return cls(float((names == labels).mean()), recall, neutral)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.face_resting", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder with face table and pixels")
    source.add_argument("--persons", type=Path, help="folder with a folder for each person")
    parser.add_argument("--network", choices=_KINDS, default="on")
    options = parser.parse_args(arguments)
    try:
        if options.data is not None:
            _print_strangers(_valid_reads(options.data, options.network))
        else:
            _print_persons(_persons(options.persons, options.network))
    except (FaceTableError, LabelledFolderError, ModelFileError) as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    return 0


def _valid_reads(data: Path, network: str) -> list[Read]:
    kind = _KINDS[network]
    describer = load_describer(MODELS_DIR, kind)
    classifier = ExpressionClassifier.load(MODELS_DIR, kind)
    labels = load_table(data).labels
    rows = np.flatnonzero((labels.split == VALID) & (labels.emotion >= 0))
    faces = tqdm(load_faces(data, rows), total=len(rows), unit="face", disable=None)
    expressions = (classifier.predict(describer.describe(*found)) for found in faces)
    emotions = labels.emotion[rows].tolist()
    return [Read(label, read) for label, read in zip(emotions, expressions, strict=True)]


def _persons(folder: Path, network: str) -> list[Person]:
    answerer = Answerer(MODELS_DIR, _KINDS[network])
    with FaceLandmarker(checked_model_path()) as landmarker:
        return load_persons(answerer, folder, landmarker)


def told_apart(reads: Sequence[Read]) -> float:
    """Return how often HAPPY/SAD is right, of the faces that are happy or sad; nan without any."""
    expected = {EMOTIONS.index("happy"): Emotion.HAPPY, EMOTIONS.index("sad"): Emotion.SAD}
    right = [
        binary_emotion(read.expression)[0] is expected[read.label]
        for read in reads
        if read.label in expected
    ]
    return sum(right) / len(right) if right else np.nan


def relative_to_strangers(
    reads: Sequence[Read], resting_label: int, rng: np.random.Generator
) -> list[Read]:
    """Read each face relative to the median of READINGS faces of the given expression."""
    resting = [read.expression.scores for read in reads if read.label == resting_label]
    return [
        Read(
            read.label,
            shifted(
                read.expression,
                resting_shifts([resting[row] for row in rng.integers(len(resting), size=READINGS)]),
            ),
        )
        for read in reads
    ]


def relative_to_self(reads: Sequence[Read]) -> list[Read]:
    return [
        Read(read.label, shifted(read.expression, resting_shifts([read.expression.scores])))
        for read in reads
    ]


def _print_strangers(reads: Sequence[Read]) -> None:
    neutral = [read for read in reads if read.label == _NEUTRAL]
    typical = np.median([read.expression.scores for read in neutral], axis=0)
    medians = zip(EMOTIONS, typical, strict=True)
    print("neutral faces, median: " + ", ".join(f"{name} {score:.3f}" for name, score in medians))
    print("\nresting face | accuracy | recall of that expression | of it read as neutral")
    for label, name in enumerate(EMOTIONS):
        if any(read.label == label for read in reads):
            relative = relative_to_strangers(reads, label, np.random.default_rng(0))
            _print_row(f"{name}, not calibrated", Outcome.of(reads, label))
            _print_row(f"{name} faces of others", Outcome.of(relative, label))
    wrong = [read for read in neutral if strongest(read.expression.scores) != "neutral"]
    if wrong:
        righted = Outcome.of(relative_to_self(wrong), _NEUTRAL).recall
        print(f"\nof {len(wrong)} neutral faces read wrong, put right by their own: {righted:.3f}")


def _print_persons(persons: Sequence[Person]) -> None:
    plain = [read for person in persons for read in _reads(person, calibrated=False)]
    relative = [read for person in persons for read in _reads(person, calibrated=True)]
    print(f"{len(persons)} persons, {len(plain)} faces; happy and sad ones told apart: ", end="")
    print(f"{told_apart(plain):.3f}, calibrated {told_apart(relative):.3f}")
    print("\nexpression | accuracy of all | recall | read as neutral")
    for label, name in enumerate(EMOTIONS):
        if any(read.label == label for read in plain):
            _print_row(f"{name}, not calibrated", Outcome.of(plain, label))
            _print_row(f"{name}, calibrated", Outcome.of(relative, label))


def _reads(person: Person, *, calibrated: bool) -> list[Read]:
    shifts = resting_shifts([person.resting.scores]) if calibrated else (0.0,) * len(EMOTIONS)
    return [Read(label, shifted(expression, shifts)) for label, expression in person.others]


def _print_row(name: str, outcome: Outcome) -> None:
    print(f"{name} | {outcome.accuracy:.3f} | {outcome.recall:.3f} | {outcome.neutral:.3f}")


if __name__ == "__main__":
    sys.exit(main())
