import json
from pathlib import Path

from training.voice.figures_file import add_figures, write_metadata


def test_figures_take_the_place_of_older_ones_and_leave_the_rest(tmp_path: Path) -> None:
    write_metadata(tmp_path, {"name": "voice", "energy": {"uar": 0.1, "old": True}})
    add_figures(tmp_path, "energy", {"uar": 0.2})
    add_figures(tmp_path, "streams", {"readings": 3})
    text = (tmp_path / "voice.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "name": "voice",
        "energy": {"uar": 0.2},
        "streams": {"readings": 3},
    }
    assert text.endswith("}\n")
