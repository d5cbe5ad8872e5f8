"""Measurements that say whether a face can be read; what is too little is decided elsewhere."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.landmarks import FaceLandmarks

# Lips, brows and eyelids: without them in the picture the model guesses the expression.
EXPRESSIVE_POINTS = np.array(
    [61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91, 78, 13, 308, 14]
    + [46, 105, 55, 276, 334, 285]
    + [33, 159, 133, 145, 263, 386, 362, 374]
)

# Sharpness compares faces at one size, so that it does not grow with the distance.
SHARPNESS_FACE_PX = 96


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """Plain measurements of one face in its picture.

    Attributes:
        face_size_px: the longer side of the face's bounding box.
        inside_share: share of EXPRESSIVE_POINTS that lie in the picture, 0..1.
        brightness: mean luma of the face, 0..255.
        contrast: standard deviation of the face's luma, 0..127.5.
        sharpness: standard deviation of the Laplacian of the face's luma, at a face size of
            96 px, divided by the contrast; 0 for a flat picture.
        yaw_deg: turn of the head about its own upright axis; 0 = facing the camera.
        pitch_deg: nod about its own left-right axis; 0 = facing the camera, positive = down.
    """

    face_size_px: float
    inside_share: float
    brightness: float
    contrast: float
    sharpness: float
    yaw_deg: float
    pitch_deg: float


def picture_brightness(image: NDArray[np.uint8]) -> float:
    """Return the mean luma, 0..255, of an RGB uint8 picture of shape (height, width, 3)."""
    red, green, blue, _ = cv2.mean(image)
    return float(0.299 * red + 0.587 * green + 0.114 * blue)  # ITU-R BT.601 luma


def measure_face(image: NDArray[np.uint8], face: FaceLandmarks) -> FaceQuality:
    """Measure one face.

    Args:
        image: RGB, uint8, shape (height, width, 3).
        face: what `FaceLandmarker.detect` found in that picture.
    """
    bounds = face.bounds
    size_px = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    luma = _luma(image, bounds)
    brightness, contrast = (float(value.item()) for value in cv2.meanStdDev(luma))
    yaw_deg, pitch_deg = head_angles_deg(face.head_pose)
    return FaceQuality(
        face_size_px=size_px,
        inside_share=_inside_share(image, face.points[EXPRESSIVE_POINTS]),
        brightness=brightness,
        contrast=contrast,
        sharpness=_sharpness(luma, size_px) / contrast if contrast > 0 else 0.0,
        yaw_deg=yaw_deg,
        pitch_deg=pitch_deg,
    )


def _inside_share(image: NDArray[np.uint8], points: NDArray[np.float32]) -> float:
    height, width = image.shape[:2]
    inside = (points[:, :2] >= 0).all(axis=1) & (points[:, :2] < (width, height)).all(axis=1)
    return float(inside.mean())


def _luma(image: NDArray[np.uint8], bounds: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    """Return the grey part of the picture within a face's bounds, at least one pixel of it."""
    height, width = image.shape[:2]
    left, top, right, bottom = (int(value) for value in bounds)
    rows = slice(min(max(top, 0), height - 1), max(bottom, 1))
    columns = slice(min(max(left, 0), width - 1), max(right, 1))
    return np.asarray(cv2.cvtColor(image[rows, columns], cv2.COLOR_RGB2GRAY), np.uint8)


def _sharpness(luma: NDArray[np.uint8], size_px: float) -> float:
    scale = SHARPNESS_FACE_PX / size_px
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=interpolation)
    return float(cv2.Laplacian(resized, cv2.CV_32F).std())


def head_angles_deg(head_pose: NDArray[np.float32]) -> tuple[float, float]:
    """Return yaw and pitch, as in FaceQuality, of a head pose of shape (4, 4).

    Both are angles of the camera's direction in the head's own axes, so they do not
    depend on how the head is turned within the picture.
    """
    rotation = head_pose[:3, :3] / np.linalg.norm(head_pose[:3, :3], axis=0)
    x, y, z = (float(value) for value in rotation[2])
    return math.degrees(math.atan2(x, z)), math.degrees(math.atan2(y, math.hypot(x, z)))
