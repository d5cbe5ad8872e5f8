"""The aligned grey crop of a face that the face network sees; shared by training and serving."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.alignment import RIGID_POINTS, planar_transform

CROP_SIDE_PX = 48
"""FER2013's pictures, of which the network is made, have 48 x 48 pixels."""

MAX_MARGIN_PX = 8

# What the crop shows, in units of the reference shape: a square around the middle line from
# the forehead's lower half to the chin. FER2013's pictures show about as much.
_CROP_LEFT, _CROP_TOP, _CROP_SIDE = -1.25, -0.8, 2.5

# Keeps a crop of one grey level finite and as good as empty.
_LEAST_CONTRAST = 1.0


def crop_face(
    image: NDArray[np.uint8],
    points: NDArray[np.floating],
    reference: NDArray[np.floating],
    margin_px: int = 0,
) -> NDArray[np.uint8]:
    """Cut a face out of a picture, grey, upright and at one size.

    A face that is larger in the picture is shrunk by area averaging, so that it holds no more
    detail than the crop can show; what lies outside the picture repeats its edge.

    Args:
        image: uint8, RGB of shape (height, width, 3) or grey of shape (height, width).
        points: shape (478, 2) or (478, 3), as in FaceLandmarks, in pixels of the picture.
        reference: shape (478, 3), as in FaceShape.
        margin_px: of what lies around the crop, at the crop's scale, up to MAX_MARGIN_PX; the
            pixels within are the same with any.

    Returns:
        uint8, shape (side, side) with side = CROP_SIDE_PX + 2 margin_px.
    """
    side_px = CROP_SIDE_PX + 2 * margin_px
    to_crop = _to_crop(points, reference, margin_px)
    grey, to_crop = _cut(image, to_crop, margin_px)
    shrinking = math.hypot(to_crop[0, 0], to_crop[0, 1])
    if shrinking < 1:
        grey, to_crop = _shrunk(grey, to_crop, shrinking)
    matrix = to_crop.copy()
    # OpenCV counts from the middle of the first pixel, landmarks from its corner.
    matrix[:, 2] += 0.5 * (to_crop[:, 0] + to_crop[:, 1]) - 0.5
    crop = cv2.warpAffine(
        grey, matrix, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, np.uint8)


def standardised(crops: NDArray[np.floating | np.uint8]) -> NDArray[np.float32]:
    """Return crops with mean 0 and standard deviation 1 each, float32; shapes (n, h, w)."""
    values = np.asarray(crops, np.float32)
    values = values - values.mean(axis=(1, 2), keepdims=True)
    contrast = values.std(axis=(1, 2), keepdims=True)
    scaled: NDArray[np.float32] = values / np.maximum(contrast, _LEAST_CONTRAST)
    return scaled


def _to_crop(
    points: NDArray[np.floating], reference: NDArray[np.floating], margin_px: int
) -> NDArray[np.float64]:
    """Return the map from picture to crop, shape (2, 3)."""
    scale = CROP_SIDE_PX / _CROP_SIDE
    target = (reference[RIGID_POINTS, :2] - (_CROP_LEFT, _CROP_TOP)) * scale + margin_px
    return planar_transform(points[RIGID_POINTS, :2], target)


def _cut(
    image: NDArray[np.uint8], to_crop: NDArray[np.float64], margin_px: int
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the grey part of the picture around the crop, and the map from there."""
    height, width = image.shape[:2]
    # The largest margin, and two pixels for the interpolation at its rim: always the same, as
    # averaging is by whole pixels from the corner of the part.
    around_px = MAX_MARGIN_PX + 2
    low, high = margin_px - around_px, margin_px + CROP_SIDE_PX + around_px
    corners = np.array([(low, low), (high, low), (low, high), (high, high)], np.float64)
    in_picture = (corners - to_crop[:, 2]) @ np.linalg.inv(to_crop[:, :2]).T
    first = np.floor(in_picture.min(axis=0)).astype(int)
    last = np.ceil(in_picture.max(axis=0)).astype(int)
    left, top = min(max(first[0], 0), width - 1), min(max(first[1], 0), height - 1)
    part = image[top : max(last[1], top + 1), left : max(last[0], left + 1)]
    grey = part if part.ndim == 2 else np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8)
    moved = to_crop.copy()
    moved[:, 2] += to_crop[:, :2] @ (left, top)
    return grey, moved


def _shrunk(
    grey: NDArray[np.uint8], to_crop: NDArray[np.float64], factor: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the picture shrunk by about `factor` (below 1), and the map from there."""
    height, width = grey.shape
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    stretched = to_crop.copy()
    stretched[:, :2] *= (width / size[0], height / size[1])
    return small, stretched
