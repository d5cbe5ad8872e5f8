"""Write figures into the card: ``python -m training.text.card --metrics FILE --full FILE``.

The files are `metrics.json` of training.text.evaluate, of the model that ships and of the one
before quantisation.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from training.card_parts import table, write_parts

Figures = Mapping[str, Any]

_COMMAND = "python -m training.text.card"

_ROWS: tuple[tuple[str, Callable[[Figures], Any]], ...] = (
    ("six categories and neutral, macro-F1", lambda f: f["presence"]["macro_f1"]),
    ("the same, micro-F1", lambda f: f["presence"]["micro_f1"]),
    ("the same at 0.5 for all, macro-F1", lambda f: f["presence"]["macro_f1_at_half"]),
    ("the same, expected calibration error", lambda f: f["presence"]["calibration_error"]),
    ("Ekman's six and neutral, macro-F1", lambda f: f["ekman"]["macro_f1"]),
    ("sentiment (4), macro-F1", lambda f: f["sentiment"]["macro_f1"]),
    ("28 labels, macro-F1", lambda f: f["fine"]["macro_f1"]),
    ("EmoBank valence, r", lambda f: f["affect"]["valence"]["r"]),
    ("EmoBank arousal, r", lambda f: f["affect"]["arousal"]["r"]),
    ("EmoBank dominance, r", lambda f: f["affect"]["dominance"]["r"]),
    ("BRIGHTER English strength, mean r", lambda f: f["intensity"]["mean_r"]),
    ("BRIGHTER English presence, macro-F1", lambda f: f["brighter_presence"]["macro_f1"]),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog=_COMMAND, description=__doc__)
    parser.add_argument("--metrics", type=Path, required=True)
    parser.add_argument("--full", type=Path, required=True)
    parser.add_argument("--card", type=Path, default=Path("models/TEXT.md"))
    options = parser.parse_args(arguments)
    figures, full = (
        json.loads(path.read_text(encoding="utf-8")) for path in (options.metrics, options.full)
    )
    write_parts(options.card, parts(figures, full), _COMMAND)
    return 0


def parts(figures: Figures, full: Figures) -> dict[str, str]:
    """Return the parts of the card that figures make.

    Args:
        figures: of the model that ships, baselines included.
        full: of the model before quantisation.
    """
    return {
        "figures": main_table(figures, full),
        "categories": label_table(figures["presence"]),
        "strengths": strength_table(figures),
        "fine labels": label_table(figures["fine"]),
    }


def main_table(figures: Figures, full: Figures) -> str:
    columns = (figures, full, figures["tfidf"], figures["vader"])
    rows = [[name, *(_figure(value, column) for column in columns)] for name, value in _ROWS]
    heads = ("test split", "ships", "before quantisation", "TF-IDF + linear", "VADER")
    return table(heads, rows)


def label_table(head: Figures) -> str:
    rows = [
        [
            name,
            str(label["texts"]),
            *(f"{label[key]:.2f}" for key in ("precision", "recall", "f1")),
            f"{label['calibration_error']:.3f}",
        ]
        for name, label in head["labels"].items()
    ]
    return table(("label", "test texts", "precision", "recall", "F1", "calibration error"), rows)


def strength_table(figures: Figures) -> str:
    there = figures["brighter_presence"]["labels"]
    rows = [
        [name, f"{r:.2f}", str(there[name]["texts"]), f"{there[name]['f1']:.2f}"]
        for name, r in figures["intensity"]["r"].items()
    ]
    return table(("emotion", "r of the strength", "texts that show it", "F1"), rows)


def _figure(value: Callable[[Figures], Any], figures: Figures) -> str:
    try:
        return f"{value(figures):.3f}"
    except KeyError:
        return "-"


if __name__ == "__main__":
    sys.exit(main())
