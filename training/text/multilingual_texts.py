"""The texts of the training splits, without their labels."""

import csv
from pathlib import Path


def english_texts(data: Path) -> list[str]:
    """English texts for training: GoEmotions, EmoBank, BRIGHTER, XED."""
    goemotions = _first_column(data / "goemotions" / "train.tsv")
    with (data / "emobank.csv").open(encoding="utf-8", newline="") as file:
        emobank = [row["text"] for row in csv.DictReader(file) if row["split"] == "train"]
    brighter = _brighter(data, "eng")
    xed = _first_column(data / "xed" / "en-annotated.tsv")
    return [*goemotions, *emobank, *brighter, *xed]


def spanish_texts(data: Path) -> list[str]:
    """Spanish texts for training: BRIGHTER, XED."""
    return [*_brighter(data, "esp"), *_first_column(data / "xed" / "es-projections.tsv")]


def _brighter(data: Path, language: str) -> list[str]:
    path = data / "brighter" / "track_a" / "train" / f"{language}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def _first_column(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.split("\t")[0] for line in file]
