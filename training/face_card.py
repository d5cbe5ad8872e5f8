"""Write the figures of `face.json` into the model card: ``python -m training.face_card``."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.classifier import load_metadata
from analysis.labels import EMOTIONS
from vision.model_file import MODELS_DIR

CARD_FILE = "README.md"
BEGIN, END = "<!-- figures: python -m training.face_card -->", "<!-- end of figures -->"

_KINDS = {"network": "with the network", "landmarks": "landmarks only"}
_TASKS = {
    "expressions": "seven expressions, FER+ labels",
    "happy_sad_ferplus": "HAPPY/SAD, FER+ labels",
    "happy_sad": "HAPPY/SAD, FER2013 labels",
}
_PARTS = {"all": "", "without_near_copies": ", near-copies left out"}


class CardError(ValueError):
    """The card has no place for figures."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.face_card", description=__doc__)
    parser.add_argument("--models", type=Path, default=MODELS_DIR)
    models: Path = parser.parse_args(arguments).models
    card = models / CARD_FILE
    text = with_figures(card.read_text(encoding="utf-8"), load_metadata(models))
    card.write_text(text, encoding="utf-8")


def with_figures(card: str, metadata: Mapping[str, Any]) -> str:
    """Return the card with the figures between its two marks made anew.

    Raises:
        CardError: a mark is missing.
    """
    head, begin, rest = card.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise CardError(f"the card lacks {BEGIN} or {END}")
    return f"{head}{BEGIN}\n{figures(metadata)}\n{END}{tail}"


def figures(metadata: Mapping[str, Any]) -> str:
    """Return the tables of all models on PrivateTest, as Markdown."""
    scores = {kind: metadata["models"][kind]["private_test"] for kind in _KINDS}
    coverage = metadata["private_test_coverage"]
    by_class = scores["network"]["expressions"]["all"]
    lines = [
        f"Trained on {metadata['trained_on']}. PrivateTest, faces that the landmarker found "
        f"({coverage['expressions']:.1%} of those with an expression label).",
        "",
        "| | model | faces | accuracy (95 % interval) | macro-F1 | ECE |",
        "|---|---|---|---|---|---|",
        *(
            _task_row(title + suffix, model, scores[kind][task][part])
            for task, title in _TASKS.items()
            for part, suffix in _PARTS.items()
            for kind, model in _KINDS.items()
        ),
        "",
        "Seven expressions, by class:",
        "",
        "| | faces | recall, with the network | landmarks only | found by the landmarker |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {sum(by_class['confusion'][index]):,} "
            f"| {_recall(scores['network'], name)} | {_recall(scores['landmarks'], name)} "
            f"| {coverage['by_expression'][name]:.2f} |"
            for index, name in enumerate(EMOTIONS)
        ),
        "",
        "HAPPY/SAD with FER+ labels, recall of SAD: "
        f"{scores['network']['happy_sad_ferplus']['all']['recall']['sad']:.3f} with the network, "
        f"{scores['landmarks']['happy_sad_ferplus']['all']['recall']['sad']:.3f} without.",
    ]
    return "\n".join(lines)


def _task_row(title: str, model: str, scores: Mapping[str, Any]) -> str:
    low, high = scores["accuracy_95"]
    return (
        f"| {title} | {model} | {scores['n']:,} "
        f"| {scores['accuracy']:.4f} ({low:.3f} to {high:.3f}) "
        f"| {scores['macro_f1']:.4f} | {scores['ece']:.4f} |"
    )


def _recall(scores: Mapping[str, Any], name: str) -> str:
    return f"{scores['expressions']['all']['recall'][name]:.2f}"


if __name__ == "__main__":
    main()
