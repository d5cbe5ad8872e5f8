"""Letting the face models answer labelled pictures, as serving would, and keeping account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import ExpressionClassifier, ModelKind, load_describer
from analysis.labels import EMOTIONS, Expression
from analysis.picture_limits import unreadable_face
from training.face_pixels import load_faces
from training.face_table import Labels, load_table
from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.picture import PictureError, decode_picture
from vision.quality import FaceQuality, measure_face

Picture = NDArray[np.uint8]
Found = tuple[Picture, FaceLandmarks]

UNREADABLE_FILE = "no_picture"
NO_FACE = "no_face"

# Folder names of the expressions as other data sets have them.
_ALIASES = {
    "anger": "angry",
    "disgust": "disgusted",
    "fear": "fearful",
    "happiness": "happy",
    "sadness": "sad",
    "surprise": "surprised",
}


class LabelledFolderError(Exception):
    """The folder does not hold one folder for each of some expressions."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the models say of one labelled picture.

    Attributes:
        label: index into EMOTIONS, -1 if the picture has none of them.
        happy_sad: 1 happy, 0 sad, -1 neither.
        near_copy: the picture nearly repeats a training picture.
        expression: None where there is none; then `reason` says why.
        reason: as in a reading, or UNREADABLE_FILE.
        quality: None where no face was found.
    """

    label: int
    happy_sad: int
    near_copy: bool
    expression: Expression | None
    reason: str | None
    quality: FaceQuality | None


class Answerer:
    """Reads faces with the models of one kind."""

    def __init__(self, models_dir: Path, kind: ModelKind) -> None:
        self._describer = load_describer(models_dir, kind)
        self._classifier = ExpressionClassifier.load(models_dir, kind)

    def answer(self, found: Found | None, label: int, happy_sad: int, near_copy: bool) -> Answer:
        """Answer for a face in its picture; `found` is None where there is no face."""
        if found is None:
            return Answer(label, happy_sad, near_copy, None, NO_FACE, None)
        quality = measure_face(*found)
        reason = unreadable_face(quality)
        if reason is not None:
            return Answer(label, happy_sad, near_copy, None, str(reason), quality)
        expression = self._classifier.predict(self._describer.describe(*found))
        return Answer(label, happy_sad, near_copy, expression, None, quality)


def table_answers(answerer: Answerer, data: Path, split: int) -> Iterator[Answer]:
    """Answer for the labelled faces of one part of a table, undetected ones included.

    Raises:
        FaceTableError: the folder does not hold a table with pixels.
    """
    table = load_table(data)
    rows = np.flatnonzero(_labelled(table.labels, split))
    labels, copies = table.labels, table.near_copy
    for row, found in zip(rows, load_faces(data, rows), strict=True):
        label, happy_sad = int(labels.emotion[row]), int(labels.happy_sad[row])
        yield answerer.answer(found, label, happy_sad, bool(copies[row]))
    missed = table.undetected
    for row in np.flatnonzero(_labelled(missed, split)):
        yield answerer.answer(None, int(missed.emotion[row]), int(missed.happy_sad[row]), False)


def _labelled(labels: Labels, split: int) -> NDArray[np.bool_]:
    has_label = (labels.emotion >= 0) | (labels.happy_sad >= 0)
    return np.asarray((labels.split == split) & has_label)


def folder_answers(
    answerer: Answerer, pictures: Iterable[tuple[Path, int]], landmarker: FaceLandmarker
) -> Iterator[Answer]:
    """Answer for the largest face of each picture of `labelled_pictures`."""
    for path, label in pictures:
        happy_sad = {"happy": 1, "sad": 0}.get(EMOTIONS[label], -1)
        try:
            image = decode_picture(path.read_bytes())
        except PictureError:
            yield Answer(label, happy_sad, False, None, UNREADABLE_FILE, None)
            continue
        faces = landmarker.detect(image)
        found = (image, faces[0]) if faces else None
        yield answerer.answer(found, label, happy_sad, near_copy=False)


def labelled_pictures(folder: Path) -> list[tuple[Path, int]]:
    """Return all files in folders that are named as an expression, with its index in EMOTIONS.

    Raises:
        LabelledFolderError: there are none.
    """
    found = [
        (path, EMOTIONS.index(name))
        for inner in sorted(folder.iterdir() if folder.is_dir() else [])
        if inner.is_dir() and (name := _expression_name(inner.name)) in EMOTIONS
        for path in sorted(inner.rglob("*"))
        if path.is_file()
    ]
    if not found:
        raise LabelledFolderError(f"{folder} has no folder such as {EMOTIONS[0]} with pictures")
    return found


def _expression_name(folder_name: str) -> str:
    name = folder_name.lower()
    return _ALIASES.get(name, name)
