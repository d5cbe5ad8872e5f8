from typing import Any

import pytest

from analysis.voice_classifier import load_metadata
from training.card_parts import with_parts
from training.voice.card import CARD_FILE, COMMAND, figures, parts
from vision.model_file import MODELS_DIR


@pytest.fixture
def metadata() -> dict[str, Any]:
    return load_metadata(MODELS_DIR)


def test_the_card_that_is_shipped_shows_the_figures_of_the_model_that_is_shipped(
    metadata: dict[str, Any],
) -> None:
    card = (MODELS_DIR / CARD_FILE).read_text("utf-8")
    assert with_parts(card, parts(metadata), COMMAND) == card


def test_every_table_is_whole(metadata: dict[str, Any]) -> None:
    tables = [part.splitlines() for part in figures(metadata).split("\n\n") if part[0] == "|"]
    assert len(tables) >= 8
    for lines in tables:
        assert len({line.count("|") for line in lines}) == 1
        assert set(lines[1]) <= set("| -")


def test_a_figure_that_changes_changes_the_card(metadata: dict[str, Any]) -> None:
    before = figures(metadata)
    metadata["leave_one_speaker_out"]["states"]["unknown"]["uar"] = 0.1234
    assert "0.123 (" not in before
    assert "0.123 (" in figures(metadata)


def test_figures_that_were_not_measured_are_left_out(metadata: dict[str, Any]) -> None:
    for name in ("energy", "streams"):
        assert f"training.voice.{name}" in figures(metadata)
        del metadata[name]
        assert f"training.voice.{name}" not in figures(metadata)
