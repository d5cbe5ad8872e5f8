from pathlib import Path

import numpy as np
import pytest

from tests.training.tables import made_up_faces, write_pixels, write_table
from training.face_network_data import (
    NetworkFaces,
    learning_rate_share,
    load_network_faces,
    vote_shares,
    write_outputs,
)
from training.face_table import TRAIN
from vision.face_network import FaceNetwork
from vision.model_file import MODELS_DIR


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> NetworkFaces:
    folder = tmp_path_factory.mktemp("table")
    arrays = made_up_faces(70)
    write_table(folder, arrays)
    write_pixels(folder, arrays)
    return load_network_faces(folder)


def test_votes_for_no_expression_do_not_count() -> None:
    votes = np.array([[2, 0, 0, 2, 0, 0, 0, 0, 5, 1], [0] * 8 + [7, 3]], np.uint8)
    assert vote_shares(votes).tolist() == [[0.5, 0, 0, 0.5, 0, 0, 0, 0], [0] * 8]


def test_every_training_face_lies_in_one_of_two_equal_folds(faces: NetworkFaces) -> None:
    fold_of = faces.folds(2)
    train = faces.split == TRAIN
    assert np.bincount(fold_of[train]).tolist() == [28, 28]
    assert (fold_of[~train] == -1).all()
    np.testing.assert_array_equal(faces.folds(2), fold_of)


def test_a_training_face_gets_the_answer_of_the_network_that_has_not_seen_it(
    faces: NetworkFaces, tmp_path: Path
) -> None:
    network = FaceNetwork.load(MODELS_DIR / "face_network.onnx")
    fold_of = faces.folds(2)
    write_outputs(tmp_path, faces, network, fold_of)
    with np.load(tmp_path / "face_network_outputs.npz") as file:
        written = file["logits"]
    every = network.logits(faces.crops[:, 8:-8, 8:-8])
    for fold in (0, 1):
        rows = fold_of == fold
        np.testing.assert_allclose(written[rows], every[rows, fold], atol=1e-4)
    rest = fold_of == -1
    np.testing.assert_allclose(written[rest], every[rest].mean(axis=1), atol=1e-4)


def test_the_learning_rate_rises_and_falls_back_to_nothing() -> None:
    shares = [learning_rate_share(step, 100) for step in range(101)]
    peak = shares.index(max(shares))
    assert shares[0] == 0
    assert max(shares) == pytest.approx(1)
    assert shares[:peak] == sorted(shares[:peak])
    assert shares[peak:] == sorted(shares[peak:], reverse=True)
    assert shares[-1] == pytest.approx(0, abs=1e-9)
