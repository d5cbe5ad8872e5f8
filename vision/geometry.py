"""Distances, heights and angles between landmarks of aligned faces.

Every measure is defined once, on the subject's right side or on the middle
line; the left side follows from the mirror map.
"""

import numpy as np
from numpy.typing import NDArray

Definitions = dict[str, tuple[int, ...]]

_SIDED_DISTANCES: Definitions = {
    "eye_opening_inner": (158, 153),
    "eye_opening": (159, 145),
    "eye_opening_outer": (160, 144),
    "eye_width": (33, 133),
    "brow_inner_to_eye": (55, 133),
    "brow_to_eye": (105, 159),
    "brow_outer_to_eye": (46, 33),
    "brow_inner_to_nasion": (55, 168),
    "lip_corner_to_eye_outer": (61, 33),
    "lip_corner_to_eye_inner": (61, 133),
    "lip_corner_to_nostril": (61, 129),
    "lip_corner_to_chin": (61, 152),
    "lip_corner_to_upper_lip": (61, 0),
    "lip_corner_to_lower_lip": (61, 17),
    "lip_corner_to_jaw": (61, 172),
    "lip_corner_to_cheek": (61, 205),
    "nostril_to_eye_inner": (129, 133),
    "cheek_to_lower_lid": (50, 145),
    "upper_lip_side": (39, 81),
    "lower_lip_side": (181, 178),
    "mouth_opening_side": (81, 178),
}
_MIDDLE_DISTANCES: Definitions = {
    "mouth_width": (61, 291),
    "mouth_inner_width": (78, 308),
    "mouth_height": (0, 17),
    "mouth_opening": (13, 14),
    "upper_lip": (0, 13),
    "lower_lip": (14, 17),
    "nose_to_upper_lip": (2, 0),
    "lower_lip_to_chin": (17, 152),
    "nasion_to_nose": (168, 2),
    "nose_to_chin": (2, 152),
    "brow_gap": (55, 285),
    "nostril_width": (129, 358),
    "jaw_width": (172, 397),
}
_SIDED_HEIGHTS: Definitions = {
    "lip_corner_below_upper_lip": (61, 0),
    "lip_corner_below_opening_top": (61, 13),
    "lip_corner_below_opening_bottom": (61, 14),
    "lip_corner_below_lower_lip": (61, 17),
    "lip_corner_below_lip_side": (61, 40),
    "brow_inner_below_outer": (55, 46),
    "brow_inner_below_middle": (55, 105),
    "lower_lid_below_corner": (145, 33),
}
_SIDED_ANGLES: Definitions = {
    "lip_corner_angle": (0, 61, 17),
    "brow_angle": (46, 105, 55),
    "lip_corner_slope": (129, 61, 17),
}
_MIDDLE_ANGLES: Definitions = {
    "upper_lip_angle": (61, 0, 291),
    "lower_lip_angle": (61, 17, 291),
    "opening_top_angle": (78, 13, 308),
    "opening_bottom_angle": (78, 14, 308),
}


def _names(sided: Definitions, middle: Definitions) -> tuple[str, ...]:
    sides = tuple(f"{name}_{side}" for side in ("right", "left") for name in sided)
    return sides + tuple(middle)


GEOMETRY_NAMES = (
    *_names(_SIDED_DISTANCES, _MIDDLE_DISTANCES),
    *_names(_SIDED_HEIGHTS, {}),
    *_names(_SIDED_ANGLES, _MIDDLE_ANGLES),
)


class Geometry:
    """Measures aligned faces: distances and heights in the reference's unit, angles as cosines."""

    def __init__(self, mirror_index: NDArray[np.integer]) -> None:
        """Prepare the landmark numbers of both sides.

        Args:
            mirror_index: shape (478,): for each landmark, its counterpart on the other side.
        """
        self._distances = _indices(_SIDED_DISTANCES, _MIDDLE_DISTANCES, mirror_index)
        self._heights = _indices(_SIDED_HEIGHTS, {}, mirror_index)
        self._angles = _indices(_SIDED_ANGLES, _MIDDLE_ANGLES, mirror_index)

    def measure(self, aligned: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return shape (n, len(GEOMETRY_NAMES)) for aligned faces of shape (n, 478, 3)."""
        start, end = self._distances
        distances = _lengths(aligned[:, start] - aligned[:, end])
        start, end = self._heights
        heights = aligned[:, start, 1] - aligned[:, end, 1]
        start, corner, end = self._angles
        first, second = aligned[:, start] - aligned[:, corner], aligned[:, end] - aligned[:, corner]
        cosines = np.einsum("nij,nij->ni", first, second) / (_lengths(first) * _lengths(second))
        return np.concatenate([distances, heights, cosines], axis=1)


def _lengths(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    squares: NDArray[np.float64] = np.einsum("nij,nij->ni", vectors, vectors)
    return np.sqrt(squares)


def _indices(
    sided: Definitions, middle: Definitions, mirror_index: NDArray[np.integer]
) -> NDArray[np.intp]:
    right = np.array(list(sided.values()))
    rows = [right, mirror_index[right], *([np.array(list(middle.values()))] if middle else [])]
    return np.concatenate(rows).T.astype(np.intp)
