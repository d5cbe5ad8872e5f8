"""The table of who joined and how, in JSON and in the documentation."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.markdown import number, table

HEAD = (
    "publisher",
    "version",
    "video, sound",
    "candidates",
    "messages by",
    "labels (of a face)",
    "first label, s",
    "sound, s (voice read)",
    "end",
    "result",
)

Record = Mapping[str, Any]


def markdown(record: Record) -> str:
    """Return the table and what it was run on."""
    machine = record["machine"]
    rows = table(HEAD, [row_cells(row) for row in record["publishers"]], of_words=True)
    return (
        f"{record['date']}, {machine['cores']} cores of {machine['processor']}, "
        f"{machine['system']}, load average {record['load_average']}:\n\n{rows}"
    )


def row_cells(row: Record) -> Sequence[str]:
    """Return one publisher's cells."""
    version, outcome = row["version"] or "–", row["outcome"]
    if outcome is None:
        return [row["name"], version, *["–"] * (len(HEAD) - 3), row["result"]]
    return [
        row["name"],
        version,
        ", ".join(_video_first(outcome["codecs"])),
        _candidates(outcome["offered_candidates"], outcome["trickled_candidates"]),
        outcome["by"],
        f"{outcome['labels']} ({outcome['faces']})",
        number(outcome["first_label_s"], 1),
        f"{number(outcome['sound_s'])} ({outcome['voices']})",
        outcome["ended"] or "–",
        row["result"] + (f" at attempt {row['attempts']}" if row["attempts"] > 1 else ""),
    ]


def _video_first(codecs: Sequence[str]) -> list[str]:
    return sorted(codecs, key=lambda name: name.lower() == "opus")


def _candidates(offered: int, trickled: int) -> str:
    parts = [f"{offered} in the offer"] if offered else []
    parts += [f"{trickled} by PATCH"] if trickled else []
    return ", ".join(parts) or "none"
