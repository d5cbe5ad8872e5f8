"""The command as a person runs it, with the real models."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut, coffee

from analysis.cli.__main__ import main
from analysis.labels import EMOTIONS
from tests.videos import FPS, Picture, write_video

ROOT = Path(__file__).resolve().parents[3]

PORTRAIT: Picture = astronaut()[:300, 40:440]
SCENE: Picture = coffee()[:300, :400]


def save(path: Path, picture: Picture) -> str:
    Image.fromarray(picture).save(path)
    return str(path)


def labels(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what was printed: JSON lines and lines of errors."""
    captured = capsys.readouterr()
    return [json.loads(line) for line in captured.out.splitlines()], captured.err.splitlines()


def test_a_picture_gives_one_line_with_the_fields_of_a_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(tmp_path / "portrait.png", PORTRAIT)
    assert main([path]) == 0
    (line,), errors = labels(capsys)
    assert errors == []
    assert (line["file"], line["emotion"], line["reason"]) == (path, "HAPPY", None)
    assert line["confidence"] > 0.9
    assert line["expression"]["name"] == "happy"
    assert tuple(line["expression"]["scores"]) == EMOTIONS
    assert line["face"]["count"] == 1
    assert (line["smoothed"], line["uncertain"]) == (None, False)
    assert line["frame"] == {"media_time_s": None, "width": 400, "height": 300}
    assert "plot" not in line


def test_a_video_gives_a_line_a_second_and_smooths_over_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = [PORTRAIT] * (2 * FPS) + [SCENE] * FPS + [PORTRAIT] * FPS
    path = write_video(tmp_path / "clip.mp4", frames)
    assert main([str(path)]) == 0
    lines, _ = labels(capsys)
    assert [line["frame"]["media_time_s"] for line in lines] == [0, 1, 2, 3]
    assert [line["reason"] for line in lines] == [None, None, "no_face", None]
    assert [line["smoothed"] and line["smoothed"]["name"] for line in lines] == [
        "happy",
        "happy",
        None,
        "happy",
    ]
    # What was seen before the face was lost fades, so the last moments say less than the frame.
    assert lines[3]["smoothed"]["scores"]["happy"] < lines[3]["expression"]["scores"]["happy"]


def test_the_rate_of_readings_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_video(tmp_path / "clip.mp4", [SCENE] * FPS)
    assert main(["--rate", "4", str(path)]) == 0
    lines, _ = labels(capsys)
    assert [line["frame"]["media_time_s"] for line in lines] == [0, 0.3, 0.5, 0.8]


def test_files_that_cannot_be_read_are_told_in_a_line_each_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.jpg").write_text("hello")
    bad = [str(tmp_path / "missing.png"), str(tmp_path / "text.jpg"), str(tmp_path)]
    good = save(tmp_path / "scene.png", SCENE)
    assert main([*bad, good]) == 1
    (line,), errors = labels(capsys)
    assert line["reason"] == "no_face"
    assert [error.split(": ")[0] for error in errors] == bad


def test_copies_are_drawn_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path / "portrait.png", PORTRAIT)
    assert main(["--plot", str(tmp_path / "copies"), path]) == 0
    (line,), _ = labels(capsys)
    assert Path(line["plot"]).parent == tmp_path / "copies"
    with Image.open(line["plot"]) as opened:
        copy = np.asarray(opened)
    assert copy.shape[1] > 720
    enlarged = cv2.resize(PORTRAIT, (720, 540), interpolation=cv2.INTER_CUBIC)
    top = (copy.shape[0] - 540) // 2
    changed = (copy[top : top + 540, :720] != enlarged).any(axis=2)
    x, y, width, height = (
        round(share * side)
        for share, side in zip(line["face"]["box"], (720, 540, 720, 540), strict=True)
    )
    assert changed.any()
    assert not changed[: y - 10].any()
    assert not changed[:, x + width + 10 :].any()


def test_without_the_network_it_reads_landmarks_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(tmp_path / "portrait.png", PORTRAIT)
    assert main([path]) == main(["--landmarks-only", path]) == 0
    (with_network, without), _ = labels(capsys)
    assert without["emotion"] == "HAPPY"
    assert without["confidence"] != with_network["confidence"]


def test_a_missing_model_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--landmarker", str(tmp_path / "none.task"), "picture.png"]) == 2
    _, errors = labels(capsys)
    assert len(errors) == 1
    assert "none.task" in errors[0]


def test_a_file_that_is_no_model_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "junk.task").write_bytes(b"junk")
    assert main(["--landmarker", str(tmp_path / "junk.task"), "picture.png"]) == 2
    _, errors = labels(capsys)
    assert len(errors) == 1
    assert errors[0].startswith("cannot start: ")


def test_a_folder_that_cannot_be_made_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--plot", str(tmp_path / "file"), "picture.png"]) == 2
    _, errors = labels(capsys)
    assert len(errors) == 1


@pytest.mark.parametrize("arguments", [[], ["--rate", "0", "a"], ["--rate", "nan", "a"]])
def test_a_wrong_command_line_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


def test_paths_come_through_a_pipe_and_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    path = save(tmp_path / "scene.png", SCENE)
    command = [sys.executable, "-m", "analysis.cli", "-"]
    whole = subprocess.run(
        command, cwd=ROOT, input=f"{path}\n{path}\n".encode(), capture_output=True, timeout=100
    )
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert len(whole.stdout.splitlines()) == 2

    read_end, write_end = os.pipe()
    os.close(read_end)
    closed = subprocess.run(
        command,
        cwd=ROOT,
        input=path.encode(),
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=100,
    )
    os.close(write_end)
    assert (closed.returncode, closed.stderr) == (141, b"")
