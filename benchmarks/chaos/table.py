"""The table of what happened and what was lost, as Markdown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- table -->", "<!-- /table -->"
HEAD = (
    "what was done",
    "load meanwhile",
    "what happened",
    "lost",
    "expected: seen",
    "at, machine's load",
    "result",
)

Record = Mapping[str, Any]


def write_document(path: Path, record: Record) -> None:
    """Put the table between the marks of a document, and leave the rest of it alone.

    Raises:
        ValueError: the document has no marks.
    """
    text = path.read_text()
    head, _, rest = text.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError(f"{path.name} has no {BEGIN} … {END}")
    path.write_text(f"{head}{BEGIN}\n{markdown(record)}\n{END}{tail}")


def markdown(record: Record) -> str:
    """Return the table and what it was run on."""
    machine, rows = record["machine"], [HEAD, ["---"] * len(HEAD)]
    rows += [row_cells(row) for row in record["experiments"]]
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return (
        f"{machine['cores']} cores of {machine['processor']}, {machine['system']}; the machine's "
        f"load is the load average of the minute before each experiment and after it:\n\n{lines}"
    )


def row_cells(row: Record) -> Sequence[str]:
    """Return one experiment's cells."""
    seen = "<br>".join(
        f"{'' if each['met'] else '**failed** '}{each['text']}: {each['saw']}"
        for each in row["expectations"]
    )
    before, after = row["load_average"]
    at = f"{row['date']}, {before:g} and {after:g}"
    told = [row["experiment"], row["load"], row["happened"], row["lost"]]
    cells = [*told, seen, at, row["result"]]
    return [cell.replace("|", "\\|").replace("\n", " ") or "–" for cell in cells]
