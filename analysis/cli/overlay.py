"""Landmarks and boxes drawn on a copy of a picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from mediapipe.tasks.python.vision import FaceLandmarksConnections
from numpy.typing import NDArray

from analysis.cli.palette import ACCENT, OUTLINE, SOFT
from vision.landmarks import FaceLandmarks

Image = NDArray[np.uint8]

CLOSE_UP_MARGIN = 0.2
"""Shown around a face in its close-up, as a share of the face's longer side."""

_CONTOURS = np.array(
    [(line.start, line.end) for line in FaceLandmarksConnections.FACE_LANDMARKS_CONTOURS]
)
_BOX_MARGIN_PX = 4
_POINT_RADIUS_PX = 1.3
_POINT_OPACITY = 0.75
# cv2 takes whole numbers; with four binary digits behind the point lines do not jump.
_FRACTION_BITS = 4


def picture_with_boxes(image: Image, faces: Sequence[FaceLandmarks], scale: float) -> Image:
    """Return the picture, scaled, with a box around each face; the largest in colour.

    Args:
        image: RGB, uint8, shape (height, width, 3).
        faces: the largest first, as FaceLandmarker gives them.
        scale: of the result against the picture.
    """
    drawn = _resized(image, scale)
    for face in reversed(faces):
        _draw_box(drawn, face, scale, ACCENT if face is faces[0] else SOFT)
    return drawn


def close_up(image: Image, face: FaceLandmarks, side_px: int) -> Image:
    """Return the face with all its landmarks; its longer side has `side_px`.

    What lies outside the picture is left out.
    """
    left, top, right, bottom = face.bounds
    margin = CLOSE_UP_MARGIN * max(right - left, bottom - top)
    height, width = image.shape[:2]
    columns = _clipped(left - margin, right + margin, width)
    rows = _clipped(top - margin, bottom + margin, height)
    scale = side_px / max(columns[1] - columns[0], rows[1] - rows[0])
    drawn = _resized(image[rows[0] : rows[1], columns[0] : columns[1]], scale)
    points = _on(face, (columns[0], rows[0]), scale)
    _draw_contours(drawn, points)
    _draw_points(drawn, points)
    return drawn


def _on(face: FaceLandmarks, origin: tuple[int, int], scale: float) -> NDArray[np.float32]:
    """Return the landmarks in pixels of a part of the picture, scaled; shape (478, 2)."""
    # Half a pixel: cv2 draws at pixels' middles, landmarks count from their corners.
    points = (face.points[:, :2] - np.array(origin, np.float32)) * scale - 0.5
    return points.astype(np.float32)


def _draw_contours(drawn: Image, points: NDArray[np.float32]) -> None:
    lines = _fixed(points[_CONTOURS])
    cv2.polylines(drawn, list(lines), False, ACCENT, 1, cv2.LINE_AA, _FRACTION_BITS)


def _draw_points(drawn: Image, points: NDArray[np.float32]) -> None:
    dotted = drawn.copy()
    radius = round(_POINT_RADIUS_PX * (1 << _FRACTION_BITS))
    for x, y in _fixed(points).tolist():
        cv2.circle(dotted, (x, y), radius, ACCENT, cv2.FILLED, cv2.LINE_AA, _FRACTION_BITS)
    cv2.addWeighted(dotted, _POINT_OPACITY, drawn, 1 - _POINT_OPACITY, 0, drawn)


def _draw_box(drawn: Image, face: FaceLandmarks, scale: float, colour: Sequence[int]) -> None:
    left, top, right, bottom = (round(side * scale) for side in face.bounds)
    first = (left - _BOX_MARGIN_PX, top - _BOX_MARGIN_PX)
    last = (right + _BOX_MARGIN_PX, bottom + _BOX_MARGIN_PX)
    cv2.rectangle(drawn, first, last, OUTLINE, 4, cv2.LINE_AA)
    cv2.rectangle(drawn, first, last, colour, 2, cv2.LINE_AA)


def _resized(image: Image, scale: float) -> Image:
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    resized = cv2.resize(image, (width, height), interpolation=interpolation)
    return np.array(resized, np.uint8)


def _clipped(first: float, last: float, length: int) -> tuple[int, int]:
    start = min(max(int(first), 0), length - 1)
    return start, max(min(int(last), length), start + 1)


def _fixed(points: NDArray[np.float32]) -> NDArray[np.int32]:
    return np.asarray(np.rint(points * (1 << _FRACTION_BITS)), np.int32)
