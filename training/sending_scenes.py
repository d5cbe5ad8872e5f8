"""Labelled faces in front of a moving camera's noise: what a webcam would deliver of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from matplotlib import get_data_path
from numpy.typing import NDArray
from PIL import Image
from skimage.data import astronaut, coffee

from training.face_pixels import PIXELS_FILE
from training.face_table import LANDMARKS_FILE, TEST, RowShapes, load_table, read_arrays

Picture = NDArray[np.uint8]

WIDTH_PX, HEIGHT_PX, CAMERA_FPS = 640, 480, 30

NO_LABEL = -1

# Standard deviation, in units of the 8-bit picture, of what is left of a webcam's noise
# in a lit room.
_NOISE = 2.5
_N_NOISES = 8

# A listening head's sway: shares of the face's width, degrees, and seconds a period. The
# periods share no divisor, so that no two moments of a clip look alike.
_SWAY_X, _SWAY_X_S = 0.05, 2.3
_SWAY_Y, _SWAY_Y_S = 0.025, 1.3
_NOD_DEG, _NOD_S = 2.0, 1.7
_LEAN, _LEAN_S = 0.02, 3.1

_MARGIN_SHARE = 0.25
_FEATHER_SHARE = 0.12

_PIXEL_SHAPES: RowShapes = {"x": (48, 48), "image": ()}
_NAME_SHAPES: RowShapes = {"image": ()}


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A picture of one face.

    Attributes:
        picture: RGB, uint8, shape (height, width, 3).
        face_width_px: of the face's landmarks, in pixels of the picture.
        centre: of the landmarks, x and y in pixels of the picture.
        emotion: index into EMOTIONS, or NO_LABEL.
        happy_sad: 1 happy, 0 sad, or NO_LABEL.
    """

    picture: Picture
    face_width_px: float
    centre: tuple[float, float]
    emotion: int = NO_LABEL
    happy_sad: int = NO_LABEL


def labelled_faces(data: Path, count: int, rng: np.random.Generator) -> list[Subject]:
    """Draw faces of PrivateTest that have an expression, none of them a near-copy.

    Raises:
        FaceTableError: the folder does not hold table and pixels.
    """
    table = load_table(data)
    labels = table.labels
    rows = np.flatnonzero((labels.split == TEST) & (labels.emotion >= 0) & ~table.near_copy)
    chosen = rng.permutation(rows)[:count]
    names = read_arrays(data / LANDMARKS_FILE, _NAME_SHAPES)["image"]
    pixels = read_arrays(data / PIXELS_FILE, _PIXEL_SHAPES)
    position = {name: index for index, name in enumerate(pixels["image"])}
    return [
        _subject(
            pixels["x"][position[names[row]]],
            table.points[row],
            int(labels.emotion[row]),
            int(labels.happy_sad[row]),
        )
        for row in chosen
    ]


def _subject(grey: Picture, points: NDArray[np.float32], emotion: int, happy_sad: int) -> Subject:
    margin = round(len(grey) * _MARGIN_SHARE)
    framed = np.pad(grey, margin, mode="edge")
    picture = np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB), np.uint8)
    low, high = points[:, :2].min(axis=0) * len(grey), points[:, :2].max(axis=0) * len(grey)
    x, y = (low + high) / 2 + margin
    return Subject(picture, float(high[0] - low[0]), (float(x), float(y)), emotion, happy_sad)


def portraits() -> list[Subject]:
    """Return the free high-resolution portraits at hand, each as it is and mirrored.

    They are NASA's portrait of Eileen Collins, in scikit-image (face 90 px wide), and the
    US Navy's of Grace Hopper, in Matplotlib (185 px). Both are in the public domain.
    """
    with Image.open(get_data_path() + "/sample_data/grace_hopper.jpg") as image:
        hopper = np.asarray(image.convert("RGB"))
    found = (
        Subject(np.asarray(astronaut()), 89.5, (225.5, 124.6)),
        Subject(hopper, 185.4, (262.7, 233.5)),
    )
    return [*found, *(_mirrored(subject) for subject in found)]


def _mirrored(subject: Subject) -> Subject:
    x, y = subject.centre
    picture = np.ascontiguousarray(subject.picture[:, ::-1])
    return Subject(picture, subject.face_width_px, (picture.shape[1] - 1 - x, y))


class Scene:
    """One subject before a still background, swaying a little, seen by a noisy camera.

    Args:
        subject: who.
        face_width_px: of the face in the scene.
        rng: where the face stands, when its sway begins, and the noise.
    """

    def __init__(self, subject: Subject, face_width_px: float, rng: np.random.Generator) -> None:
        self._subject = subject
        self._face_width_px = face_width_px
        self._background = background()
        self._mask = _feathered(subject.picture.shape[:2])
        self._place = rng.uniform((0.4, 0.4), (0.6, 0.55)) * (WIDTH_PX, HEIGHT_PX)
        self._start_s = rng.uniform(0, 60)
        shape = (_N_NOISES, HEIGHT_PX, WIDTH_PX, 3)
        self._noises = rng.normal(0, _NOISE, shape).round().astype(np.int8)

    def frame(self, number: int) -> Picture:
        """Return the camera's frame `number`, RGB, uint8, shape (480, 640, 3)."""
        move = self._placement(self._start_s + number / CAMERA_FPS)
        size = (WIDTH_PX, HEIGHT_PX)
        face = cv2.warpAffine(self._subject.picture, move, size, flags=cv2.INTER_CUBIC)
        alpha = cv2.warpAffine(self._mask, move, size)[..., None]
        mixed = self._background + alpha * (face.astype(np.float32) - self._background)
        noise = np.roll(self._noises[number % _N_NOISES], 13 * number, axis=1)
        return np.asarray(np.clip(mixed + noise + 0.5, 0, 255), np.uint8)

    def _placement(self, time_s: float) -> NDArray[np.float64]:
        """Return the affine map from the subject's picture into the scene, shape (2, 3)."""
        turn = 2 * np.pi * time_s
        scale = self._face_width_px / self._subject.face_width_px
        scale *= 1 + _LEAN * np.sin(turn / _LEAN_S)
        move = cv2.getRotationMatrix2D(
            self._subject.centre, _NOD_DEG * np.sin(turn / _NOD_S), scale
        )
        sway = np.array([_SWAY_X * np.sin(turn / _SWAY_X_S), _SWAY_Y * np.sin(turn / _SWAY_Y_S)])
        move[:, 2] += self._place + sway * self._face_width_px - self._subject.centre
        return np.asarray(move, np.float64)


def background() -> Picture:
    """Return a table with a cup of coffee (CC0), which the landmarker sees no face in."""
    picture = coffee()
    height, width = picture.shape[0], picture.shape[0] * WIDTH_PX // HEIGHT_PX
    # Stretched to the scene's shape, its spoon would be taken for a face now and then.
    left = (picture.shape[1] - width) // 2
    cut = picture[:height, left : left + width]
    return np.asarray(cv2.resize(cut, (WIDTH_PX, HEIGHT_PX)), np.uint8)


def _feathered(shape: Sequence[int]) -> NDArray[np.float32]:
    """Return a mask that is 1 within the picture and falls to 0 towards its edges."""

    def ramp(length: int) -> NDArray[np.float32]:
        distance = np.minimum(np.arange(length), np.arange(length)[::-1]).astype(np.float32)
        return np.asarray(np.clip(distance / (_FEATHER_SHARE * length), 0, 1), np.float32)

    return np.asarray(np.outer(ramp(shape[0]), ramp(shape[1])), np.float32)
