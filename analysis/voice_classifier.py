"""From features of speech to calibrated probabilities of VOICE_EMOTIONS."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from analysis.labels import VOICE_EMOTIONS
from analysis.model_check import require_equal, require_sha256
from voice.baseline import SpeakerBaseline, SpeakerPrior
from voice.descriptors import Floats
from voice.features import FEATURE_NAMES

METADATA_FILE = "voice.json"
MODEL_FILE = "voice.npz"

EMOTION_FEATURES = slice(FEATURE_NAMES.index("loudness") + 1, len(FEATURE_NAMES))
"""All but loudness: a microphone's gain says nothing of a feeling."""

FARTHEST = 4.0
"""Normalised features are cut off there, on either side."""


@dataclass(frozen=True, eq=False)
class KernelMachine:
    """Kernel ridge regression of class membership, its scores scaled to probabilities.

    The kernel is Gaussian, exp(-gamma |x - s|^2); the temperature is fitted on speakers
    who were not trained on (Guo et al. 2017, arXiv:1706.04599).

    Attributes:
        support: training rows, shape (n_rows, n_features).
        weights: of each row for each of VOICE_EMOTIONS, shape (n_rows, 5).
        gamma: width of the kernel.
        temperature: what the scores are divided by before softmax.
    """

    support: Floats
    weights: Floats
    gamma: float
    temperature: float

    def scores(self, rows: Floats) -> NDArray[np.float64]:
        """Return the scores of normalised features, shape (n, n_features), as (n, 5)."""
        alike = kernel(rows, self.support, self.gamma, self._squares)
        return np.asarray(alike @ self.weights, np.float64)

    @cached_property
    def _squares(self) -> Floats:
        return squares_of(self.support)

    def probabilities(self, rows: Floats) -> NDArray[np.float64]:
        """Return probabilities, shape (n, 5), each row adding up to 1."""
        return softmax(self.scores(rows) / self.temperature)


def kernel(
    left: Floats, right: Floats, gamma: float, right_squares: Floats | None = None
) -> Floats:
    """Return the Gaussian kernel of rows with rows, shape (n_left, n_right).

    Args:
        left: shape (n_left, n_features).
        right: shape (n_right, n_features).
        gamma: its width.
        right_squares: `squares_of(right)`, where they are known already.
    """
    if right_squares is None:
        right_squares = squares_of(right)
    distances = squares_of(left)[:, None] + right_squares - 2 * left @ right.T
    return np.asarray(np.exp(-gamma * np.maximum(distances, 0)), np.float32)


def squares_of(rows: Floats) -> Floats:
    """Return the squared length of each row, shape (n,)."""
    return np.asarray((rows**2).sum(axis=1), np.float32)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return exp(scores), each row divided by its sum."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


class VoiceClassifier:
    """Reads emotions from features. May be shared by threads."""

    def __init__(self, machine: KernelMachine, prior: SpeakerPrior) -> None:
        self._machine = machine
        self._prior = prior

    @classmethod
    def load(cls, models_dir: Path) -> Self:
        """Load `models_dir/voice.npz`, which `models_dir/voice.json` describes.

        Raises:
            ModelMismatchError: the features, the classes or the file's sha256 differ from
                what the metadata says or this code expects.
            FileNotFoundError: a file is missing.
        """
        metadata = load_metadata(models_dir)
        require_equal("classes", metadata["classes"], list(VOICE_EMOTIONS))
        require_equal("features", metadata["features"], list(FEATURE_NAMES))
        path = models_dir / MODEL_FILE
        require_sha256(path, metadata["files"][MODEL_FILE])
        with np.load(path, allow_pickle=False) as arrays:
            machine = KernelMachine(
                arrays["support"].astype(np.float32),
                arrays["weights"].astype(np.float32),
                metadata["gamma"],
                metadata["temperature"],
            )
            prior = SpeakerPrior(arrays["centre"], arrays["within"], arrays["between"])
        return cls(machine, prior)

    def baseline(self) -> SpeakerBaseline:
        """Return the baseline of a speaker who has not spoken yet."""
        return SpeakerBaseline(self._prior)

    def predict(self, normalised: Floats) -> NDArray[np.float64]:
        """Read a window from features that a baseline has normalised.

        Args:
            normalised: shape (len(FEATURE_NAMES),).

        Returns:
            Probability of each of VOICE_EMOTIONS, shape (5,); they add up to 1.
        """
        return np.ravel(self._machine.probabilities(emotion_rows(normalised[None])))


def emotion_rows(normalised: Floats) -> Floats:
    """Take out what the emotion is read from: (n, len(FEATURE_NAMES)) to (n, n_features)."""
    return np.clip(normalised[:, EMOTION_FEATURES], -FARTHEST, FARTHEST)


def load_metadata(models_dir: Path) -> dict[str, Any]:
    """Read `models_dir/voice.json`: features, classes, data, hashes and scores of the model."""
    metadata: dict[str, Any] = json.loads((models_dir / METADATA_FILE).read_text(encoding="utf-8"))
    return metadata
