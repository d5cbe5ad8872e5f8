"""From face features to an expression: two LightGBM models and the metadata that guards them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from analysis.labels import EMOTIONS, Expression
from vision.features import FEATURE_NAMES

METADATA_FILE = "face.json"
FEATURES_FILE = "face_features.npz"
HAPPY_SAD_FILE = "face_happy_sad.txt"
EXPRESSIONS_FILE = "face_expressions.txt"


class ModelMismatchError(ValueError):
    """The model files do not fit each other or this code."""


@dataclass(frozen=True, slots=True)
class PriorCorrection:
    """Takes part of the training set's class frequencies out of the seven probabilities.

    p' is proportional to (p / prior ** tau) ** (1 / temperature): logit adjustment
    (Menon et al. 2021, arXiv:2007.07314), then temperature scaling (Guo et al.
    2017, arXiv:1706.04599).

    Attributes:
        prior: frequency of each of EMOTIONS in the training set, adds up to 1.
        tau: 0 keeps the training frequencies, 1 removes them.
        temperature: above 1 flattens, below 1 sharpens.
    """

    prior: tuple[float, ...]
    tau: float
    temperature: float

    def apply(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return corrected probabilities; both of shape (n, 7), rows adding up to 1."""
        logits = np.log(np.clip(probabilities, 1e-12, None)) - self.tau * np.log(self.prior)
        logits /= self.temperature
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        corrected: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return corrected


class ExpressionClassifier:
    """Reads HAPPY/SAD and the seven expressions from face features.

    May be shared by threads: prediction changes nothing in it.
    """

    def __init__(
        self, happy_sad: lgb.Booster, expressions: lgb.Booster, correction: PriorCorrection
    ) -> None:
        self._happy_sad = happy_sad
        self._expressions = expressions
        self._correction = correction

    @classmethod
    def load(cls, models_dir: Path) -> Self:
        """Load the models that `models_dir/face.json` describes.

        Raises:
            ModelMismatchError: the features, the classes or a file's sha256 differ from
                what the metadata says or this code expects.
            FileNotFoundError: a file is missing.
        """
        metadata = load_metadata(models_dir)
        _require_equal("features", metadata["features"], list(FEATURE_NAMES))
        _require_equal("classes", metadata["classes"], list(EMOTIONS))
        for name in (FEATURES_FILE, HAPPY_SAD_FILE, EXPRESSIONS_FILE):
            digest = hashlib.sha256((models_dir / name).read_bytes()).hexdigest()
            _require_equal(f"sha256 of {name}", metadata["files"][name], digest)
        return cls(
            _booster(models_dir / HAPPY_SAD_FILE, n_classes=1),
            _booster(models_dir / EXPRESSIONS_FILE, n_classes=len(EMOTIONS)),
            PriorCorrection(tuple(metadata["prior"]), metadata["tau"], metadata["temperature"]),
        )

    def predict(self, features: NDArray[np.float32]) -> Expression:
        """Read one face from its features, shape (n_features,) in the order of FEATURE_NAMES."""
        happy, scores = self.predict_many(features[None])
        return Expression(float(happy[0]), tuple(scores[0].tolist()))

    def predict_many(
        self, features: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Read n faces from features of shape (n, n_features).

        Returns:
            P(HAPPY) of HAPPY/SAD, shape (n,), and the scores of EMOTIONS, shape (n, 7).
        """
        happy: Any = self._happy_sad.predict(features, num_threads=1)
        raw: Any = self._expressions.predict(features, num_threads=1)
        return happy, self._correction.apply(raw)


def load_metadata(models_dir: Path) -> dict[str, Any]:
    """Read `models_dir/face.json`: features, classes, data, hashes and scores of the models."""
    metadata: dict[str, Any] = json.loads((models_dir / METADATA_FILE).read_text(encoding="utf-8"))
    return metadata


def _booster(path: Path, n_classes: int) -> lgb.Booster:
    booster = lgb.Booster(model_str=path.read_text(encoding="ascii"))
    _require_equal(f"features of {path.name}", booster.feature_name(), list(FEATURE_NAMES))
    _require_equal(f"classes of {path.name}", booster.num_model_per_iteration(), n_classes)
    return booster


def _require_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ModelMismatchError(f"{what}: found {found}, expected {expected}")
