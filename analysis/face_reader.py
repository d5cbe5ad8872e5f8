"""One picture in, one reading out: landmarks, quality, features, classifier, in that order."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import (
    LANDMARKS_ONLY,
    WITH_NETWORK,
    ExpressionClassifier,
    load_describer,
)
from analysis.labels import Face, FaceBox, FaceReading
from analysis.picture_limits import unreadable_face, unreadable_picture
from vision.face_features import FaceDescriber
from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.quality import measure_face, picture_brightness


class FaceReader:
    """Reads the expression of the largest face in single pictures.

    One instance serves one thread at a time; several may work at once in threads of
    their own (see FaceLandmarker) and may share describer and classifier.
    """

    def __init__(
        self,
        landmarker: FaceLandmarker,
        describer: FaceDescriber,
        classifier: ExpressionClassifier,
    ) -> None:
        """Take ownership of the landmarker: `close` closes it.

        With a network in the describer the classifier must be of the kind WITH_NETWORK, without
        one LANDMARKS_ONLY.
        """
        self._landmarker = landmarker
        self._describer = describer
        self._classifier = classifier

    @classmethod
    def load(cls, landmarker_path: Path, models_dir: Path, use_network: bool = True) -> Self:
        """Load everything from files.

        Args:
            landmarker_path: MediaPipe's `face_landmarker.task`.
            models_dir: the folder with `face.json` and the files that it names.
            use_network: also look at the pixels, with the face network; else at landmarks only.

        Raises:
            FaceNetworkError: the face network cannot be read.
            ModelMismatchError: the files in `models_dir` do not fit each other or this code.
            FileNotFoundError: a file is missing.
            RuntimeError, ValueError: MediaPipe cannot read its model.
        """
        kind = WITH_NETWORK if use_network else LANDMARKS_ONLY
        classifier = ExpressionClassifier.load(models_dir, kind)
        describer = load_describer(models_dir, kind)
        return cls(FaceLandmarker(landmarker_path), describer, classifier)

    def read(self, image: NDArray[np.uint8]) -> FaceReading:
        """Read one picture: RGB, uint8, shape (height, width, 3).

        Raises:
            ValueError: the array is no such picture.
        """
        faces = self._landmarker.detect(image)
        if not faces:
            return FaceReading(None, None, unreadable_picture(picture_brightness(image)))
        largest = faces[0]
        face = Face(_box(largest, image), len(faces))
        reason = unreadable_face(measure_face(image, largest))
        if reason is not None:
            return FaceReading(face, None, reason)
        features = self._describer.describe(image, largest)
        return FaceReading(face, self._classifier.predict(features), None)

    def close(self) -> None:
        """Free MediaPipe's model; safe to call twice."""
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


def _box(face: FaceLandmarks, image: NDArray[np.uint8]) -> FaceBox:
    """Return the bounding box of the face's part inside the picture, as shares of it."""
    height, width = image.shape[:2]
    first_x, first_y, last_x, last_y = face.bounds
    left, right = (min(max(x / width, 0.0), 1.0) for x in (first_x, last_x))
    top, bottom = (min(max(y / height, 0.0), 1.0) for y in (first_y, last_y))
    return FaceBox(left, top, right - left, bottom - top)
