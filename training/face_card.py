"""Write what is measured and worded elsewhere into the card: ``python -m training.face_card``.

Figures come from `face.json`, words from `face_card.toml`.
"""

import argparse
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.labels import EMOTIONS
from analysis.model_card import ModelCard
from training.card_parts import write_parts
from vision.model_file import MODELS_DIR

CARD_FILE = "README.md"
COMMAND = "python -m training.face_card"
LINE_CHARS = 100

_KINDS = {"network": "with the network", "landmarks": "landmarks only"}
_TASKS = {
    "expressions": "seven expressions, FER+ labels",
    "happy_sad_ferplus": "HAPPY/SAD, FER+ labels",
    "happy_sad": "HAPPY/SAD, FER2013 labels",
}
_PARTS = {"all": "", "without_near_copies": ", near-copies left out"}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--models", type=Path, default=MODELS_DIR)
    models: Path = parser.parse_args(arguments).models
    write_parts(models / CARD_FILE, parts(ModelCard.load(models)), COMMAND)


def parts(card: ModelCard) -> dict[str, str]:
    """Return what is made anew, by its name, as Markdown."""
    words = card.words["en"]
    return {
        "summary": _paragraphs(words.summary, words.inputs, f"**{words.statement}**"),
        "forbidden uses": _points(words.forbidden_uses),
        "data": _paragraphs(*words.data) + "\n\n" + _points(words.terms),
        "figures": figures(card.metadata),
        "limits": _points(f"**{limit.title}.** {limit.text}" for limit in words.limits),
    }


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(textwrap.fill(text, LINE_CHARS, break_on_hyphens=False) for text in texts)


def _points(texts: Iterable[str]) -> str:
    return "\n".join(
        textwrap.fill(
            text,
            LINE_CHARS,
            initial_indent="- ",
            subsequent_indent="  ",
            break_on_hyphens=False,
        )
        for text in texts
    )


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
        "| | faces | recall, with the network (95 % interval) | landmarks only (95 % interval) "
        "| found by the landmarker |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {sum(by_class['confusion'][index]):,} "
            f"| {_recall(scores['network'], name)} | {_recall(scores['landmarks'], name)} "
            f"| {coverage['by_expression'][name]:.2f} |"
            for index, name in enumerate(EMOTIONS)
        ),
        "",
        f"HAPPY/SAD with FER+ labels, recall of SAD: {_sad_recall(scores['network'])} with the "
        f"network, {_sad_recall(scores['landmarks'])} without.",
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
    part = scores["expressions"]["all"]
    low, high = part["recall_95"][name]
    return f"{part['recall'][name]:.2f} ({low:.2f} to {high:.2f})"


def _sad_recall(scores: Mapping[str, Any]) -> str:
    part = scores["happy_sad_ferplus"]["all"]
    low, high = part["recall_95"]["sad"]
    return f"{part['recall']['sad']:.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
