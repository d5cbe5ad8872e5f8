import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vision.alignment import align, planar_transform

ANGLES = st.floats(-3.1, 3.1)


def rotation(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    def about(axis: int, angle: float) -> NDArray[np.float64]:
        first, second = [index for index in range(3) if index != axis]
        matrix = np.eye(3)
        matrix[[first, second], [first, second]] = np.cos(angle)
        matrix[first, second], matrix[second, first] = -np.sin(angle), np.sin(angle)
        return matrix

    return about(1, yaw) @ about(0, pitch) @ about(2, roll)


@pytest.fixture(scope="module")
def reference() -> NDArray[np.float64]:
    return np.random.default_rng(3).normal(size=(478, 3))


@settings(deadline=None)
@given(ANGLES, ANGLES, ANGLES, st.floats(0.01, 1000), st.floats(-500, 500))
def test_a_turned_scaled_and_shifted_shape_comes_back(
    yaw: float, pitch: float, roll: float, scale: float, shift: float
) -> None:
    shape = np.random.default_rng(3).normal(size=(478, 3))
    moved = scale * shape @ rotation(yaw, pitch, roll) + [shift, -shift, 2 * shift]
    np.testing.assert_allclose(align(moved[None], shape)[0], shape, atol=1e-6)


def test_a_mirror_image_stays_one(reference: NDArray[np.float64]) -> None:
    mirrored = reference * [-1, 1, 1]
    aligned = align(mirrored[None], reference)[0]
    centred, back = aligned - aligned.mean(axis=0), mirrored - mirrored.mean(axis=0)
    assert np.linalg.det(np.linalg.lstsq(back, centred, rcond=None)[0]) > 0


def test_every_face_is_aligned_by_itself(reference: NDArray[np.float64]) -> None:
    faces = np.random.default_rng(4).normal(size=(5, 478, 3))
    one_by_one = [align(face[None], reference)[0] for face in faces]
    np.testing.assert_allclose(align(faces, reference), one_by_one, atol=1e-12)


def test_a_moved_soft_point_is_not_aligned_away(reference: NDArray[np.float64]) -> None:
    raised = reference.copy()
    raised[61] += [0, -0.5, 0]
    difference = align(raised[None], reference)[0] - reference
    np.testing.assert_allclose(difference[61], [0, -0.5, 0], atol=1e-9)
    np.testing.assert_allclose(np.delete(difference, 61, axis=0), 0, atol=1e-9)


@settings(deadline=None)
@given(ANGLES, st.floats(0.01, 1000), st.floats(-500, 500))
def test_in_the_plane_a_turned_scaled_and_shifted_shape_is_laid_onto_itself(
    angle: float, scale: float, shift: float
) -> None:
    shape = np.random.default_rng(3).normal(size=(30, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = scale * shape @ turn.T + [shift, -shift]
    transform = planar_transform(moved, shape)
    np.testing.assert_allclose(moved @ transform[:, :2].T + transform[:, 2], shape, atol=1e-6)


def test_in_the_plane_a_mirror_image_is_not_flipped(reference: NDArray[np.float64]) -> None:
    transform = planar_transform(reference[:, :2] * [-1, 1], reference[:, :2])
    assert np.linalg.det(transform[:, :2]) > 0
