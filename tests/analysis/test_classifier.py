import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.classifier import (
    EXPRESSIONS_FILE,
    FEATURES_FILE,
    HAPPY_SAD_FILE,
    ExpressionClassifier,
    ModelMismatchError,
    PriorCorrection,
)
from analysis.labels import EMOTIONS, Emotion, binary_emotion, strongest
from vision.features import FEATURE_NAMES, FeatureExtractor

ROOT = Path(__file__).resolve().parents[2]
MODELS_DIR = ROOT / "models"
EVEN = (1 / 7,) * 7

# Landmarks and blendshapes of 21 PrivateTest faces, three of each expression, with
# what the committed models said of them (`python -m training.face_vectors`).
with np.load(ROOT / "tests" / "data" / "face_vectors.npz", allow_pickle=False) as file:
    PINNED = {name: file[name] for name in file.files}


@pytest.fixture(scope="module")
def classifier() -> ExpressionClassifier:
    return ExpressionClassifier.load(MODELS_DIR)


@pytest.fixture(scope="module")
def features() -> NDArray[np.float32]:
    extractor = FeatureExtractor.load(MODELS_DIR / FEATURES_FILE)
    points = (PINNED["lm_q8192"] / 8192).astype(np.float32)
    return extractor.extract(points, (PINNED["bs_q65535"] / 65535).astype(np.float32))


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    for name in ("face.json", FEATURES_FILE, HAPPY_SAD_FILE, EXPRESSIONS_FILE):
        shutil.copy(MODELS_DIR / name, tmp_path / name)
    return tmp_path


def edit_metadata(models_dir: Path, **changes: Any) -> None:
    path = models_dir / "face.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_committed_models_say_what_they_said_when_they_were_trained(
    classifier: ExpressionClassifier, features: NDArray[np.float32]
) -> None:
    happy, scores = classifier.predict_many(features)
    np.testing.assert_allclose(happy, PINNED["happy_probability"], atol=1e-3)
    np.testing.assert_allclose(scores, PINNED["scores"], atol=1e-3)


@pytest.mark.parametrize(("name", "expected"), [("happy", Emotion.HAPPY), ("sad", Emotion.SAD)])
def test_clearly_happy_and_sad_faces_are_told_apart(
    name: str,
    expected: Emotion,
    classifier: ExpressionClassifier,
    features: NDArray[np.float32],
) -> None:
    faces = features[PINNED["emotion"] == EMOTIONS.index(name)]
    expressions = [classifier.predict(face) for face in faces]
    # Faces that most people agree on; the models misread one in ten of the sad ones.
    assert [binary_emotion(expression)[0] for expression in expressions].count(expected) >= 2
    assert [strongest(expression.scores) for expression in expressions].count(name) >= 2


def test_one_face_gets_what_it_gets_among_many(
    classifier: ExpressionClassifier, features: NDArray[np.float32]
) -> None:
    happy, scores = classifier.predict_many(features)
    expression = classifier.predict(features[4])
    assert expression.happy_probability == pytest.approx(happy[4])
    assert expression.scores == pytest.approx(scores[4].tolist())
    assert sum(expression.scores) == pytest.approx(1)


def test_swapped_feature_names_are_refused(models_dir: Path) -> None:
    swapped = [FEATURE_NAMES[1], FEATURE_NAMES[0], *FEATURE_NAMES[2:]]
    edit_metadata(models_dir, features=swapped)
    with pytest.raises(ModelMismatchError, match="features"):
        ExpressionClassifier.load(models_dir)


def test_classes_in_another_order_are_refused(models_dir: Path) -> None:
    edit_metadata(models_dir, classes=sorted(EMOTIONS, reverse=True))
    with pytest.raises(ModelMismatchError, match="classes"):
        ExpressionClassifier.load(models_dir)


@pytest.mark.parametrize("name", [FEATURES_FILE, HAPPY_SAD_FILE, EXPRESSIONS_FILE])
def test_a_file_that_was_changed_is_refused(name: str, models_dir: Path) -> None:
    path = models_dir / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ModelMismatchError, match=f"sha256 of {name}"):
        ExpressionClassifier.load(models_dir)


def test_a_model_with_other_features_is_refused_though_its_hash_is_right(models_dir: Path) -> None:
    path = models_dir / HAPPY_SAD_FILE
    path.write_text(path.read_text().replace("mouthSmileLeft", "mouthSmileLift"))
    files = json.loads((models_dir / "face.json").read_text())["files"]
    edit_metadata(
        models_dir, files=files | {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
    )
    with pytest.raises(ModelMismatchError, match=f"features of {HAPPY_SAD_FILE}"):
        ExpressionClassifier.load(models_dir)


def test_a_model_with_other_classes_is_refused_though_its_hash_is_right(models_dir: Path) -> None:
    path = models_dir / EXPRESSIONS_FILE
    shutil.copy(models_dir / HAPPY_SAD_FILE, path)
    files = json.loads((models_dir / "face.json").read_text())["files"]
    edit_metadata(
        models_dir, files=files | {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
    )
    with pytest.raises(ModelMismatchError, match=f"classes of {EXPRESSIONS_FILE}"):
        ExpressionClassifier.load(models_dir)


def test_a_missing_model_is_an_error(models_dir: Path) -> None:
    (models_dir / EXPRESSIONS_FILE).unlink()
    with pytest.raises(FileNotFoundError):
        ExpressionClassifier.load(models_dir)


def test_tau_one_takes_the_prior_out() -> None:
    prior = (0.1, 0.02, 0.03, 0.3, 0.35, 0.1, 0.1)
    corrected = PriorCorrection(prior, tau=1.0, temperature=1.0).apply(np.array([prior]))
    np.testing.assert_allclose(corrected, [EVEN])


def test_tau_zero_and_temperature_one_change_nothing() -> None:
    given = np.array([[0.5, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05]])
    np.testing.assert_allclose(PriorCorrection(EVEN, 0.0, 1.0).apply(given), given)


def test_a_temperature_flattens_and_keeps_the_order() -> None:
    given = np.array([[0.5, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05]])
    (flat,) = PriorCorrection(EVEN, 0.0, 2.0).apply(given)
    assert flat.sum() == pytest.approx(1)
    assert flat[0] < 0.5
    assert (np.argsort(flat, kind="stable") == np.argsort(given[0], kind="stable")).all()


def test_a_probability_of_zero_stays_finite() -> None:
    certain = np.array([[1.0, 0, 0, 0, 0, 0, 0]])
    assert np.isfinite(PriorCorrection(EVEN, 0.5, 1.5).apply(certain)).all()
