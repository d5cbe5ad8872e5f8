from pathlib import Path

from PIL import Image

from analysis.cli.copies import CopyFolder

COPY = Image.new("RGB", (4, 2))


def test_a_copy_beside_its_original_does_not_replace_it(tmp_path: Path) -> None:
    original = tmp_path / "photo.png"
    original.write_bytes(b"original")
    path = CopyFolder(tmp_path).save(COPY, original, None)
    assert path == tmp_path / "photo.png.labels.png"
    assert original.read_bytes() == b"original"
    with Image.open(path) as copy:
        assert copy.size == (4, 2)


def test_files_of_one_name_have_copies_of_their_own(tmp_path: Path) -> None:
    copies = CopyFolder(tmp_path / "new" / "folder")
    first, second = (copies.save(COPY, Path(folder) / "photo.png", None) for folder in "ab")
    again = copies.save(COPY, Path("a/photo.png"), None)
    assert first == again != second
    assert second.name == "photo.png.2.labels.png"


def test_the_copies_of_a_video_sort_by_time(tmp_path: Path) -> None:
    copies = CopyFolder(tmp_path)
    paths = [copies.save(COPY, Path("clip.mp4"), time_s) for time_s in (9.5, 10.25, 3600)]
    assert sorted(paths) == paths
    assert paths[0].name == "clip.mp4.00009.500s.labels.png"
