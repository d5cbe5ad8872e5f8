"""Face landmarks of a picture, by MediaPipe's FaceLandmarker.

The one place where MediaPipe's colour order, axes and units are turned into ours.
"""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceLandmarker as MediaPipeFaceLandmarker
from mediapipe.tasks.python.vision import FaceLandmarkerOptions
from numpy.typing import NDArray

from vision.landmark_arrays import detect_arrays
from vision.native_log import without_native_chatter
from vision.tiles import SAME_FACE, Window, around, overlap, tiles

N_LANDMARKS = 478
MAX_FACES = 4


@dataclass(frozen=True, slots=True, eq=False)
class FaceLandmarks:
    """One face of a picture.

    Attributes:
        points: float32, shape (478, 3), in pixels of the picture: x to the right
            from the left edge, y down from the upper edge, z away from the camera,
            0 near the middle of the head. MediaPipe estimates z and gives it the
            scale of x. Points may lie outside the picture.
        blendshapes: float32, shape (52,), 0..1, in the order of BLENDSHAPE_NAMES.
        head_pose: float32, shape (4, 4): MediaPipe's facial transformation matrix,
            from its canonical face to camera space (x right, y up, z towards the
            viewer, centimetres).
    """

    points: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    head_pose: NDArray[np.float32]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all points, in pixels."""
        left, top = self.points[:, :2].min(axis=0)
        right, bottom = self.points[:, :2].max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    @property
    def area(self) -> float:
        left, top, right, bottom = self.bounds
        return (right - left) * (bottom - top)


class FaceLandmarker:
    """Finds up to MAX_FACES faces in single pictures.

    One instance serves one thread at a time. Two instances may work at once: each
    owns a native worker thread, and the GIL is free while it computes.
    """

    def __init__(self, model_path: Path) -> None:
        """Load the model.

        Args:
            model_path: the `face_landmarker.task` file.

        Raises:
            RuntimeError, ValueError: MediaPipe cannot read the file.
            FileNotFoundError: there is no such file.
        """
        options = FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path)),
            num_faces=MAX_FACES,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
        with without_native_chatter():
            self._landmarker = MediaPipeFaceLandmarker.create_from_options(options)

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceLandmarks, ...]:
        """Return the faces of a picture, the largest first.

        If the whole picture shows none, its tiles are searched for one that is small in
        it, up to the first face that is found again with more around it. Large pictures are
        not shrunk before: it would save nothing (`python -m training.face_timing` measures both).

        Args:
            image: RGB, uint8, shape (height, width, 3).

        Raises:
            ValueError: the array is no such picture.
        """
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
            raise ValueError(f"no RGB uint8 picture: {image.dtype} of shape {image.shape}")
        height, width = image.shape[:2]
        faces = self._detect_in(image, Window(0, 0, width, height))
        if not faces:
            faces = self._second_look(image)
        return tuple(sorted(faces, key=lambda face: face.area, reverse=True))

    def _second_look(self, image: NDArray[np.uint8]) -> list[FaceLandmarks]:
        height, width = image.shape[:2]
        for tile in tiles(width, height):
            found = self._detect_in(image, tile)
            if found:
                largest = max(found, key=lambda face: face.area)
                # A cup that looked like a face is none, or another one, with more around it.
                again = self._detect_in(image, around(largest.bounds, width, height))
                if any(overlap(face.bounds, largest.bounds) >= SAME_FACE for face in again):
                    return again
        return []

    def _detect_in(self, image: NDArray[np.uint8], window: Window) -> list[FaceLandmarks]:
        part = np.ascontiguousarray(image[window.slices])
        return [
            FaceLandmarks(_pixels(face.shares, window), face.blendshapes, face.head_pose)
            for face in detect_arrays(self._landmarker, part)
        ]

    def close(self) -> None:
        """Free the model; safe to call twice.

        MediaPipe 1.2.2 closes itself in `__del__`, which at interpreter exit ends in
        a TypeError, so whoever makes a landmarker closes it.
        """
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _pixels(shares: NDArray[np.float32], window: Window) -> NDArray[np.float32]:
    scale = np.array([window.width, window.height, window.width], np.float32)
    return shares * scale + np.array([window.left, window.top, 0], np.float32)
