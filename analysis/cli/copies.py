"""The folder that drawn copies go to."""

from pathlib import Path

from PIL import Image


class CopyFolder:
    """Names copies after their files; no copy replaces another one or an original."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if it is missing.

        Raises:
            OSError: it cannot be made.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._numbers: dict[str, dict[Path, int]] = {}

    def save(self, copy: Image.Image, source: Path, media_time_s: float | None) -> Path:
        """Write a copy as PNG and return where.

        Args:
            copy: the drawn copy.
            source: the file that it was drawn from.
            media_time_s: its time in a video.

        Raises:
            OSError: it cannot be written.
        """
        path = self._folder / f"{self._name(source)}{_time_part(media_time_s)}.labels.png"
        copy.save(path)
        return path

    def _name(self, source: Path) -> str:
        """Return the file's name, with a number if a file of another folder has it too."""
        numbers = self._numbers.setdefault(source.name, {})
        number = numbers.setdefault(source, len(numbers) + 1)
        return source.name if number == 1 else f"{source.name}.{number}"


def _time_part(media_time_s: float | None) -> str:
    # Leading zeros, so that files sorted by name are sorted by time.
    return "" if media_time_s is None else f".{media_time_s:09.3f}s"
