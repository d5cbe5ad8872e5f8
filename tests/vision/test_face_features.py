import numpy as np
from numpy.typing import NDArray

from vision.face_crop import crop_face
from vision.face_features import FaceDescriber
from vision.face_network import FaceNetwork
from vision.features import FEATURE_NAMES, FeatureExtractor
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR

EXTRACTOR = FeatureExtractor.load(MODELS_DIR / "face_features.npz")


def test_the_networks_features_follow_the_landmarks(
    landmarker: FaceLandmarker, portrait: NDArray[np.uint8]
) -> None:
    (face,) = landmarker.detect(portrait)
    network = FaceNetwork.load(MODELS_DIR / "face_network.onnx")
    alone = FaceDescriber(EXTRACTOR, None).describe(portrait, face)
    both = FaceDescriber(EXTRACTOR, network).describe(portrait, face)
    assert alone.shape == (len(FEATURE_NAMES),)
    np.testing.assert_array_equal(both[: len(alone)], alone)
    crop = crop_face(portrait, face.points, EXTRACTOR.reference)
    np.testing.assert_array_equal(both[len(alone) :], network.features(crop[None])[0])
