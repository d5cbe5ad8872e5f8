"""A disk of a few megabytes, which can be filled to the last byte."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = "32m"
PIECE_BYTES = 4_096
COMMAND_TIMEOUT_S = 20


@dataclass(frozen=True)
class SmallDisk:
    """A file system in memory.

    Attributes:
        folder: where it is mounted.
    """

    folder: Path

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fill(self) -> int:
        """Take all space that is left; return how many bytes that was."""
        written = 0
        with self._filler.open("ab", buffering=0) as filler:
            while True:
                try:
                    written += filler.write(bytes(PIECE_BYTES))
                except OSError:
                    return written

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """Mount one for the block; None where this user may not."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "chaos", str(folder)]
    result = subprocess.run(mount, capture_output=True, timeout=COMMAND_TIMEOUT_S)
    if result.returncode != 0:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True, timeout=COMMAND_TIMEOUT_S)
