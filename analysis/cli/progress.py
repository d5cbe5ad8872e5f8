"""One line on the terminal that says what is being read."""

from typing import TextIO

_ERASE_LINE = "\r\x1b[K"


class Progress:
    """Rewrites one line of a terminal; on anything else it writes nothing.

    Whoever writes other lines calls `erase` before.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream if stream.isatty() else None

    def show(self, number: int, name: str, time_s: float | None, length_s: float | None) -> None:
        """Show a file's number and name, and where in a video the reading is."""
        if self._stream is None:
            return
        place = "" if time_s is None else f"  {_clock(time_s)}"
        if time_s is not None and length_s is not None:
            place += f" of {_clock(length_s)}"
        self._write(f"{_ERASE_LINE}file {number}: {name}{place}")

    def erase(self) -> None:
        self._write(_ERASE_LINE)

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
