from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vision.features import FEATURE_NAMES, FaceShape, FeatureExtractor, FeatureFileError
from vision.geometry import GEOMETRY_NAMES
from vision.landmarks import FaceLandmarker, FaceLandmarks

Floats = NDArray[np.float32]

ROOT = Path(__file__).resolve().parents[2]
FEATURES_PATH = ROOT / "models" / "face_features.npz"
EXTRACTOR = FeatureExtractor.load(FEATURES_PATH)

with np.load(ROOT / "tests" / "data" / "face_vectors.npz", allow_pickle=False) as file:
    POINTS = (file["lm_q8192"] / 8192).astype(np.float32)
    BLENDSHAPES = (file["bs_q65535"] / 65535).astype(np.float32)

# Of the pinned faces' features: a change that matters is of the order of their spread.
# The floor is for the blendshape _neutral, which is 0 in all of them.
SPREAD = EXTRACTOR.extract(POINTS, BLENDSHAPES).std(axis=0) + 1e-4


def features_of(face: FaceLandmarks) -> Floats:
    features: Floats = EXTRACTOR.extract(face.points[None], face.blendshapes[None])[0]
    return features


def assert_same_features(points: Floats) -> None:
    moved, still = EXTRACTOR.extract(points, BLENDSHAPES), EXTRACTOR.extract(POINTS, BLENDSHAPES)
    assert (np.abs(moved - still) <= 2e-3 * SPREAD).all()


def test_every_feature_has_a_name_of_its_own() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)
    assert EXTRACTOR.extract(POINTS, BLENDSHAPES).shape == (len(POINTS), len(FEATURE_NAMES))


@settings(deadline=None)
@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(0.2, 500))
def test_features_ignore_place_and_size(right: float, down: float, scale: float) -> None:
    assert_same_features(((POINTS + np.array([right, down, 0])) * scale).astype(np.float32))


@settings(deadline=None)
@given(st.floats(-np.pi, np.pi))
def test_features_ignore_rotation_in_the_picture(angle: float) -> None:
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    assert_same_features((POINTS @ turn).astype(np.float32))


def test_features_ignore_a_turn_of_the_head() -> None:
    cos, sin = np.cos(0.4), np.sin(0.4)
    turn = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    assert_same_features((POINTS @ turn).astype(np.float32))


def test_the_mirror_of_the_mirror_is_the_face() -> None:
    twice = EXTRACTOR.mirrored(*EXTRACTOR.mirrored(POINTS, BLENDSHAPES))
    np.testing.assert_allclose(EXTRACTOR.extract(*twice), EXTRACTOR.extract(POINTS, BLENDSHAPES))


def test_the_mirror_swaps_the_sides() -> None:
    seen = EXTRACTOR.extract(POINTS, BLENDSHAPES)
    mirrored = EXTRACTOR.extract(*EXTRACTOR.mirrored(POINTS, BLENDSHAPES))
    column = {name: index for index, name in enumerate(FEATURE_NAMES)}
    for name in GEOMETRY_NAMES:
        if name.endswith("_right"):
            left = column[name.removesuffix("_right") + "_left"]
            np.testing.assert_allclose(mirrored[:, left], seen[:, column[name]], atol=1e-4)
    smile = column["mouthSmileLeft"], column["mouthSmileRight"]
    np.testing.assert_array_equal(mirrored[:, smile[0]], seen[:, smile[1]])


def test_each_shape_component_is_symmetric_or_antisymmetric() -> None:
    seen = EXTRACTOR.extract(POINTS, BLENDSHAPES)[:, :40]
    mirrored = EXTRACTOR.extract(*EXTRACTOR.mirrored(POINTS, BLENDSHAPES))[:, :40]
    np.testing.assert_allclose(np.abs(mirrored), np.abs(seen), atol=2e-3)
    assert (np.sign(mirrored) != np.sign(seen)).any()


def test_the_mirrored_picture_of_a_face_gives_nearly_the_analytic_mirror(
    landmarker: FaceLandmarker, portrait: NDArray[np.uint8]
) -> None:
    (face,) = landmarker.detect(portrait)
    (in_mirror,) = landmarker.detect(portrait[:, ::-1])
    mirrored = EXTRACTOR.extract(*EXTRACTOR.mirrored(face.points[None], face.blendshapes[None]))
    gap = np.abs(mirrored[0] - features_of(in_mirror)) / SPREAD
    assert np.median(gap) < 0.2


def test_a_batch_gives_what_single_faces_give() -> None:
    batch = EXTRACTOR.extract(POINTS, BLENDSHAPES)
    singles = [
        EXTRACTOR.extract(POINTS[i : i + 1], BLENDSHAPES[i : i + 1])[0] for i in range(len(POINTS))
    ]
    np.testing.assert_allclose(batch, singles, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("wider_px", [100, 300])
def test_a_wider_picture_of_the_same_face_gives_the_same_features(
    wider_px: int, landmarker: FaceLandmarker, portrait: NDArray[np.uint8]
) -> None:
    wide = cv2.copyMakeBorder(portrait, 0, 0, wider_px, wider_px, cv2.BORDER_REFLECT)
    (face,), (face_in_wide,) = landmarker.detect(portrait), landmarker.detect(wide.astype(np.uint8))
    gap = np.abs(features_of(face_in_wide) - features_of(face)) / SPREAD
    assert np.median(gap) < 0.1


def test_the_common_unit_of_x_and_y_matters(
    landmarker: FaceLandmarker, portrait: NDArray[np.uint8]
) -> None:
    (face,) = landmarker.detect(portrait)
    squeezed = replace(face, points=face.points * np.array([3 / 4, 1, 3 / 4], np.float32))
    gap = np.abs(features_of(squeezed) - features_of(face)) / SPREAD
    assert np.median(gap) > 0.3


def test_a_feature_file_without_its_basis_is_refused(tmp_path: Path) -> None:
    shape = FaceShape.load(FEATURES_PATH)._asdict()
    del shape["basis"]
    np.savez(tmp_path / "features.npz", allow_pickle=False, **shape)
    with pytest.raises(FeatureFileError, match="lacks basis"):
        FeatureExtractor.load(tmp_path / "features.npz")


class Code:
    """Makes a folder where somebody unpickles it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.mkdir, (self.folder,)


def test_code_in_a_feature_file_is_not_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    shape = FaceShape.load(FEATURES_PATH)._asdict() | {"basis": np.array([Code(ran)])}
    np.savez(tmp_path / "features.npz", **shape)
    with pytest.raises(ValueError, match="allow_pickle"):
        FeatureExtractor.load(tmp_path / "features.npz")
    assert not ran.exists()


def test_a_feature_file_with_fewer_components_is_refused(tmp_path: Path) -> None:
    shape = FaceShape.load(FEATURES_PATH)
    fewer = shape._replace(basis=shape.basis[:, :30])
    np.savez(tmp_path / "features.npz", allow_pickle=False, **fewer._asdict())
    with pytest.raises(FeatureFileError, match=r"\(1434, 30\)"):
        FeatureExtractor.load(tmp_path / "features.npz")
