"""Reading a table of measured faces, and saying clearly what is wrong with it."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from analysis.labels import EMOTIONS
from vision.blendshapes import BLENDSHAPE_NAMES
from vision.landmarks import N_LANDMARKS

LANDMARKS_FILE = "ferplus_landmarks.npz"
UNDETECTED_FILE = "ferplus_undetected.npz"
REFERENCE_FILE = "reference_shape.npz"

TRAIN, VALID, TEST = 0, 1, 2
"""Codes of `split`: FER2013's Training, PublicTest (for every choice) and PrivateTest."""

NEAR_COPY_SIMILARITY = 0.995
"""Test images that correlate more with a training image count as copies of it."""

# FER2013: 0 angry 1 disgust 2 fear 3 happy 4 sad 5 surprise 6 neutral
FER2013_HAPPY, FER2013_SAD = 3, 4

# FER+ counts neutral, happiness, surprise, sadness, anger, disgust, fear, contempt.
# Contempt is dropped: 118 training faces, and no emotion of ours stands for it.
_FERPLUS_NAMES = ("neutral", "happy", "surprised", "sad", "angry", "disgusted", "fearful")
_FERPLUS_COLUMNS = [_FERPLUS_NAMES.index(name) for name in EMOTIONS]
_NO_LABEL = -1
_FERPLUS_TO_EMOTION = np.array(
    [EMOTIONS.index(name) for name in _FERPLUS_NAMES] + [_NO_LABEL, _NO_LABEL]
)
"""By FER+ majority index; the last place serves index -1, no majority."""

RowShapes = dict[str, tuple[int, ...]]

_LABEL_SHAPES: RowShapes = {"fer2013_label": (), "ferplus_majority": (), "split": ()}
_FACE_SHAPES: RowShapes = _LABEL_SHAPES | {
    "lm_q8192": (N_LANDMARKS, 3),
    "bs_q65535": (len(BLENDSHAPE_NAMES),),
    "ferplus_votes": (10,),
    "dup_sim_to_train": (),
}
_REFERENCE_SHAPES: RowShapes = {"ref": (3,), "mir": ()}
_LABEL_RANGES = {"fer2013_label": (0, 6), "ferplus_majority": (-1, 7), "split": (TRAIN, TEST)}


class FaceTableError(Exception):
    """The folder does not hold a table of the expected form."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What people said of n images.

    Attributes:
        happy_sad: int8, shape (n,): 1 happy, 0 sad, -1 neither (FER2013's own labels).
        emotion: int8, shape (n,): index into EMOTIONS of the FER+ majority, -1 without one.
        split: int8, shape (n,): TRAIN, VALID or TEST.
    """

    happy_sad: NDArray[np.int8]
    emotion: NDArray[np.int8]
    split: NDArray[np.int8]

    @classmethod
    def of(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        fer2013 = arrays["fer2013_label"].astype(np.int8)
        happy_sad = np.select([fer2013 == FER2013_HAPPY, fer2013 == FER2013_SAD], [1, 0], _NO_LABEL)
        emotion = _FERPLUS_TO_EMOTION[arrays["ferplus_majority"].astype(np.int8)]
        split = arrays["split"].astype(np.int8)
        return cls(happy_sad.astype(np.int8), emotion.astype(np.int8), split)


@dataclass(frozen=True, slots=True, eq=False)
class FaceTable:
    """Faces measured on labelled images.

    Attributes:
        points: float32, shape (n, 478, 3): landmarks as in FaceLandmarks, but in units of
            the square crop's side.
        blendshapes: float32, shape (n, 52), 0..1.
        labels: of the n detected faces.
        votes: uint8, shape (n, 7): how many of the ten FER+ annotators chose each of EMOTIONS.
        near_copy: bool, shape (n,): the image has a near-copy among the training images.
        undetected: labels of the images in which no face was found.
        reference: float32, shape (478, 3), and
        mirror_index: shape (478,): see FaceShape.
    """

    points: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    labels: Labels
    votes: NDArray[np.uint8]
    near_copy: NDArray[np.bool_]
    undetected: Labels
    reference: NDArray[np.float32]
    mirror_index: NDArray[np.int64]


def table_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that make up a table in `folder`."""
    return tuple(folder / name for name in (LANDMARKS_FILE, UNDETECTED_FILE, REFERENCE_FILE))


def load_table(folder: Path) -> FaceTable:
    """Read a table.

    Raises:
        FaceTableError: the folder or a file is missing, or an array has another shape.
    """
    if not folder.is_dir():
        raise FaceTableError(f"{folder} is no folder; it should hold {LANDMARKS_FILE}")
    landmarks, undetected, reference = table_files(folder)
    faces = read_arrays(landmarks, _FACE_SHAPES)
    shape = read_arrays(reference, _REFERENCE_SHAPES)
    if len(shape["ref"]) != N_LANDMARKS:
        raise FaceTableError(f"{reference} has {len(shape['ref'])} points, not {N_LANDMARKS}")
    labels = Labels.of(faces)
    _require_training_faces(landmarks, labels)
    return FaceTable(
        points=(faces["lm_q8192"] / np.float32(8192)).astype(np.float32),
        blendshapes=(faces["bs_q65535"] / np.float32(65535)).astype(np.float32),
        labels=labels,
        votes=faces["ferplus_votes"][:, _FERPLUS_COLUMNS],
        near_copy=faces["dup_sim_to_train"] > NEAR_COPY_SIMILARITY,
        undetected=Labels.of(read_arrays(undetected, _LABEL_SHAPES)),
        reference=shape["ref"].astype(np.float32),
        mirror_index=shape["mir"].astype(np.int64),
    )


def read_arrays(path: Path, shapes: RowShapes) -> dict[str, NDArray[Any]]:
    """Read the named arrays, all of one length, each row of the given shape."""
    if not path.is_file():
        raise FaceTableError(f"{path} is missing")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = {name: file[name] for name in shapes}
    except KeyError as error:
        raise FaceTableError(f"{path} lacks an array: {error.args[0]}") from error
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise FaceTableError(f"{path} is no npz file: {error}") from error
    _require_shapes(path, arrays, shapes)
    _require_label_ranges(path, arrays)
    return arrays


def _require_shapes(path: Path, arrays: dict[str, NDArray[Any]], shapes: RowShapes) -> None:
    n_rows = len(next(iter(arrays.values())))
    for name, row_shape in shapes.items():
        found, expected = arrays[name].shape, (n_rows, *row_shape)
        if found != expected:
            raise FaceTableError(f"{name} in {path} has shape {found}, expected {expected}")


def _require_label_ranges(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    for name, (low, high) in _LABEL_RANGES.items():
        values = arrays.get(name)
        if values is not None and ((values < low) | (values > high)).any():
            raise FaceTableError(f"{name} in {path} leaves {low}..{high}")


def _require_training_faces(path: Path, labels: Labels) -> None:
    """Without a face of some expression that expression has no frequency to correct for."""
    train = labels.split == TRAIN
    present = set(labels.emotion[train].tolist())
    missing = [name for index, name in enumerate(EMOTIONS) if index not in present]
    if missing:
        raise FaceTableError(f"{path} has no training face that is {', '.join(missing)}")
    if {0, 1} - set(labels.happy_sad[train].tolist()):
        raise FaceTableError(f"{path} lacks FER2013 labels happy or sad among the training faces")
