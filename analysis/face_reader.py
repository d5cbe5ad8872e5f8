"""One picture in, one reading out: landmarks, quality, features, classifier, in that order."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import FEATURES_FILE, ExpressionClassifier
from analysis.labels import Face, FaceBox, FaceReading
from analysis.picture_limits import unreadable_face, unreadable_picture
from vision.features import FeatureExtractor
from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.quality import measure_face, picture_brightness


class FaceReader:
    """Reads the expression of the largest face in single pictures.

    One instance serves one thread at a time; several may work at once in threads of
    their own (see FaceLandmarker) and may share extractor and classifier.
    """

    def __init__(
        self,
        landmarker: FaceLandmarker,
        extractor: FeatureExtractor,
        classifier: ExpressionClassifier,
    ) -> None:
        """Take ownership of the landmarker: `close` closes it."""
        self._landmarker = landmarker
        self._extractor = extractor
        self._classifier = classifier

    @classmethod
    def load(cls, landmarker_path: Path, models_dir: Path) -> Self:
        """Load everything from files.

        Args:
            landmarker_path: MediaPipe's `face_landmarker.task`.
            models_dir: the folder with `face.json` and the files that it names.

        Raises:
            ModelMismatchError: the files in `models_dir` do not fit each other or this code.
            FileNotFoundError: a file is missing.
            RuntimeError, ValueError: MediaPipe cannot read its model.
        """
        classifier = ExpressionClassifier.load(models_dir)
        extractor = FeatureExtractor.load(models_dir / FEATURES_FILE)
        return cls(FaceLandmarker(landmarker_path), extractor, classifier)

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
        features = self._extractor.extract(largest.points[None], largest.blendshapes[None])
        return FaceReading(face, self._classifier.predict(features[0]), None)

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
    left, right = (min(max(x / width, 0.0), 1.0) for x in (face.bounds[0], face.bounds[2]))
    top, bottom = (min(max(y / height, 0.0), 1.0) for y in (face.bounds[1], face.bounds[3]))
    return FaceBox(left, top, right - left, bottom - top)
