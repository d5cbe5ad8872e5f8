"""The model card says what is measured, and nothing else."""

import json
import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from analysis.model_card import CARD_LANGUAGES, WORDS_FILE, ModelCard, card_facts
from training.card_parts import with_parts
from training.face_card import COMMAND, parts

MODELS = Path(__file__).resolve().parent.parent / "models"
CARD = (MODELS / "README.md").read_text()
METADATA = json.loads((MODELS / "face.json").read_text())
PARTS = parts(ModelCard.load(MODELS))
WORDS = tomllib.loads((MODELS / WORDS_FILE).read_text())

# Digits that are no figures: names of data sets and of articles of the law.
NAMES_WITH_DIGITS = r"FER2013|5\(1\)\(f\)|50\(3\)|5\.1\.f|50\.3|Apache-2\.0"


def test_what_stands_between_marks_is_what_is_measured_and_worded() -> None:
    assert with_parts(CARD, PARTS, COMMAND) == CARD


def test_every_accuracy_stands_in_the_card_with_its_interval() -> None:
    for model in METADATA["models"].values():
        for task in model["private_test"].values():
            for scores in task.values():
                low, high = scores["accuracy_95"]
                figure = f"{scores['accuracy']:.4f} ({low:.3f} to {high:.3f})"
                assert f"| {scores['n']:,} | {figure} |" in CARD


@pytest.mark.parametrize("language", CARD_LANGUAGES)
def test_no_figure_is_written_by_hand(language: str) -> None:
    written = json.dumps(WORDS[language], ensure_ascii=False)
    assert re.findall(r"\d+", re.sub(NAMES_WITH_DIGITS, "", written)) == []


def test_both_languages_say_the_same_with_the_same_figures() -> None:
    english, spanish = (WORDS[language] for language in ("en", "es"))
    assert english.keys() == spanish.keys()
    for name, text in english.items():
        other = spanish[name]
        assert holes(text) == holes(other), name
        if isinstance(text, list):
            assert len(text) == len(other), name
    used = holes(english)
    assert used == sorted(card_facts(METADATA)), "each figure is named once"


def holes(text: object) -> list[str]:
    """Return the names in braces; a figure named twice in one text counts once."""
    return sorted(set(re.findall(r"{(\w+)}", json.dumps(text))))


# What the models of landmarks alone reached before there was a network.
@pytest.mark.parametrize(("kind", "floor"), [("landmarks", 0.78), ("network", 0.80)])
def test_the_shipped_models_reach_their_floors(kind: str, floor: float) -> None:
    scores = METADATA["models"][kind]["private_test"]
    assert scores["expressions"]["all"]["accuracy"] >= floor
    assert scores["happy_sad_ferplus"]["all"]["accuracy"] >= 0.915


def test_the_card_names_what_is_forbidden_and_what_is_not_felt() -> None:
    plain = " ".join(CARD.split())
    assert "5(1)(f)" in plain
    assert "not what a person feels" in plain
    for language, words in ModelCard.load(MODELS).words.items():
        assert all(asdict(words).values()), language
