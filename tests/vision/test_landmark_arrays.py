"""MediaPipe's own reading of its results is what ours is held to."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions
from numpy.typing import NDArray

from vision.blendshapes import BLENDSHAPE_NAMES
from vision.landmark_arrays import FaceArrays, detect_arrays
from vision.model_file import checked_model_path

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def mediapipe() -> Iterator[FaceLandmarker]:
    options = FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(checked_model_path())),
        num_faces=2,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    with FaceLandmarker.create_from_options(options) as landmarker:
        yield landmarker


@pytest.fixture
def two_heads(portrait: Picture) -> Picture:
    head = portrait[:260, 110:340]
    turned = cv2.warpAffine(
        head, cv2.getRotationMatrix2D((115, 130), 15, 1), (230, 260), borderMode=cv2.BORDER_REFLECT
    )
    return np.concatenate([head, np.asarray(turned, np.uint8)], axis=1)


def read_by_mediapipe(mediapipe: FaceLandmarker, picture: Picture) -> list[FaceArrays]:
    result = mediapipe.detect(Image(image_format=ImageFormat.SRGB, data=picture))
    return [
        FaceArrays(
            np.array([(point.x, point.y, point.z) for point in points], np.float32),
            np.array([scores[name] for name in BLENDSHAPE_NAMES], np.float32),
            pose.astype(np.float32),
        )
        for points, scores, pose in zip(
            result.face_landmarks,
            ({c.category_name: c.score for c in face} for face in result.face_blendshapes),
            result.facial_transformation_matrixes,
            strict=True,
        )
    ]


def test_all_faces_are_what_mediapipe_says_of_them(
    mediapipe: FaceLandmarker, two_heads: Picture
) -> None:
    ours, theirs = detect_arrays(mediapipe, two_heads), read_by_mediapipe(mediapipe, two_heads)
    assert len(ours) == len(theirs) == 2
    for our_face, their_face in zip(ours, theirs, strict=True):
        for our_array, their_array in zip(our_face, their_face, strict=True):
            assert our_array.dtype == np.float32
            np.testing.assert_array_equal(our_array, their_array)


def test_a_face_outlives_the_memory_that_it_was_read_from(
    mediapipe: FaceLandmarker, portrait: Picture, two_heads: Picture
) -> None:
    (face,) = detect_arrays(mediapipe, portrait)
    before = [array.copy() for array in face]
    for _ in range(3):
        detect_arrays(mediapipe, two_heads)
    for array, copy in zip(face, before, strict=True):
        assert array.flags.owndata
        np.testing.assert_array_equal(array, copy)


def test_a_picture_without_a_face_gives_none(mediapipe: FaceLandmarker) -> None:
    assert detect_arrays(mediapipe, np.full((200, 300, 3), 128, np.uint8)) == []
