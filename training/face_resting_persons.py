"""Pictures of persons in several expressions, as the face models read them."""

from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from analysis.labels import EMOTIONS, Expression
from training.face_answers import (
    Answerer,
    LabelledFolderError,
    folder_answers,
    labelled_pictures,
)
from vision.landmarks import FaceLandmarker

_NEUTRAL = EMOTIONS.index("neutral")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's readable faces.

    Attributes:
        resting: the first neutral one.
        others: label (index into EMOTIONS) and reading of each of the others.
    """

    resting: Expression
    others: tuple[tuple[int, Expression], ...]


def load_persons(answerer: Answerer, folder: Path, landmarker: FaceLandmarker) -> list[Person]:
    """Read a folder of persons, each a folder of expressions with pictures.

    Who has no readable neutral face or nothing beside it is left out.

    Raises:
        LabelledFolderError: nobody is left.
    """
    inner = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    loaded = (
        _load_person(answerer, path, landmarker)
        for path in tqdm(inner, unit="person", disable=None)
    )
    persons = [person for person in loaded if person is not None]
    if not persons:
        raise LabelledFolderError(f"{folder} has no person with a neutral and another picture")
    return persons


def _load_person(answerer: Answerer, folder: Path, landmarker: FaceLandmarker) -> Person | None:
    answers = folder_answers(answerer, labelled_pictures(folder), landmarker)
    faces = [(a.label, a.expression) for a in answers if a.expression is not None]
    neutral = [place for place, (label, _) in enumerate(faces) if label == _NEUTRAL]
    if not neutral or len(faces) == 1:
        return None
    _, resting = faces.pop(neutral[0])
    return Person(resting, tuple(faces))
