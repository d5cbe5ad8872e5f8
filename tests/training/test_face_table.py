from pathlib import Path

import numpy as np
import pytest

from analysis.labels import EMOTIONS
from tests.training.tables import KINDS, made_up_faces, write_table
from training.face_table import FaceTableError, load_table


def test_labels_are_translated_into_ours(tmp_path: Path) -> None:
    write_table(tmp_path, made_up_faces(70))
    table = load_table(tmp_path)
    for position, name in enumerate(KINDS):
        assert EMOTIONS[table.labels.emotion[position]] == name
        assert table.votes[position, EMOTIONS.index(name)] == 9
    happy_sad = dict(zip(KINDS, table.labels.happy_sad.tolist(), strict=False))
    assert happy_sad == {name: {"happy": 1, "sad": 0}.get(name, -1) for name in KINDS}


def test_contempt_and_missing_majorities_are_no_label(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    faces["ferplus_majority"][:2] = [7, -1]
    write_table(tmp_path, faces)
    assert load_table(tmp_path).labels.emotion[:2].tolist() == [-1, -1]


def test_quantised_numbers_come_back(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    write_table(tmp_path, faces)
    table = load_table(tmp_path)
    np.testing.assert_allclose(table.points * 8192, faces["lm_q8192"], atol=1e-2)
    assert table.blendshapes.max() <= 1


def test_a_wrong_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaceTableError, match="absent is no folder"):
        load_table(tmp_path / "absent")


def test_an_empty_folder_lacks_the_first_file(tmp_path: Path) -> None:
    with pytest.raises(FaceTableError, match=r"ferplus_landmarks\.npz is missing"):
        load_table(tmp_path)


def test_a_file_of_another_kind_is_no_table(tmp_path: Path) -> None:
    write_table(tmp_path, made_up_faces(70))
    (tmp_path / "ferplus_landmarks.npz").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(FaceTableError, match="is no npz file"):
        load_table(tmp_path)


def test_a_missing_array_is_named(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    del faces["bs_q65535"]
    write_table(tmp_path, faces)
    with pytest.raises(FaceTableError, match="bs_q65535"):
        load_table(tmp_path)


@pytest.mark.parametrize("name", ["lm_q8192", "bs_q65535", "split"])
def test_arrays_of_another_size_are_refused(name: str, tmp_path: Path) -> None:
    faces = made_up_faces(70)
    faces[name] = faces[name][:-1]
    write_table(tmp_path, faces)
    with pytest.raises(FaceTableError, match="has shape"):
        load_table(tmp_path)


def test_landmarks_of_another_model_are_refused(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    faces["lm_q8192"] = faces["lm_q8192"][:, :468]
    write_table(tmp_path, faces)
    with pytest.raises(FaceTableError, match=r"\(70, 468, 3\), expected \(70, 478, 3\)"):
        load_table(tmp_path)


def test_labels_out_of_range_are_refused(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    faces["fer2013_label"][0] = 9
    write_table(tmp_path, faces)
    with pytest.raises(FaceTableError, match=r"fer2013_label .* leaves 0\.\.6"):
        load_table(tmp_path)


def test_an_expression_without_a_training_face_is_named(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    faces["ferplus_majority"][faces["ferplus_majority"] == 6] = -1
    write_table(tmp_path, faces)
    with pytest.raises(FaceTableError, match="no training face that is fearful"):
        load_table(tmp_path)
