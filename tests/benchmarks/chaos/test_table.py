from pathlib import Path
from typing import Any

import pytest

from benchmarks.chaos.finding import Finding, at_most, none_of, row
from benchmarks.chaos.table import HEAD, markdown, row_cells
from benchmarks.markdown import fill_document


def record(*rows: dict[str, Any]) -> dict[str, Any]:
    machine = {"cores": 2, "processor": "a processor", "system": "Linux"}
    return {"machine": machine, "experiments": rows}


def made(finding: Finding) -> dict[str, Any]:
    return {**row("name", finding), "date": "2026-01-01", "load_average": [0.5, 2.25]}


def test_what_was_not_met_stands_out() -> None:
    expected = [at_most("slowest", 2.0, 3.0, " s"), none_of("lost", 1, 40)]
    cells = row_cells(made(Finding("load", "a | b", "1 of 40", expected)))
    assert len(cells) == len(HEAD)
    assert cells[2] == "a \\| b"
    assert cells[4] == "slowest ≤ 3 s: 2 s<br>**failed** lost: 1 of 40"
    assert cells[5:] == ["2026-01-01, 0.5 and 2.25", "FAILED"]


def test_only_what_lies_between_the_marks_is_written(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("before\n<!-- table -->\nold\n<!-- /table -->\nafter\n")
    fill_document(document, markdown(record(made(Finding("", "", "", [])))))
    text = document.read_text()
    assert text.startswith("before\n<!-- table -->\n2 cores")
    assert text.endswith("| passed |\n<!-- /table -->\nafter\n")
    assert "old" not in text


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("no marks")
    with pytest.raises(ValueError, match=r"document\.md has no"):
        fill_document(document, markdown(record()))
    assert document.read_text() == "no marks"
