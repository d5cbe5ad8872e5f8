"""The model card says what the measured metadata says."""

import json
from pathlib import Path

import pytest

from training.face_card import BEGIN, END, CardError, with_figures

MODELS = Path(__file__).resolve().parent.parent / "models"
CARD = (MODELS / "README.md").read_text()
METADATA = json.loads((MODELS / "face.json").read_text())


def test_the_figures_of_the_card_are_what_training_measured() -> None:
    assert with_figures(CARD, METADATA) == CARD


def test_figures_replace_what_stood_between_the_marks_and_nothing_else() -> None:
    card = with_figures(f"before\n{BEGIN}\nold\n{END}\nafter\n", METADATA)
    assert card.startswith(f"before\n{BEGIN}\n")
    assert card.endswith(f"\n{END}\nafter\n")
    assert "old" not in card
    accuracy = METADATA["models"]["network"]["private_test"]["expressions"]["all"]["accuracy"]
    assert f"{accuracy:.4f}" in card


@pytest.mark.parametrize("card", ["", BEGIN, END])
def test_a_card_without_marks_is_refused(card: str) -> None:
    with pytest.raises(CardError):
        with_figures(card, METADATA)


# What the models of landmarks alone reached before there was a network.
@pytest.mark.parametrize(("kind", "floor"), [("landmarks", 0.78), ("network", 0.80)])
def test_the_shipped_models_reach_their_floors(kind: str, floor: float) -> None:
    scores = METADATA["models"][kind]["private_test"]
    assert scores["expressions"]["all"]["accuracy"] >= floor
    assert scores["happy_sad_ferplus"]["all"]["accuracy"] >= 0.915


def test_the_card_names_what_is_forbidden_and_what_is_not_felt() -> None:
    assert "5(1)(f)" in CARD
    assert "not what a person feels" in CARD
