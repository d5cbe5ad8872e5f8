import numpy as np
import pytest
from numpy.typing import NDArray

from vision.geometry import GEOMETRY_NAMES, Geometry

MIRROR = np.arange(478)
# The landmarks used below, as (right, left) pairs.
for right, left in [(61, 291), (33, 263), (129, 358), (78, 308), (46, 276), (55, 285)]:
    MIRROR[right], MIRROR[left] = left, right


@pytest.fixture
def face() -> NDArray[np.float64]:
    return np.random.default_rng(5).normal(size=(478, 3))


def measured(face: NDArray[np.float64]) -> dict[str, float]:
    values = Geometry(MIRROR).measure(face[None])[0]
    return dict(zip(GEOMETRY_NAMES, values.tolist(), strict=True))


def test_every_measure_has_a_name_of_its_own() -> None:
    assert len(set(GEOMETRY_NAMES)) == len(GEOMETRY_NAMES)


def test_a_distance_is_three_dimensional(face: NDArray[np.float64]) -> None:
    face[61], face[291] = (0, 0, 0), (1, 2, 2)
    assert measured(face)["mouth_width"] == pytest.approx(3)


def test_left_measures_use_the_other_sides_landmarks(face: NDArray[np.float64]) -> None:
    face[291], face[263] = (0, 0, 0), (0, 4, 3)
    assert measured(face)["lip_corner_to_eye_outer_left"] == pytest.approx(5)


def test_a_lip_corner_lower_in_the_picture_is_below(face: NDArray[np.float64]) -> None:
    face[61], face[0] = (0, 5, 0), (9, 2, 9)
    assert measured(face)["lip_corner_below_upper_lip_right"] == pytest.approx(3)


def test_angles_are_cosines(face: NDArray[np.float64]) -> None:
    face[0], face[61], face[291] = (0, 0, 0), (2, 0, 0), (3, 0, 0)
    assert measured(face)["upper_lip_angle"] == pytest.approx(1)
    face[291] = (0, 7, 0)
    assert measured(face)["upper_lip_angle"] == pytest.approx(0)
