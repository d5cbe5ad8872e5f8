import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.classifier import FEATURES_FILE, ExpressionClassifier
from analysis.labels import EMOTIONS
from tests.training.tables import made_up_faces, write_table
from training.face import main, train_face
from training.face_table import load_table
from vision.features import FaceShape, FeatureExtractor

N_FACES = 490


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table, and with what training for a few rounds makes of it."""
    folder = tmp_path_factory.mktemp("trained")
    write_table(folder, made_up_faces(N_FACES))
    train_face(load_table(folder), folder, folder, happy_sad_rounds=12, expression_rounds=12)
    return folder


@pytest.fixture(scope="module")
def metadata(trained: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((trained / "face.json").read_text())
    return loaded


def test_the_classifier_takes_what_training_wrote_and_tells_the_faces_apart(
    trained: Path,
) -> None:
    table = load_table(trained)
    extractor = FeatureExtractor.load(trained / FEATURES_FILE)
    _, scores = ExpressionClassifier.load(trained).predict_many(
        extractor.extract(table.points, table.blendshapes)
    )
    test = table.labels.split == 2
    assert (scores.argmax(axis=1) == table.labels.emotion)[test].mean() > 0.9


def test_the_metadata_counts_what_was_measured(metadata: dict[str, Any]) -> None:
    all_faces = metadata["private_test"]["expressions"]["all"]
    distinct = metadata["private_test"]["expressions"]["without_near_copies"]
    assert all_faces["n"] == N_FACES // 10
    assert distinct["n"] < all_faces["n"]
    assert np.sum(all_faces["confusion"]) == all_faces["n"]
    assert metadata["private_test_coverage"]["by_expression"]["happy"] == pytest.approx(
        7 / 9, abs=1e-4
    )
    assert metadata["classes"] == list(EMOTIONS)
    assert sum(metadata["prior"]) == pytest.approx(1, abs=1e-4)


def test_the_components_prefer_no_side(trained: Path) -> None:
    shape = FaceShape.load(trained / FEATURES_FILE)
    mean = shape.mean.reshape(478, 3)
    mirrored = mean[shape.mirror_index] * [-1, 1, 1]
    np.testing.assert_allclose(mirrored, mean, atol=1e-4)
    np.testing.assert_allclose(shape.basis.T @ shape.basis, np.eye(shape.basis.shape[1]), atol=1e-4)


def test_training_again_gives_the_same_files(trained: Path, tmp_path: Path) -> None:
    train_face(load_table(trained), trained, tmp_path, happy_sad_rounds=12, expression_rounds=12)
    again = json.loads((tmp_path / "face.json").read_text())
    assert again["files"] == json.loads((trained / "face.json").read_text())["files"]


def test_a_wrong_path_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["--data", str(tmp_path / "absent"), "--out", str(out)]) == 2
    assert capsys.readouterr().err.startswith("cannot train: ")
    assert not out.exists()
