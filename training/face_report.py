"""What the trained face models are worth, and the metadata file that says so."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import (
    METADATA_FILE,
    ExpressionClassifier,
    ModelKind,
    PriorCorrection,
)
from analysis.labels import EMOTIONS
from training.face_pixels import PIXELS_FILE
from training.face_scores import summary
from training.face_table import TEST, FaceTable, table_files

SAD_HAPPY = ("sad", "happy")

_PACKAGES = ("lightgbm", "numpy", "mediapipe", "onnxruntime")

Scores = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trained:
    """One fitted model: how its answers are corrected, and its figures on PrivateTest."""

    kind: ModelKind
    correction: PriorCorrection
    happy_sad_temperature: float
    scores: Scores


def evaluate(
    table: FaceTable, features: NDArray[np.float32], classifier: ExpressionClassifier
) -> Scores:
    """Return the figures on PrivateTest, of detected faces, with and without near-copies."""
    happy, scores = classifier.predict_many(features)
    binary = np.stack([1 - happy, happy], axis=1)
    labels = table.labels
    return {
        "happy_sad": _on_test(table, labels.happy_sad, binary, SAD_HAPPY),
        "happy_sad_ferplus": _on_test(table, _ferplus_happy_sad(labels.emotion), binary, SAD_HAPPY),
        "expressions": _on_test(table, labels.emotion, scores, EMOTIONS),
    }


def _ferplus_happy_sad(emotion: NDArray[np.int8]) -> NDArray[np.int8]:
    is_happy, is_sad = emotion == EMOTIONS.index("happy"), emotion == EMOTIONS.index("sad")
    return np.select([is_happy, is_sad], [1, 0], -1).astype(np.int8)


def _on_test(
    table: FaceTable,
    labels: NDArray[np.int8],
    probabilities: NDArray[np.float64],
    names: tuple[str, ...],
) -> Scores:
    chosen = (table.labels.split == TEST) & (labels >= 0)
    distinct = chosen & ~table.near_copy
    return {
        "all": summary(labels[chosen], probabilities[chosen], names),
        "without_near_copies": summary(labels[distinct], probabilities[distinct], names),
    }


def coverage(table: FaceTable) -> Scores:
    """Return, for PrivateTest, the share of labelled images in which a face was found."""
    found, missed = table.labels, table.undetected
    by_emotion = {
        name: _share_found(found.emotion == index, missed.emotion == index, table)
        for index, name in enumerate(EMOTIONS)
    }
    return {
        "happy_sad": _share_found(found.happy_sad >= 0, missed.happy_sad >= 0, table),
        "expressions": _share_found(found.emotion >= 0, missed.emotion >= 0, table),
        "by_expression": by_emotion,
    }


def _share_found(
    found: NDArray[np.bool_], missed: NDArray[np.bool_], table: FaceTable
) -> float | None:
    n_found = int((found & (table.labels.split == TEST)).sum())
    n_missed = int((missed & (table.undetected.split == TEST)).sum())
    return round(n_found / (n_found + n_missed), 4) if n_found + n_missed else None


def write_metadata(
    data: Path, out: Path, prior: tuple[float, ...], trained: Sequence[Trained], found: Scores
) -> None:
    """Write `face.json`, which ExpressionClassifier.load and the model card rely on."""
    files = sorted({name for model in trained for name in model.kind.files})
    metadata = {
        "name": "emochat-face",
        "trained_on": datetime.now(UTC).date().isoformat(),
        "versions": {name: version(name) for name in _PACKAGES},
        "classes": list(EMOTIONS),
        "prior": list(prior),
        "files": _digests(out / name for name in files),
        "data_files": _digests(
            path for path in (*table_files(data), data / PIXELS_FILE) if path.is_file()
        ),
        "private_test_coverage": found,
        "models": {model.kind.name: _described(model) for model in trained},
    }
    text = json.dumps(metadata, indent=1, allow_nan=False)
    (out / METADATA_FILE).write_text(text + "\n", encoding="utf-8")


def _described(model: Trained) -> dict[str, Any]:
    return {
        "features": list(model.kind.features),
        "files": list(model.kind.files),
        "tau": model.correction.tau,
        "temperature": model.correction.temperature,
        "happy_sad_temperature": model.happy_sad_temperature,
        "private_test": model.scores,
    }


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
