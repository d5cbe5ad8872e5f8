"""Tables as Markdown, and the documents that hold them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

BEGIN, END = "<!-- table -->", "<!-- /table -->"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, of_words: bool = False) -> str:
    """Return a table; the first column is aligned left, the others right unless `of_words`."""
    rules = ["---", *["---" if of_words else "---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rules, *rows))


def number(value: float | None, digits: int = 0) -> str:
    """Return a number as a person reads it, or a dash for None."""
    return "–" if value is None else f"{value:,.{digits}f}"


def percentile_cells(figures: Mapping[str, float] | None, digits: int = 0) -> list[str]:
    """Return p50, p95 and p99 as three cells."""
    known = figures or {}
    return [number(known.get(name), digits) for name in ("p50", "p95", "p99")]


def fill_document(path: Path, content: str) -> None:
    """Put a table between the marks of a document, and leave the rest of it alone.

    Raises:
        ValueError: the document has no marks.
    """
    text = path.read_text()
    head, _, rest = text.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError(f"{path.name} has no {BEGIN} … {END}")
    path.write_text(f"{head}{BEGIN}\n{content}\n{END}{tail}")
