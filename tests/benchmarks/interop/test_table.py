from pathlib import Path
from typing import Any

import pytest

from benchmarks.interop.table import HEAD, markdown, row_cells
from benchmarks.markdown import fill_document

OUTCOME = {
    "codecs": ["opus", "VP8"],
    "offered_candidates": 0,
    "trickled_candidates": 8,
    "by": "data channel",
    "labels": 15,
    "faces": 14,
    "voices": 2,
    "first_label_s": 0.28,
    "sound_s": 15.1,
    "ended": "completed",
}


def row(outcome: dict[str, Any] | None = None, result: str = "passed") -> dict[str, Any]:
    known = {"name": "Firefox", "version": "153.7", "attempts": 1}
    return {**known, "outcome": outcome, "result": result}


def record(*rows: dict[str, Any]) -> dict[str, Any]:
    machine = {"cores": 2, "processor": "a processor", "system": "Linux"}
    return {"date": "2026-01-01", "machine": machine, "load_average": 0.5, "publishers": rows}


def test_a_session_is_a_row() -> None:
    cells = row_cells(row(OUTCOME))
    assert cells[2:5] == ["VP8, opus", "8 by PATCH", "data channel"]
    assert cells[5:] == ["15 (14)", "0.3", "15 (2)", "completed", "passed"]


def test_a_second_attempt_is_told() -> None:
    assert row_cells(row(OUTCOME) | {"attempts": 2})[-1] == "passed at attempt 2"


def test_who_is_not_there_has_a_row_that_says_so() -> None:
    missing = row(result="not installed (Debian: firefox-esr)") | {"version": None}
    cells = row_cells(missing)
    assert len(cells) == len(HEAD)
    assert cells[1] == "–"
    assert cells[-1] == "not installed (Debian: firefox-esr)"


def test_only_what_lies_between_the_marks_is_written(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("before\n<!-- table -->\nold\n<!-- /table -->\nafter\n")
    fill_document(document, markdown(record(row(OUTCOME))))
    text = document.read_text()
    assert text.startswith("before\n<!-- table -->\n2026-01-01, 2 cores")
    assert text.endswith("| passed |\n<!-- /table -->\nafter\n")
    assert "old" not in text


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("nothing here")
    with pytest.raises(ValueError, match="no <!-- table -->"):
        fill_document(document, markdown(record()))
    assert document.read_text() == "nothing here"
