from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.quality import head_angles_deg, measure_face, picture_brightness

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def face(landmarker: FaceLandmarker, portrait: Picture) -> FaceLandmarks:
    return landmarker.detect(portrait)[0]


def pose(yaw_deg: float, pitch_deg: float, roll_deg: float) -> NDArray[np.float32]:
    """Return a head pose: first nod, then turn, then roll in the picture; 3 times enlarged."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    nod = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    turn = [[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]]
    lean = [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    matrix = np.eye(4)
    matrix[:3, :3] = 3 * np.array(lean) @ np.array(nod) @ np.array(turn)
    return matrix.astype(np.float32)


@pytest.mark.parametrize("roll_deg", [0, 40, -90])
@pytest.mark.parametrize(("yaw_deg", "pitch_deg"), [(0, 0), (35, 0), (-60, 0), (0, 25), (30, -20)])
def test_head_angles_are_recovered_whatever_the_roll(
    yaw_deg: float, pitch_deg: float, roll_deg: float
) -> None:
    found = head_angles_deg(pose(yaw_deg, pitch_deg, roll_deg))
    assert found == pytest.approx((yaw_deg, pitch_deg), abs=0.01)


def test_the_portrait_is_a_good_picture(face: FaceLandmarks, portrait: Picture) -> None:
    quality = measure_face(portrait, face)
    assert quality.face_size_px == pytest.approx(106, abs=5)
    assert quality.inside_share == 1
    assert abs(quality.yaw_deg) < 10
    assert quality.sharpness > 0.3


def test_blur_lowers_sharpness_and_little_else(face: FaceLandmarks, portrait: Picture) -> None:
    sharp = measure_face(portrait, face)
    blurred = measure_face(cv2.GaussianBlur(portrait, (0, 0), 4).astype(np.uint8), face)
    assert blurred.sharpness < sharp.sharpness / 4
    assert blurred.brightness == pytest.approx(sharp.brightness, rel=0.05)


def test_sharpness_does_not_depend_on_brightness(face: FaceLandmarks, portrait: Picture) -> None:
    sharp = measure_face(portrait, face)
    dim = measure_face((portrait * 0.5).astype(np.uint8), face)
    assert dim.sharpness == pytest.approx(sharp.sharpness, rel=0.1)
    assert dim.brightness == pytest.approx(sharp.brightness / 2, rel=0.05)


def test_a_mouth_outside_the_picture_counts(face: FaceLandmarks, portrait: Picture) -> None:
    above_the_mouth = measure_face(portrait[:130], face)
    assert 0.3 < above_the_mouth.inside_share < 0.6


def test_a_face_wholly_outside_can_be_measured(face: FaceLandmarks, portrait: Picture) -> None:
    outside = replace(face, points=face.points + np.array([5000, -5000, 0], np.float32))
    assert measure_face(portrait, outside).inside_share == 0


def test_a_flat_picture_has_no_sharpness(face: FaceLandmarks, portrait: Picture) -> None:
    flat = measure_face(np.full_like(portrait, 128), face)
    assert (flat.contrast, flat.sharpness) == (0, 0)


def test_brightness_weighs_colours_as_the_eye_does() -> None:
    green, blue = np.zeros((2, 8, 8, 3), np.uint8)
    green[..., 1], blue[..., 2] = 255, 255
    assert picture_brightness(green) == pytest.approx(149.7, abs=0.1)
    assert picture_brightness(blue) == pytest.approx(29.1, abs=0.1)
