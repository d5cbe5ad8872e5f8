import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.labels import VOICE_EMOTIONS
from analysis.model_check import ModelMismatchError
from analysis.voice_classifier import (
    METADATA_FILE,
    MODEL_FILE,
    KernelMachine,
    VoiceClassifier,
    emotion_rows,
    kernel,
)
from vision.model_file import MODELS_DIR
from voice.features import FEATURE_NAMES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (METADATA_FILE, MODEL_FILE):
        shutil.copy(MODELS_DIR / name, tmp_path / name)
    return tmp_path


def changed(folder: Path, key: str, value: object) -> Path:
    path = folder / METADATA_FILE
    metadata = json.loads(path.read_text(encoding="utf-8"))
    metadata[key] = value
    path.write_text(json.dumps(metadata), encoding="utf-8")
    return folder


def test_probabilities_add_up_whatever_comes() -> None:
    classifier = VoiceClassifier.load(MODELS_DIR)
    rng = np.random.default_rng(0)
    for scale in (0.0, 1.0, 1e6):
        found = classifier.predict((scale * rng.normal(size=len(FEATURE_NAMES))).astype(np.float32))
        assert found.shape == (len(VOICE_EMOTIONS),)
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()


def test_loudness_has_no_part_in_the_emotion() -> None:
    classifier = VoiceClassifier.load(MODELS_DIR)
    features = np.random.default_rng(0).normal(size=len(FEATURE_NAMES)).astype(np.float32)
    louder = features.copy()
    louder[FEATURE_NAMES.index("loudness")] += 20
    assert np.array_equal(classifier.predict(features), classifier.predict(louder))


def test_a_changed_model_file_is_refused(folder: Path) -> None:
    content = bytearray((folder / MODEL_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MODEL_FILE).write_bytes(content)
    with pytest.raises(ModelMismatchError, match="sha256"):
        VoiceClassifier.load(folder)


def test_other_classes_or_features_are_refused(folder: Path) -> None:
    with pytest.raises(ModelMismatchError, match="classes"):
        VoiceClassifier.load(changed(folder, "classes", [*reversed(VOICE_EMOTIONS)]))
    changed(folder, "classes", list(VOICE_EMOTIONS))
    with pytest.raises(ModelMismatchError, match="features"):
        VoiceClassifier.load(changed(folder, "features", ["loudness"]))


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="voice"):
        VoiceClassifier.load(tmp_path)


def test_the_kernel_is_one_at_no_distance_and_falls_with_it() -> None:
    rows = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 4.0]], np.float32)
    found = kernel(rows, rows, 0.1)
    assert np.diag(found) == pytest.approx([1, 1, 1])
    assert found[0].tolist() == pytest.approx([1, np.exp(-0.1), np.exp(-2.5)])


def test_a_higher_temperature_is_less_sure() -> None:
    support = np.eye(3, dtype=np.float32)
    weights = np.eye(3, len(VOICE_EMOTIONS), dtype=np.float32)
    cold, hot = (KernelMachine(support, weights, 0.5, t) for t in (0.1, 1.0))
    assert cold.probabilities(support).max() > hot.probabilities(support).max()
    assert (cold.probabilities(support).argmax(axis=1) == [0, 1, 2]).all()


def test_an_outlier_is_cut_off() -> None:
    row = np.zeros((1, len(FEATURE_NAMES)), np.float32)
    row[0, 5] = 1e9
    assert emotion_rows(row).max() == 4.0
