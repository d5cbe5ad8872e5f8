import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.cli import inputs
from analysis.cli.inputs import InputError, InputPicture, named_paths, pictures_of
from tests.videos import FPS, Picture, write_video


def grey(height: int = 48, width: int = 64) -> Picture:
    return np.full((height, width, 3), 90, np.uint8)


def save(path: Path, kind: str, **options: object) -> Path:
    Image.fromarray(grey()).save(path, kind, **options)
    return path


def read(path: Path, interval_s: float = 1.0) -> list[InputPicture]:
    return list(pictures_of(path, interval_s))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_a_still_picture_is_told_by_its_content_whatever_its_name(
    tmp_path: Path, kind: str
) -> None:
    (picture,) = read(save(tmp_path / "picture.mp4", kind))
    assert picture.image.shape == (48, 64, 3)
    assert picture.media_time_s is None


def test_a_photo_taken_sideways_is_read_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # rotated by 90 degrees (EXIF 2.3, Orientation)
    (picture,) = read(save(tmp_path / "photo.jpg", "JPEG", exif=exif))
    assert picture.image.shape == (64, 48, 3)


def test_a_video_is_read_once_each_interval(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.jpg", [grey()] * 15, format="mp4")
    pictures = read(path, 0.5)
    assert [picture.media_time_s for picture in pictures] == pytest.approx([0, 0.5, 1])
    assert pictures[0].duration_s == pytest.approx(1.5)


def test_a_stream_of_jpegs_is_a_video(tmp_path: Path) -> None:
    path = write_video(tmp_path / "camera.mjpeg", [grey()] * 3 * FPS, "mjpeg", "mjpeg")
    assert len(read(path)) > 1


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.jpg")
    with pytest.raises(InputError, match="not a file"):
        read(tmp_path)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a file"):
        read(tmp_path / "pipe")


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", bytes(100)])
def test_other_files_are_told_what_can_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"neither a picture \(JPEG, PNG.*\) nor a video"):
        read(path)


def test_a_cut_off_picture_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "photo.png", "PNG")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError, match="not a readable picture"):
        read(path)


def test_a_picture_file_over_the_limit_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "photo.bmp", "BMP")
    monkeypatch.setattr(inputs, "MAX_PICTURE_BYTES", path.stat().st_size - 1)
    with pytest.raises(InputError, match="MiB"):
        read(path)


def test_a_dash_stands_for_the_paths_on_standard_input() -> None:
    stdin = io.BytesIO("b c.jpg\r\n\nniño.png\n".encode())
    assert list(named_paths(["a.jpg", "-", "d.jpg"], stdin)) == [
        Path("a.jpg"),
        Path("b c.jpg"),
        Path("niño.png"),
        Path("d.jpg"),
    ]


def test_standard_input_is_left_alone_without_a_dash() -> None:
    stdin = io.BytesIO(b"b.jpg\n")
    assert list(named_paths(["a.jpg"], stdin)) == [Path("a.jpg")]
    assert stdin.tell() == 0
