import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.chaos.small_disk import SmallDisk, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("no file system may be mounted here")
        yield disk


def test_a_filled_disk_takes_no_byte_more_until_it_is_freed(disk: SmallDisk) -> None:
    kept = disk.folder / "kept"
    kept.write_bytes(b"before")
    assert disk.fill() > 0
    with pytest.raises(OSError, match="No space left") as refusal:
        (disk.folder / "more").write_bytes(bytes(8_192))
    assert refusal.value.errno == errno.ENOSPC
    disk.free()
    kept.write_bytes(b"after")
    assert kept.read_bytes() == b"after"
