"""What one face costs: ``python -m training.face_timing``.

Prints CPU milliseconds, of all threads together, of each step on scikit-image's
astronaut.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.data import astronaut, coffee

from analysis.classifier import (
    FEATURES_FILE,
    LANDMARKS_ONLY,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    ModelKind,
    load_describer,
)
from analysis.face_reader import FaceReader
from vision.face_crop import crop_face
from vision.face_network import FaceNetwork
from vision.features import FeatureExtractor
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR, checked_model_path
from vision.quality import measure_face

REPEATS = 30
FRAME_SIZES = ((640, 480), (1280, 720), (1920, 1080))

Picture = NDArray[np.uint8]


def main() -> None:
    model_path = checked_model_path()
    _print_start(model_path)
    with FaceLandmarker(model_path) as landmarker:
        _print_landmarks(landmarker)
        _print_rest(landmarker)


def _print_start(model_path: Path) -> None:
    started_s = time.perf_counter()
    with FaceReader.load(model_path, MODELS_DIR) as reader:
        loaded_s = time.perf_counter()
        reader.read(_frame(640, 480))
        print(f"{'loading':34} {1000 * (loaded_s - started_s):7.1f} ms wall")
        print(f"{'first picture':34} {1000 * (time.perf_counter() - loaded_s):7.1f} ms wall")


def _print_landmarks(landmarker: FaceLandmarker) -> None:
    for width, height in FRAME_SIZES:
        frame = _frame(width, height)
        _print_cost(f"landmarks {width}x{height}", partial(landmarker.detect, frame))
        _print_cost("  shrinking it to 640x360 alone", partial(_shrunk, frame))
    _print_cost("no face, 400x600", partial(landmarker.detect, coffee()))


def _print_rest(landmarker: FaceLandmarker) -> None:
    frame = _frame(640, 480)
    face = landmarker.detect(frame)[0]
    extractor = FeatureExtractor.load(MODELS_DIR / FEATURES_FILE)
    network = FaceNetwork.load(MODELS_DIR / NETWORK_FILE)
    crop = crop_face(frame, face.points, extractor.reference)
    _print_cost("quality", partial(measure_face, frame, face))
    _print_cost("crop", partial(crop_face, frame, face.points, extractor.reference))
    _print_cost("network", partial(network.features, crop[None]))
    for kind in (WITH_NETWORK, LANDMARKS_ONLY):
        describer, classifier = load_describer(MODELS_DIR, kind), _classifier(kind)
        features = describer.describe(frame, face)
        _print_cost(f"all features ({kind.name})", partial(describer.describe, frame, face))
        _print_cost(f"predict ({kind.name})", partial(classifier.predict, features))


def _classifier(kind: ModelKind) -> ExpressionClassifier:
    return ExpressionClassifier.load(MODELS_DIR, kind)


def _frame(width: int, height: int) -> Picture:
    """Return the portrait as high as the frame, in its middle."""
    portrait = np.asarray(cv2.resize(astronaut(), (height, height)), np.uint8)
    frame = np.full((height, width, 3), 128, np.uint8)
    left = (width - height) // 2
    frame[:, left : left + height] = portrait
    return frame


def _shrunk(frame: Picture) -> Picture:
    return np.asarray(cv2.resize(frame, (640, 360), interpolation=cv2.INTER_AREA), np.uint8)


def _print_cost(name: str, step: Callable[[], object]) -> None:
    step()
    started_s = time.process_time()
    for _ in range(REPEATS):
        step()
    print(f"{name:34} {1000 * (time.process_time() - started_s) / REPEATS:7.2f} ms CPU")


if __name__ == "__main__":
    main()
