import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut, coffee

from tests.training.tables import made_up_faces, write_pixels, write_table
from training.face_answers import LabelledFolderError, labelled_pictures
from training.face_eval import main

PLOTS = {"confusion.png", "reliability.png", "precision_recall.png", "accuracy_by_yaw_deg.png"}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with a smile, a cup of coffee and a broken file."""
    for name in ("Happiness", "sad", "notes"):
        (tmp_path / "pictures" / name).mkdir(parents=True)
    Image.fromarray(astronaut()).save(tmp_path / "pictures" / "Happiness" / "smile.png")
    Image.fromarray(coffee()).save(tmp_path / "pictures" / "sad" / "coffee.png")
    (tmp_path / "pictures" / "sad" / "broken.jpg").write_bytes(b"junk")
    (tmp_path / "pictures" / "notes" / "read.me").write_bytes(b"junk")
    return tmp_path / "pictures"


@pytest.mark.parametrize("network", ["on", "off"])
def test_a_folder_of_pictures_is_measured_and_its_gaps_counted(
    network: str, pictures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert main(["--pictures", str(pictures), "--out", str(out), "--network", network]) == 0
    found = json.loads((out / "metrics.json").read_text())
    assert found["pictures"] == 3
    assert found["coverage"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["not_read"] == {"no_face": 1, "no_picture": 1}
    assert found["right_of_all"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["all"]["happy_sad"]["accuracy"] == 1
    assert {path.name for path in out.iterdir()} >= PLOTS


def test_folders_are_matched_by_the_expressions_names(pictures: Path) -> None:
    names = [(path.name, label) for path, label in labelled_pictures(pictures)]
    assert names == [("smile.png", 3), ("broken.jpg", 5), ("coffee.png", 5)]


def test_a_folder_without_expressions_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LabelledFolderError):
        labelled_pictures(tmp_path)
    assert main(["--pictures", str(tmp_path / "absent"), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("cannot measure: ")
    assert not (tmp_path / "out").exists()


def test_a_part_of_a_table_is_measured_with_and_without_near_copies(tmp_path: Path) -> None:
    faces = made_up_faces(490)
    write_table(tmp_path, faces)
    write_pixels(tmp_path, faces)
    out = tmp_path / "out"
    assert main(["--data", str(tmp_path), "--out", str(out)]) == 0
    found = json.loads((out / "metrics.json").read_text())
    assert found["pictures"] == 49 + 2
    assert found["not_read"]["no_face"] == 2
    read = found["all"]["expressions"]
    assert found["coverage"] == pytest.approx(read["n"] / 51, abs=1e-4)
    assert found["without_near_copies"]["expressions"]["n"] < read["n"]
    assert sum(b["n"] for b in found["by_measurement"]["yaw_deg"]) == read["n"]
    assert np.sum(read["confusion"]) == read["n"]
