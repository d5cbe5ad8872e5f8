"""All features of one face in its picture: of its landmarks and, with a network, its pixels."""

import numpy as np
from numpy.typing import NDArray

from vision.face_crop import crop_face
from vision.face_network import FaceNetwork
from vision.features import FeatureExtractor
from vision.landmarks import FaceLandmarks


class FaceDescriber:
    """Turns a face into the numbers that a classifier reads; may be shared by threads."""

    def __init__(self, extractor: FeatureExtractor, network: FaceNetwork | None) -> None:
        self._extractor = extractor
        self._network = network

    def describe(self, image: NDArray[np.uint8], face: FaceLandmarks) -> NDArray[np.float32]:
        """Return FEATURE_NAMES and, with a network, NETWORK_FEATURE_NAMES of a face, float32.

        Args:
            image: RGB, uint8, shape (height, width, 3).
            face: what `FaceLandmarker.detect` found in that picture.
        """
        parts = [self._extractor.extract(face.points[None], face.blendshapes[None])]
        if self._network is not None:
            crop = crop_face(image, face.points, self._extractor.reference)
            parts.append(self._network.features(crop[None]))
        return np.concatenate(parts, axis=1).ravel()
