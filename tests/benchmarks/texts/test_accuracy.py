import json
from pathlib import Path
from typing import Any

from benchmarks.texts.accuracy import SOURCES, Row, Source, recorded
from text.model_file import read_card
from vision.model_file import MODELS_DIR

SHIPPED = read_card(MODELS_DIR, "text_en").sha256
SOURCE = Source(
    "text_en",
    "figures.json",
    "make figures",
    (Row.alike("sentiment", "sentiment", "macro_f1"), Row.alike("28 labels", "fine", "macro_f1")),
)


def recorded_from(folder: Path, sha256: str) -> dict[str, Any]:
    figures = {
        "model": {"sha256": sha256},
        "sentiment": {"macro_f1": 0.7},
        "fine": {"macro_f1": 0.5},
        "tfidf": {"sentiment": {"macro_f1": 0.6}, "fine": {"macro_f1": 0.4}},
        "vader": {"sentiment": {"macro_f1": 0.3}},
    }
    (folder / SOURCE.path).write_text(json.dumps(figures))
    (entry,) = recorded(MODELS_DIR, [SOURCE], folder)
    assert isinstance(entry, dict)
    return entry


def test_figures_stand_beside_the_baselines(tmp_path: Path) -> None:
    assert recorded_from(tmp_path, SHIPPED) == {
        "model": "text_en",
        "command": "make figures",
        "rows": [
            {"name": "sentiment", "emochat": 0.7, "tfidf": 0.6, "vader": 0.3},
            {"name": "28 labels", "emochat": 0.5, "tfidf": 0.4, "vader": None},
        ],
    }


def test_figures_of_another_model_file_are_left_out(tmp_path: Path) -> None:
    entry = recorded_from(tmp_path, "0" * 64)
    assert entry["missing"] == "measured of another model file"
    assert "rows" not in entry


def test_what_nobody_measured_is_named_with_its_command(tmp_path: Path) -> None:
    entries = recorded(MODELS_DIR, SOURCES, tmp_path)
    assert [entry["missing"] for entry in entries] == ["not measured here"] * 2
    assert all("make" in entry["command"] for entry in entries)
