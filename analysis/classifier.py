"""From face features to an expression: a LightGBM model and the metadata that guards it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from analysis.labels import EMOTIONS, Expression
from analysis.model_check import require_equal, require_sha256
from vision.face_features import FaceDescriber
from vision.face_network import NETWORK_FEATURE_NAMES, FaceNetwork
from vision.features import FEATURE_NAMES, FeatureExtractor

METADATA_FILE = "face.json"
FEATURES_FILE = "face_features.npz"
NETWORK_FILE = "face_network.onnx"
EXPRESSIONS_FILE = "face_expressions.txt"
LANDMARKS_ONLY_FILE = "face_expressions_landmarks.txt"

_HAPPY, _SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")


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


@dataclass(frozen=True, slots=True)
class ModelKind:
    """One of the two models that lie side by side.

    Attributes:
        name: its key in the metadata.
        features: what it reads, in order.
        expressions_file: the LightGBM model.
        files: all that it needs.
    """

    name: str
    features: tuple[str, ...]
    expressions_file: str
    files: tuple[str, ...]


WITH_NETWORK = ModelKind(
    "network",
    (*FEATURE_NAMES, *NETWORK_FEATURE_NAMES),
    EXPRESSIONS_FILE,
    (FEATURES_FILE, NETWORK_FILE, EXPRESSIONS_FILE),
)
LANDMARKS_ONLY = ModelKind(
    "landmarks", FEATURE_NAMES, LANDMARKS_ONLY_FILE, (FEATURES_FILE, LANDMARKS_ONLY_FILE)
)


class ExpressionClassifier:
    """Reads the seven expressions, and HAPPY/SAD out of them, from face features.

    HAPPY/SAD is the share of happy in happy and sad, so that it cannot contradict the
    expression that is shown beside it.

    May be shared by threads: prediction changes nothing in it.
    """

    def __init__(
        self,
        expressions: lgb.Booster,
        correction: PriorCorrection,
        happy_sad_temperature: float = 1.0,
    ) -> None:
        """Put the parts together.

        Args:
            expressions: gives a probability for each of EMOTIONS.
            correction: of these probabilities.
            happy_sad_temperature: above 1 draws HAPPY/SAD towards one half.
        """
        self._expressions = expressions
        self._correction = correction
        self._happy_sad_temperature = happy_sad_temperature

    @classmethod
    def load(cls, models_dir: Path, kind: ModelKind = WITH_NETWORK) -> Self:
        """Load the model of this kind that `models_dir/face.json` describes.

        Raises:
            ModelMismatchError: the features, the classes or a file's sha256 differ from
                what the metadata says or this code expects.
            FileNotFoundError: a file is missing.
        """
        metadata = load_metadata(models_dir)
        require_equal("classes", metadata["classes"], list(EMOTIONS))
        model = metadata["models"][kind.name]
        require_equal("features", model["features"], list(kind.features))
        for name in kind.files:
            require_sha256(models_dir / name, metadata["files"][name])
        return cls(
            _booster(models_dir / kind.expressions_file, kind.features),
            PriorCorrection(tuple(metadata["prior"]), model["tau"], model["temperature"]),
            model["happy_sad_temperature"],
        )

    def predict(self, features: NDArray[np.float32]) -> Expression:
        """Read one face from its features, shape (n_features,) in the order of the model kind."""
        happy, scores = self.predict_many(features[None])
        temperature = self._happy_sad_temperature
        return Expression(float(happy[0]), tuple(scores[0].tolist()), temperature)

    def predict_many(
        self, features: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Read n faces from features of shape (n, n_features).

        Returns:
            P(HAPPY) of HAPPY/SAD, shape (n,), and the scores of EMOTIONS, shape (n, 7).
        """
        raw: Any = self._expressions.predict(features, num_threads=1)
        scores = self._correction.apply(raw)
        return happy_share(scores, self._happy_sad_temperature), scores


def happy_share(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Return P(HAPPY) of HAPPY/SAD, shape (n,), from scores of EMOTIONS, shape (n, 7).

    At least one half exactly where happy scores no less than sad.
    """
    scores = np.clip(scores, 1e-12, None)
    log_odds = np.log(scores[:, _HAPPY]) - np.log(scores[:, _SAD])
    share: NDArray[np.float64] = 1 / (1 + np.exp(-log_odds / temperature))
    return share


def load_describer(models_dir: Path, kind: ModelKind) -> FaceDescriber:
    """Load what turns faces into the features of this kind of model.

    Raises:
        FeatureFileError, FaceNetworkError: a file does not fit this code.
        FileNotFoundError: a file is missing.
    """
    extractor = FeatureExtractor.load(models_dir / FEATURES_FILE)
    with_network = NETWORK_FILE in kind.files
    network = FaceNetwork.load(models_dir / NETWORK_FILE) if with_network else None
    return FaceDescriber(extractor, network)


def load_metadata(models_dir: Path) -> dict[str, Any]:
    """Read `models_dir/face.json`: features, classes, data, hashes and scores of the models."""
    metadata: dict[str, Any] = json.loads((models_dir / METADATA_FILE).read_text(encoding="utf-8"))
    return metadata


def _booster(path: Path, features: tuple[str, ...]) -> lgb.Booster:
    booster = lgb.Booster(model_str=path.read_text(encoding="ascii"))
    require_equal(f"features of {path.name}", booster.feature_name(), list(features))
    require_equal(f"classes of {path.name}", booster.num_model_per_iteration(), len(EMOTIONS))
    return booster
