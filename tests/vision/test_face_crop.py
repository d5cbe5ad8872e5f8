import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vision.face_crop import CROP_SIDE_PX, crop_face, standardised
from vision.features import FaceShape
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]

REFERENCE = FaceShape.load(MODELS_DIR / "face_features.npz").reference


@pytest.fixture(scope="module")
def points(landmarker: FaceLandmarker, portrait: Picture) -> Points:
    (face,) = landmarker.detect(portrait)
    return face.points


def alike(first: Picture, second: Picture) -> float:
    """Return the correlation of two crops."""
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def moved(
    picture: Picture, points: Points, matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[Picture, NDArray[np.float64]]:
    """Return picture and points under a map between pixel corners, shape (2, 3)."""
    centred = matrix.copy()
    centred[:, 2] += matrix[:, :2].sum(axis=1) / 2 - 0.5
    warped = cv2.warpAffine(picture, centred, size, flags=cv2.INTER_AREA)
    return np.asarray(warped, np.uint8), points[:, :2] @ matrix[:, :2].T + matrix[:, 2]


def test_the_crop_is_upright_grey_and_of_one_size(portrait: Picture, points: Points) -> None:
    crop = crop_face(portrait, points, REFERENCE)
    assert crop.shape == (CROP_SIDE_PX, CROP_SIDE_PX)
    assert crop.dtype == np.uint8


def test_the_crop_shows_brows_and_lips(portrait: Picture, points: Points) -> None:
    marked = np.zeros_like(portrait)
    for number in (105, 334, 17, 61, 291):
        x, y = points[number, :2]
        cv2.circle(marked, (int(x), int(y)), 4, (255, 255, 255), -1)
    crop = crop_face(marked, points, REFERENCE)
    n_marks, _ = cv2.connectedComponents((crop > 60).astype(np.uint8))
    assert n_marks - 1 == 5


@pytest.mark.parametrize("angle_deg", [-40, 15, 170])
def test_a_face_that_is_turned_in_the_picture_gives_the_same_crop(
    angle_deg: float, portrait: Picture, points: Points
) -> None:
    matrix = cv2.getRotationMatrix2D((256, 256), angle_deg, 1)
    turned, turned_points = moved(portrait, points, matrix, (512, 512))
    crop = crop_face(portrait, points, REFERENCE)
    assert alike(crop_face(turned, turned_points, REFERENCE), crop) > 0.97


@pytest.mark.parametrize("scale", [0.5, 1.7, 4.0])
def test_a_larger_or_smaller_face_gives_the_same_crop(
    scale: float, portrait: Picture, points: Points
) -> None:
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=interpolation)
    crop = crop_face(np.asarray(resized, np.uint8), points * scale, REFERENCE)
    assert alike(crop, crop_face(portrait, points, REFERENCE)) > 0.99


def test_a_large_face_is_averaged_not_sampled(portrait: Picture, points: Points) -> None:
    large = np.repeat(np.repeat(portrait, 4, axis=0), 4, axis=1).astype(np.int16)
    noise = np.random.default_rng(0).normal(0, 40, large.shape[:2])[:, :, None]
    noisy = np.clip(large + noise, 0, 255).astype(np.uint8)
    difference = crop_face(noisy, points * 4, REFERENCE) - crop_face(
        portrait, points, REFERENCE
    ).astype(float)
    assert difference.std() < 8


def test_grey_and_rgb_give_the_same_crop(portrait: Picture, points: Points) -> None:
    grey = np.asarray(cv2.cvtColor(portrait, cv2.COLOR_RGB2GRAY), np.uint8)
    np.testing.assert_array_equal(
        crop_face(grey, points, REFERENCE), crop_face(portrait, points, REFERENCE)
    )


def test_a_margin_shows_more_around_the_same_crop(portrait: Picture, points: Points) -> None:
    wide = crop_face(portrait, points, REFERENCE, margin_px=8)
    assert wide.shape == (64, 64)
    np.testing.assert_array_equal(wide[8:-8, 8:-8], crop_face(portrait, points, REFERENCE))


@pytest.mark.parametrize("shift", [(-300, 0), (0, -250), (5000, 5000), (-5000, -5000)])
def test_a_face_at_or_beyond_the_edge_repeats_the_edge(
    shift: tuple[int, int], portrait: Picture, points: Points
) -> None:
    crop = crop_face(portrait, points[:, :2] + np.array(shift), REFERENCE)
    assert crop.shape == (CROP_SIDE_PX, CROP_SIDE_PX)


def test_standardised_crops_have_no_brightness_and_one_contrast(
    portrait: Picture, points: Points
) -> None:
    crop = crop_face(portrait, points, REFERENCE)
    values = standardised(np.stack([crop, crop // 3 + 20]))
    np.testing.assert_allclose(values.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(values.std(axis=(1, 2)), 1, atol=1e-5)
    np.testing.assert_allclose(values[0], values[1], atol=0.1)


def test_a_crop_of_one_grey_level_stays_finite() -> None:
    assert (standardised(np.full((1, 48, 48), 77, np.uint8)) == 0).all()
