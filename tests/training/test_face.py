import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.classifier import (
    FEATURES_FILE,
    LANDMARKS_ONLY,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    ModelKind,
)
from analysis.labels import EMOTIONS
from tests.training.tables import made_up_faces, made_up_logits, write_table
from training.face import main, train_face
from training.face_table import load_table
from vision.face_network import network_features
from vision.features import FaceShape, FeatureExtractor
from vision.model_file import MODELS_DIR

N_FACES = 490


def train(folder: Path, out: Path) -> None:
    logits = made_up_logits(made_up_faces(N_FACES))
    train_face(load_table(folder), logits, folder, out, max_rounds=12)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table, and with what training for a few rounds makes of it."""
    folder = tmp_path_factory.mktemp("trained")
    write_table(folder, made_up_faces(N_FACES))
    shutil.copy(MODELS_DIR / NETWORK_FILE, folder / NETWORK_FILE)
    train(folder, folder)
    return folder


@pytest.fixture(scope="module")
def metadata(trained: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((trained / "face.json").read_text())
    return loaded


@pytest.mark.parametrize("kind", [WITH_NETWORK, LANDMARKS_ONLY])
def test_the_classifier_takes_what_training_wrote_and_tells_the_faces_apart(
    kind: ModelKind, trained: Path
) -> None:
    table = load_table(trained)
    extractor = FeatureExtractor.load(trained / FEATURES_FILE)
    features = extractor.extract(table.points, table.blendshapes)
    network = network_features(made_up_logits(made_up_faces(N_FACES)))
    every = np.concatenate([features, network], axis=1)[:, : len(kind.features)]
    _, scores = ExpressionClassifier.load(trained, kind).predict_many(every)
    test = table.labels.split == 2
    assert (scores.argmax(axis=1) == table.labels.emotion)[test].mean() > 0.9


@pytest.mark.parametrize("kind", ["network", "landmarks"])
def test_the_metadata_counts_what_was_measured(kind: str, metadata: dict[str, Any]) -> None:
    scores = metadata["models"][kind]["private_test"]["expressions"]
    all_faces, distinct = scores["all"], scores["without_near_copies"]
    assert all_faces["n"] == N_FACES // 10
    assert distinct["n"] < all_faces["n"]
    assert np.sum(all_faces["confusion"]) == all_faces["n"]


def test_the_metadata_says_what_it_was_trained_on(metadata: dict[str, Any]) -> None:
    assert metadata["private_test_coverage"]["by_expression"]["happy"] == pytest.approx(
        7 / 9, abs=1e-4
    )
    assert metadata["classes"] == list(EMOTIONS)
    assert sum(metadata["prior"]) == pytest.approx(1, abs=1e-4)
    assert "ferplus_landmarks.npz" in metadata["data_files"]


def test_the_components_prefer_no_side(trained: Path) -> None:
    shape = FaceShape.load(trained / FEATURES_FILE)
    mean = shape.mean.reshape(478, 3)
    mirrored = mean[shape.mirror_index] * [-1, 1, 1]
    np.testing.assert_allclose(mirrored, mean, atol=1e-4)
    np.testing.assert_allclose(shape.basis.T @ shape.basis, np.eye(shape.basis.shape[1]), atol=1e-4)


def test_training_again_gives_the_same_files(trained: Path, tmp_path: Path) -> None:
    shutil.copy(MODELS_DIR / NETWORK_FILE, tmp_path / NETWORK_FILE)
    train(trained, tmp_path)
    again = json.loads((tmp_path / "face.json").read_text())
    assert again["files"] == json.loads((trained / "face.json").read_text())["files"]


def test_a_wrong_path_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(tmp_path / "absent"), "--network", str(tmp_path)]
    assert main([*arguments, "--out", str(out)]) == 2
    assert capsys.readouterr().err.startswith("cannot train: ")
    assert not out.exists()


@pytest.mark.parametrize(
    ("n_outputs", "complaint"), [(0, "is missing"), (69, "is of 69 faces, the table of 70")]
)
def test_outputs_of_other_faces_are_refused(
    n_outputs: int, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(tmp_path, made_up_faces(70))
    if n_outputs:
        outputs = tmp_path / "face_network_outputs.npz"
        np.savez(outputs, allow_pickle=False, logits=np.zeros((n_outputs, 15), np.float32))
    assert main(["--data", str(tmp_path), "--network", str(tmp_path)]) == 2
    assert complaint in capsys.readouterr().err
