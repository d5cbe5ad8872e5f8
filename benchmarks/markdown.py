"""Tables as Markdown."""

from collections.abc import Mapping, Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column is aligned left, the others right."""
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rules, *rows))


def number(value: float | None, digits: int = 0) -> str:
    """Return a number as a person reads it, or a dash for None."""
    return "–" if value is None else f"{value:,.{digits}f}"


def percentile_cells(figures: Mapping[str, float] | None, digits: int = 0) -> list[str]:
    """Return p50, p95 and p99 as three cells."""
    known = figures or {}
    return [number(known.get(name), digits) for name in ("p50", "p95", "p99")]
