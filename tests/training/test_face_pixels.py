from pathlib import Path

import numpy as np
import pytest

from tests.training.tables import made_up_faces, write_pixels, write_table
from training.face_pixels import load_crops, load_faces, load_pictures
from training.face_table import FaceTableError


def test_pictures_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write_pixels(tmp_path, made_up_faces(70))
    with np.load(tmp_path / "ferplus_pixels48_uint8.npz") as file:
        pixels = file["x"]
    pictures = load_pictures(tmp_path, np.array(["face7.png", "face3.png", "face7.png"]))
    np.testing.assert_array_equal(pictures, pixels[[7, 3, 7]])


def test_a_missing_pixel_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaceTableError, match=r"ferplus_pixels48_uint8\.npz is missing"):
        load_pictures(tmp_path, np.array(["face7.png"]))


def test_the_margin_of_the_detection_pass_is_taken_off(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    write_pixels(tmp_path, faces)
    write_table(tmp_path, faces)
    without = [face.points for _, face in load_faces(tmp_path, np.arange(70))]
    # Pass 1 counts from the corner of a margin of a quarter of the picture's side.
    faces["lm_q8192"][:, :, :2] += 8192 // 4
    write_table(tmp_path, faces | {"det_pass": np.ones(70, np.int8)})
    with_margin = [face.points for _, face in load_faces(tmp_path, np.arange(70))]
    np.testing.assert_allclose(with_margin, without, atol=1e-4)


def test_faces_come_as_serving_meets_them(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    write_pixels(tmp_path, faces)
    write_table(tmp_path, faces)
    ((picture, face),) = load_faces(tmp_path, np.array([5]))
    assert picture.shape == (48, 48, 3)
    assert picture.dtype == np.uint8
    np.testing.assert_allclose(face.points, faces["lm_q8192"][5] / 8192 * 48, atol=1e-3)
    np.testing.assert_allclose(face.blendshapes * 65535, faces["bs_q65535"][5], atol=0.1)


def test_there_is_a_crop_with_a_margin_for_every_face(tmp_path: Path) -> None:
    faces = made_up_faces(70)
    write_pixels(tmp_path, faces)
    write_table(tmp_path, faces)
    assert load_crops(tmp_path).shape == (70, 64, 64)
