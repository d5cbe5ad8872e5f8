"""What MediaPipe's FaceLandmarker finds in a picture, as arrays.

Symptom: a tenth of the CPU time of a detection is Python (scenario `inference`). Cause:
MediaPipe's `detect` makes an object of each landmark and score that lies in the memory of its C
library. Here the same call is followed by reading that memory as arrays, with MediaPipe's own
description of it. To be removed once `detect` gives arrays:
https://github.com/google-ai-edge/mediapipe/blob/v1.2.2/mediapipe/tasks/python/vision/face_landmarker.py
"""

import ctypes
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python.components.containers.category_c import MpCategoryC
from mediapipe.tasks.python.components.containers.landmark_c import MpNormalizedLandmarkC
from mediapipe.tasks.python.vision import FaceLandmarker
from mediapipe.tasks.python.vision.face_landmarker import MpFaceLandmarkerResultC
from numpy.typing import NDArray

from vision.blendshapes import BLENDSHAPE_NAMES

Record: TypeAlias = type[ctypes.Structure]


class FaceArrays(NamedTuple):
    """One face.

    Attributes:
        shares: float32, shape (478, 3): x and z in widths of the picture, y in heights.
        blendshapes: float32, shape (52,), in the order of BLENDSHAPE_NAMES.
        head_pose: float32, shape (4, 4).
    """

    shares: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    head_pose: NDArray[np.float32]


def detect_arrays(landmarker: FaceLandmarker, image: NDArray[np.uint8]) -> list[FaceArrays]:
    """Return the faces of a picture.

    Args:
        landmarker: in IMAGE mode, with blendshapes and transformation matrices.
        image: RGB, uint8, shape (height, width, 3), C-contiguous.

    Raises:
        RuntimeError: MediaPipe cannot read the picture.
    """
    library, result = landmarker._lib, MpFaceLandmarkerResultC()
    picture = Image(image_format=ImageFormat.SRGB, data=image)
    library.MpFaceLandmarkerDetectImage(
        landmarker._handle, picture._image_ptr, None, ctypes.byref(result)
    )
    try:
        return [_face(result, number) for number in range(result.face_landmarks_count)]
    finally:
        library.MpFaceLandmarkerCloseResult(ctypes.byref(result))


def _layout(record: Record, **formats: type[np.generic]) -> np.dtype[np.void]:
    offsets = [getattr(record, name).offset for name in formats]
    return np.dtype(
        {
            "names": list(formats),
            "formats": list(formats.values()),
            "offsets": offsets,
            "itemsize": ctypes.sizeof(record),
        }
    )


_LANDMARK = _layout(MpNormalizedLandmarkC, x=np.float32, y=np.float32, z=np.float32)
_CATEGORY = _layout(MpCategoryC, index=np.int32, score=np.float32)


def _face(result: Any, number: int) -> FaceArrays:
    """Copy a face out of memory that the library frees."""
    landmarks, categories = result.face_landmarks[number], result.face_blendshapes[number]
    points = _records(landmarks.landmarks, landmarks.landmarks_count, _LANDMARK)
    scores = _records(categories.categories, categories.categories_count, _CATEGORY)
    blendshapes = np.zeros(len(BLENDSHAPE_NAMES), np.float32)
    blendshapes[scores["index"]] = scores["score"]
    head_pose = result.facial_transformation_matrixes[number].to_numpy()
    return FaceArrays(
        np.stack([points[axis] for axis in "xyz"], axis=1),
        blendshapes,
        np.array(head_pose, np.float32),
    )


def _records(first: Any, count: int, layout: np.dtype[np.void]) -> NDArray[np.void]:
    size_bytes = count * layout.itemsize
    memory = (ctypes.c_char * size_bytes).from_address(ctypes.addressof(first.contents))
    return np.frombuffer(memoryview(memory).cast("B"), layout)
