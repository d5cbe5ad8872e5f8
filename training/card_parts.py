"""The parts of a model's card that are made from figures and words kept elsewhere.

Each stands between two marks that name it and the command that makes it; what stands between no
marks is the card's own and is left as it is.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path


class CardError(ValueError):
    """The card has no place for a part."""


def write_parts(path: Path, made: Mapping[str, str], command: str) -> None:
    """Make parts of the card in a file anew; see with_parts."""
    text = with_parts(path.read_text(encoding="utf-8"), made, command)
    path.write_text(text, encoding="utf-8")


def with_parts(card: str, made: Mapping[str, str], command: str) -> str:
    """Return the card with each part between its two marks made anew.

    Args:
        card: as Markdown.
        made: the parts by their names, as Markdown.
        command: makes them.

    Raises:
        CardError: a mark is missing.
    """
    for name, text in made.items():
        begin, end = marks(name, command)
        head, found_begin, rest = card.partition(begin)
        _, found_end, tail = rest.partition(end)
        if not found_begin or not found_end:
            raise CardError(f"the card lacks {begin} or {end}")
        card = f"{head}{begin}\n{text}\n{end}{tail}"
    return card


def marks(name: str, command: str) -> tuple[str, str]:
    return f"<!-- {name}: {command} -->", f"<!-- end of {name} -->"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
