"""Pin a few faces for the tests: ``python -m training.face_vectors --data FOLDER``.

Writes landmarks, blendshapes and the face network's answers of PrivateTest faces (numbers, no
image) with what the committed models say of them. To be run after each training.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import (
    LANDMARKS_ONLY,
    WITH_NETWORK,
    ExpressionClassifier,
    load_describer,
)
from analysis.labels import EMOTIONS
from training.face_pixels import load_faces
from training.face_table import LANDMARKS_FILE, TEST, FaceTable, load_table, read_arrays
from vision.features import FEATURE_NAMES
from vision.model_file import MODELS_DIR

DEFAULT_OUT = MODELS_DIR.parent / "tests" / "data" / "face_vectors.npz"
PER_EXPRESSION = 3


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.face_vectors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the face table")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="the npz file to write")
    options = parser.parse_args(arguments)
    table = load_table(options.data)
    chosen = _clearest(table)
    describer = load_describer(MODELS_DIR, WITH_NETWORK)
    faces = load_faces(options.data, chosen)
    features = np.stack([describer.describe(image, face) for image, face in faces])
    happy, scores = ExpressionClassifier.load(MODELS_DIR, WITH_NETWORK).predict_many(features)
    _, landmark_scores = ExpressionClassifier.load(MODELS_DIR, LANDMARKS_ONLY).predict_many(
        features[:, : len(FEATURE_NAMES)]
    )
    raw = read_arrays(options.data / LANDMARKS_FILE, {"lm_q8192": (478, 3), "bs_q65535": (52,)})
    np.savez_compressed(
        options.out,
        allow_pickle=False,
        lm_q8192=raw["lm_q8192"][chosen],
        bs_q65535=raw["bs_q65535"][chosen],
        emotion=table.labels.emotion[chosen],
        happy_probability=happy,
        scores=scores,
        landmark_scores=landmark_scores,
        network=features[:, len(FEATURE_NAMES) :],
    )


def _clearest(table: FaceTable) -> NDArray[np.intp]:
    """Return, for each expression, the PrivateTest faces that most people agree on."""
    chosen = []
    for emotion in range(len(EMOTIONS)):
        rows = np.flatnonzero((table.labels.split == TEST) & (table.labels.emotion == emotion))
        agreement = table.votes[rows, emotion].astype(int)
        chosen.append(rows[np.argsort(-agreement, kind="stable")[:PER_EXPRESSION]])
    return np.concatenate(chosen)


if __name__ == "__main__":
    main()
