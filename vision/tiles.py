"""Where to look a second time for a face that is small in its picture."""

import math
from typing import NamedTuple, TypeAlias

# MediaPipe's short-range detector sees the picture at 128x128 and finds faces from
# about a seventh of the longer side on; tiles of half that side halve the limit.
TILE_SHARE = 0.5
# In smaller pictures the detector sees nearly every pixel already.
MIN_TILE_PX = 100
# A face found in a tile is looked at once more in the middle of a square of this size.
FACE_MARGIN = 3.0
# Faces of 40 to 64 px overlap with themselves by .79 and more in both looks, what coarse coding
# made of a cup of coffee by .56 at most (tests/vision/test_landmarks.py has both).
SAME_FACE = 0.7

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


class Window(NamedTuple):
    """A rectangle of a picture, in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of the window in an image array."""
        return (
            slice(self.top, self.top + self.height),
            slice(self.left, self.left + self.width),
        )


def tiles(width: int, height: int) -> list[Window]:
    """Return overlapping squares that cover the picture, those in the middle first.

    A face up to half a tile wide lies wholly in one of them. Small pictures give none.
    """
    side = round(max(width, height) * TILE_SHARE)
    if side < MIN_TILE_PX:
        return []
    windows = [
        Window(left, top, min(side, width), min(side, height))
        for top in _offsets(height, side)
        for left in _offsets(width, side)
    ]
    return sorted(windows, key=lambda window: _distance_from_middle(window, width, height))


def overlap(one: Bounds, other: Bounds) -> float:
    """Return how much of what either covers both cover, 0..1."""
    shared_width = min(one[2], other[2]) - max(one[0], other[0])
    shared_height = min(one[3], other[3]) - max(one[1], other[1])
    if shared_width <= 0 or shared_height <= 0:
        return 0.0
    shared = shared_width * shared_height
    return shared / (_area(one) + _area(other) - shared)


def around(bounds: Bounds, width: int, height: int) -> Window:
    """Return the part in the picture of a square around a face.

    Args:
        bounds: of the face.
        width: of the picture.
        height: of the picture.
    """
    left, top, right, bottom = bounds
    half = FACE_MARGIN * max(right - left, bottom - top) / 2
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    first_x, last_x = _clipped(middle_x - half, middle_x + half, width)
    first_y, last_y = _clipped(middle_y - half, middle_y + half, height)
    return Window(first_x, first_y, last_x - first_x, last_y - first_y)


def _area(bounds: Bounds) -> float:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])


def _offsets(length: int, side: int) -> list[int]:
    spare = length - side
    if spare <= 0:
        return [0]
    steps = round(spare / (side / 2))
    return [round(spare * step / steps) for step in range(steps + 1)] if steps else [spare // 2]


def _distance_from_middle(window: Window, width: int, height: int) -> float:
    middle_x, middle_y = window.left + window.width / 2, window.top + window.height / 2
    return math.hypot(middle_x - width / 2, middle_y - height / 2)


def _clipped(first: float, last: float, length: int) -> tuple[int, int]:
    return max(math.floor(first), 0), min(math.ceil(last), length)
