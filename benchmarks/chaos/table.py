"""The table of what happened and what was lost, as Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.markdown import table

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


def markdown(record: Record) -> str:
    """Return the table and what it was run on."""
    machine = record["machine"]
    rows = table(HEAD, [row_cells(row) for row in record["experiments"]], of_words=True)
    return (
        f"{machine['cores']} cores of {machine['processor']}, {machine['system']}; the machine's "
        f"load is the load average of the minute before each experiment and after it:\n\n{rows}"
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
