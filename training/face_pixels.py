"""The faces' crops, cut by the code that serving uses out of the 48x48 pictures of a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.face_table import LANDMARKS_FILE, REFERENCE_FILE, RowShapes, read_arrays
from vision.blendshapes import BLENDSHAPE_NAMES
from vision.face_crop import MAX_MARGIN_PX, crop_face
from vision.landmarks import N_LANDMARKS, FaceLandmarks

PIXELS_FILE = "ferplus_pixels48_uint8.npz"

MARGIN_PX = MAX_MARGIN_PX
"""Around each crop, so that it can be turned, shifted and shrunk in training."""

PICTURE_SIDE_PX = 48

# The landmarks were found in pictures with a margin of repeated edge pixels, and are counted
# from its corner; by detection pass 1 to 4, as shares of the picture's side.
_MARGIN_SHARES = np.array([np.nan, 0.25, 0.25, 0.6, 0.0])

_PIXEL_SHAPES: RowShapes = {"x": (PICTURE_SIDE_PX, PICTURE_SIDE_PX), "image": ()}
_PLACE_SHAPES: RowShapes = {"lm_q8192": (N_LANDMARKS, 3), "det_pass": (), "image": ()}
_FACE_SHAPES: RowShapes = _PLACE_SHAPES | {"bs_q65535": (len(BLENDSHAPE_NAMES),), "mt": (4, 4)}


def load_pictures(folder: Path, names: NDArray[np.str_]) -> NDArray[np.uint8]:
    """Return the named grey pictures, uint8, shape (n, 48, 48).

    Raises:
        FaceTableError: the pixel file is missing or is no such file.
        KeyError: it lacks a name.
    """
    pixels = read_arrays(folder / PIXELS_FILE, _PIXEL_SHAPES)
    position = {name: index for index, name in enumerate(pixels["image"].tolist())}
    pictures: NDArray[np.uint8] = pixels["x"][[position[name] for name in names.tolist()]]
    return pictures


def load_crops(folder: Path) -> NDArray[np.uint8]:
    """Return the crop of each face of a table, in its order, with MARGIN_PX on each side.

    Returns:
        uint8, shape (n, side, side) with side = CROP_SIDE_PX + 2 MARGIN_PX.

    Raises:
        FaceTableError: a file is missing or is no such file.
    """
    places = read_arrays(folder / LANDMARKS_FILE, _PLACE_SHAPES)
    reference = read_arrays(folder / REFERENCE_FILE, {"ref": (3,)})["ref"]
    pictures = load_pictures(folder, places["image"])
    faces = zip(pictures, _points_px(places), strict=True)
    return np.stack([crop_face(picture, face, reference, MARGIN_PX) for picture, face in faces])


def load_faces(
    folder: Path, rows: NDArray[np.integer]
) -> Iterator[tuple[NDArray[np.uint8], FaceLandmarks]]:
    """Return the chosen faces of a table as serving meets them: RGB picture and landmarks.

    Raises:
        FaceTableError: a file is missing or is no such file.
    """
    arrays = read_arrays(folder / LANDMARKS_FILE, _FACE_SHAPES)
    arrays = {name: values[rows] for name, values in arrays.items()}
    pictures = load_pictures(folder, arrays["image"])
    points = _points_px(arrays).astype(np.float32)
    blendshapes = (arrays["bs_q65535"] / np.float32(65535)).astype(np.float32)
    for picture, *face in zip(pictures, points, blendshapes, arrays["mt"], strict=True):
        yield np.repeat(picture[:, :, None], 3, axis=2), FaceLandmarks(*face)


def _points_px(places: dict[str, NDArray[Any]]) -> NDArray[np.float64]:
    """Return landmarks in pixels of the 48x48 pictures, shape (n, 478, 3)."""
    margins = np.zeros((len(places["image"]), 1, 3))
    margins[:, 0, :2] = _MARGIN_SHARES[places["det_pass"]][:, None]
    points: NDArray[np.float64] = places["lm_q8192"] / 8192 - margins
    return points * PICTURE_SIDE_PX
