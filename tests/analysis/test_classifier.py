import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.classifier import (
    EXPRESSIONS_FILE,
    FEATURES_FILE,
    LANDMARKS_ONLY,
    LANDMARKS_ONLY_FILE,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    PriorCorrection,
    happy_share,
)
from analysis.labels import EMOTIONS, Emotion, binary_emotion, strongest
from analysis.model_check import ModelMismatchError
from vision.features import FEATURE_NAMES, FeatureExtractor

ROOT = Path(__file__).resolve().parents[2]
MODELS_DIR = ROOT / "models"
EVEN = (1 / 7,) * 7

# Landmarks, blendshapes and the face network's answers of 21 PrivateTest faces, three of each
# expression, with what the committed models said of them (`python -m training.face_vectors`).
with np.load(ROOT / "tests" / "data" / "face_vectors.npz", allow_pickle=False) as file:
    PINNED = {name: file[name] for name in file.files}


@pytest.fixture(scope="module")
def classifier() -> ExpressionClassifier:
    return ExpressionClassifier.load(MODELS_DIR)


@pytest.fixture(scope="module")
def features() -> NDArray[np.float32]:
    extractor = FeatureExtractor.load(MODELS_DIR / FEATURES_FILE)
    points = (PINNED["lm_q8192"] / 8192).astype(np.float32)
    landmarks = extractor.extract(points, (PINNED["bs_q65535"] / 65535).astype(np.float32))
    return np.concatenate([landmarks, PINNED["network"]], axis=1)


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    for name in ("face.json", *WITH_NETWORK.files, *LANDMARKS_ONLY.files):
        shutil.copy(MODELS_DIR / name, tmp_path / name)
    return tmp_path


def edit_metadata(models_dir: Path, **changes: Any) -> None:
    path = models_dir / "face.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def fix_hash(models_dir: Path, name: str) -> None:
    files = json.loads((models_dir / "face.json").read_text())["files"]
    digest = hashlib.sha256((models_dir / name).read_bytes()).hexdigest()
    edit_metadata(models_dir, files=files | {name: digest})


def test_the_committed_models_say_what_they_said_when_they_were_trained(
    classifier: ExpressionClassifier, features: NDArray[np.float32]
) -> None:
    happy, scores = classifier.predict_many(features)
    np.testing.assert_allclose(happy, PINNED["happy_probability"], atol=1e-3)
    np.testing.assert_allclose(scores, PINNED["scores"], atol=1e-3)


def test_the_model_of_landmarks_alone_says_what_it_said(features: NDArray[np.float32]) -> None:
    alone = ExpressionClassifier.load(MODELS_DIR, LANDMARKS_ONLY)
    _, scores = alone.predict_many(features[:, : len(FEATURE_NAMES)])
    np.testing.assert_allclose(scores, PINNED["landmark_scores"], atol=1e-3)


def test_happy_sad_never_contradicts_the_expression(
    classifier: ExpressionClassifier, features: NDArray[np.float32]
) -> None:
    rng = np.random.default_rng(0)
    mixed = np.stack([rng.permutation(column) for column in np.tile(features, (40, 1)).T], axis=1)
    happy, scores = classifier.predict_many(mixed)
    strongest_one = np.array(EMOTIONS)[scores.argmax(axis=1)]
    assert (happy[strongest_one == "happy"] >= 0.5).all()
    assert (happy[strongest_one == "sad"] < 0.5).all()
    assert {"happy", "sad"} <= set(strongest_one)


def test_an_expression_tells_how_its_happy_sad_follows_from_its_scores(
    classifier: ExpressionClassifier, features: NDArray[np.float32]
) -> None:
    for face in features:
        read = classifier.predict(face)
        scores = np.array([read.scores])
        (share,) = happy_share(scores, read.happy_sad_temperature)
        assert share == pytest.approx(read.happy_probability)


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


@pytest.mark.parametrize("kind", [WITH_NETWORK, LANDMARKS_ONLY])
def test_swapped_feature_names_are_refused(kind: Any, models_dir: Path) -> None:
    models = json.loads((models_dir / "face.json").read_text())["models"]
    names = models[kind.name]["features"]
    models[kind.name]["features"] = [names[1], names[0], *names[2:]]
    edit_metadata(models_dir, models=models)
    with pytest.raises(ModelMismatchError, match="features"):
        ExpressionClassifier.load(models_dir, kind)


def test_classes_in_another_order_are_refused(models_dir: Path) -> None:
    edit_metadata(models_dir, classes=sorted(EMOTIONS, reverse=True))
    with pytest.raises(ModelMismatchError, match="classes"):
        ExpressionClassifier.load(models_dir)


@pytest.mark.parametrize("name", [FEATURES_FILE, NETWORK_FILE, EXPRESSIONS_FILE])
def test_a_file_that_was_changed_is_refused(name: str, models_dir: Path) -> None:
    path = models_dir / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ModelMismatchError, match=f"sha256 of {name}"):
        ExpressionClassifier.load(models_dir)


def test_landmarks_alone_need_no_network_file(models_dir: Path) -> None:
    (models_dir / NETWORK_FILE).unlink()
    ExpressionClassifier.load(models_dir, LANDMARKS_ONLY)


def test_a_model_with_other_features_is_refused_though_its_hash_is_right(models_dir: Path) -> None:
    shutil.copy(models_dir / LANDMARKS_ONLY_FILE, models_dir / EXPRESSIONS_FILE)
    fix_hash(models_dir, EXPRESSIONS_FILE)
    with pytest.raises(ModelMismatchError, match=f"features of {EXPRESSIONS_FILE}"):
        ExpressionClassifier.load(models_dir)


def test_a_model_with_other_classes_is_refused_though_its_hash_is_right(models_dir: Path) -> None:
    names = list(WITH_NETWORK.features)
    rng = np.random.default_rng(0)
    data = lgb.Dataset(
        rng.normal(size=(80, len(names))), rng.integers(0, 2, 80), feature_name=names
    )
    two_classes = lgb.train({"objective": "binary", "verbosity": -1, "num_threads": 1}, data, 1)
    two_classes.save_model(models_dir / EXPRESSIONS_FILE)
    fix_hash(models_dir, EXPRESSIONS_FILE)
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


def test_happy_and_sad_share_what_they_have() -> None:
    scores = np.zeros((3, 7))
    scores[:, EMOTIONS.index("happy")] = (0.3, 0.1, 0.2)
    scores[:, EMOTIONS.index("sad")] = (0.1, 0.3, 0.2)
    np.testing.assert_allclose(happy_share(scores, 1.0), [0.75, 0.25, 0.5])
    assert 0.5 < happy_share(scores, 2.0)[0] < 0.75


def test_neither_happy_nor_sad_is_neither() -> None:
    assert happy_share(np.zeros((1, 7)), 1.0).tolist() == [0.5]
