"""The model card says what the measured metadata says."""

import json
from pathlib import Path

import pytest

MODELS = Path(__file__).resolve().parent.parent / "models"
CARD = (MODELS / "README.md").read_text()
METADATA = json.loads((MODELS / "face.json").read_text())


@pytest.mark.parametrize("task", ["happy_sad", "happy_sad_ferplus", "expressions"])
@pytest.mark.parametrize("part", ["all", "without_near_copies"])
def test_every_row_of_the_card_is_what_training_measured(task: str, part: str) -> None:
    scores = METADATA["private_test"][task][part]
    low, high = scores["accuracy_95"]
    row = (
        f"| {scores['n']:,} | {scores['accuracy']:.4f} ({low:.3f} to {high:.3f}) "
        f"| {scores['macro_f1']:.4f} | {scores['ece']:.4f} |"
    )
    assert row in CARD


def test_the_shipped_models_reach_their_floors() -> None:
    scores = METADATA["private_test"]
    assert scores["happy_sad"]["all"]["accuracy"] >= 0.915
    assert scores["expressions"]["all"]["accuracy"] >= 0.78


def test_the_card_names_what_is_forbidden_and_what_is_not_felt() -> None:
    assert "5(1)(f)" in CARD
    assert "not what a person feels" in CARD
