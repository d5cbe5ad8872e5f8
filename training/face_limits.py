"""Where faces stop being readable: ``python -m training.face_limits --data FOLDER``.

Prints, on PublicTest, how often the seven expressions are right by score, head angle,
and by each measurement of pictures that are made worse in steps. The limits of
analysis.picture_limits and analysis.smoothing are read off these tables.
"""

import argparse
import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from analysis.classifier import (
    LANDMARKS_ONLY,
    WITH_NETWORK,
    ExpressionClassifier,
    load_describer,
)
from analysis.labels import EMOTIONS, strongest
from training.face_degrade import FAMILIES, Image
from training.face_pixels import load_faces, load_pictures
from training.face_table import LANDMARKS_FILE, VALID, RowShapes, load_table, read_arrays
from vision.face_features import FaceDescriber
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR, checked_model_path
from vision.quality import head_angles_deg, measure_face, picture_brightness

EVERY = 8
"""Of the labelled PublicTest images, one in so many is degraded."""

_BIN_EDGES = {
    "score": (0.25, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1.01),
    "yaw_deg": (0, 10, 20, 30, 40, 60, 90),
    "pitch_deg": (0, 10, 20, 30, 45, 90),
    "face_size_px": (8, 12, 14, 16, 18, 20, 22, 24, 28, 32, 50, 100),
    "sharpness": (0, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.15, 0.2),
    "brightness": (0, 4, 6, 8, 10, 12, 14, 16, 20, 40, 80),
    "picture_brightness": (160, 200, 220, 230, 240, 250, 256),
    "inside_share": (0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 1.01),
}

_EXTRA_SHAPES: RowShapes = {"mt": (4, 4), "image": ()}

Rows = list[tuple[float, bool]]
"""A measurement, and whether the face was read right."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.face_limits", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with table and pixels")
    parser.add_argument("--network", choices=("on", "off"), default="on")
    options = parser.parse_args(arguments)
    data: Path = options.data
    kind = WITH_NETWORK if options.network == "on" else LANDMARKS_ONLY
    table = load_table(data)
    classifier = ExpressionClassifier.load(MODELS_DIR, kind)
    describer = load_describer(MODELS_DIR, kind)
    valid = np.flatnonzero((table.labels.split == VALID) & (table.labels.emotion >= 0))
    extra = read_arrays(data / LANDMARKS_FILE, _EXTRA_SHAPES)
    features = [describer.describe(image, face) for image, face in load_faces(data, valid)]
    _, scores = classifier.predict_many(np.stack(features))
    right = scores.argmax(axis=1) == table.labels.emotion[valid]
    angles = np.abs([head_angles_deg(pose) for pose in extra["mt"][valid]])
    for name, values in zip(
        ("score", "yaw_deg", "pitch_deg"), (scores.max(axis=1), *angles.T), strict=True
    ):
        _print_bins(name, list(zip(values.tolist(), right.tolist(), strict=True)))
    pictures = load_pictures(data, extra["image"][valid[::EVERY]])
    images = [_enlarged(picture) for picture in pictures]
    emotions = table.labels.emotion[valid][::EVERY]
    with FaceLandmarker(checked_model_path()) as landmarker:
        probe = _Probe(landmarker, describer, classifier)
        for name in FAMILIES:
            _print_family(name, images, emotions, probe)


def _enlarged(pixels: NDArray[np.uint8]) -> Image:
    """Return a 48x48 picture enlarged to 192 with a margin of 48 repeated pixels, RGB."""
    grey = cv2.resize(pixels, (192, 192), interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(grey, 48, 48, 48, 48, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB), np.uint8)


@dataclass(frozen=True, slots=True)
class _Probe:
    landmarker: FaceLandmarker
    describer: FaceDescriber
    classifier: ExpressionClassifier

    def read(self, image: Image, measurement: str) -> tuple[float, str] | None:
        """Return the named measurement and the expression, or None without a face."""
        faces = self.landmarker.detect(image)
        if not faces:
            return None
        face = faces[0]
        measured = asdict(measure_face(image, face)) | {
            "picture_brightness": picture_brightness(image)
        }
        features = self.describer.describe(image, face)
        return measured[measurement], strongest(self.classifier.predict(features).scores)


def _print_family(
    name: str, images: list[Image], emotions: NDArray[np.int8], probe: _Probe
) -> None:
    """Print what each step of one degradation does, then all its pictures by measurement."""
    rng = np.random.default_rng(0)
    rows: Rows = []
    print(f"\n{name}: step, share of faces found, of those read right")
    for strength, degrade in FAMILIES[name].items():
        answers = [
            probe.read(degrade(image, rng), name)
            for image in tqdm(images, leave=False, disable=None)
        ]
        found = [
            (answer[0], answer[1] == EMOTIONS[emotion])
            for answer, emotion in zip(answers, emotions, strict=True)
            if answer is not None
        ]
        print(f"  {strength:>6}  {len(found) / len(images):.2f}  {_share_right(found):.3f}")
        rows += found
    _print_bins(name, rows)


def _print_bins(name: str, rows: Rows) -> None:
    print(f"\n{name}: range, share read right, faces")
    for low, high in pairwise(_BIN_EDGES[name]):
        chosen = [row for row in rows if low <= row[0] < high]
        print(f"  {low:>6} - {high:<6}  {_share_right(chosen):.3f}  {len(chosen)}")


def _share_right(rows: Rows) -> float:
    return sum(right for _, right in rows) / len(rows) if rows else math.nan


if __name__ == "__main__":
    main()
