"""Keeps a text that arrives in pieces within a number of paragraphs."""

import re

_SPLIT = re.compile(r"(\s+)")


class ParagraphLimiter:
    """Turns every paragraph break after the allowed ones into a space.

    A break is whitespace with a line feed in it; it comes out as one blank line.
    Nothing that was written is lost, and white space at either end is.
    """

    def __init__(self, max_paragraphs: int) -> None:
        self._breaks_left = max_paragraphs - 1
        self._pending = ""
        self._started = False

    def feed(self, piece: str) -> str:
        """Return what can be shown of the text so far and was not returned before."""
        shown: list[str] = []
        for part in _SPLIT.split(piece):
            if not part or part.isspace():
                self._pending += part
            else:
                shown += (self._gap(), part)
        return "".join(shown)

    def _gap(self) -> str:
        gap, self._pending = self._pending, ""
        if not self._started:
            self._started = True
            return ""
        if "\n" not in gap:
            return gap
        if self._breaks_left == 0:
            return " "
        self._breaks_left -= 1
        return "\n\n"
