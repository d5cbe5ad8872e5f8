"""Measure a text model: ``python -m training.text.evaluate --data FOLDER --out FOLDER``.

On the official test splits, with the thresholds that the model's file holds. Writes
`metrics.json` and plots into the folder that `--out` names.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from text.encoder import TextEncoder
from text.model_file import TextModelError
from training.text.answers import (
    LABELS,
    affect_figures,
    group_figures,
    intensity_figures,
    model_probabilities,
    presence_figures,
)
from training.text.baselines import tfidf_figures, vader_figures
from training.text.heads import strengths
from training.text.plots import draw_plots
from training.text.sources import SourceError, Sources, published_hashes


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    sources = Sources(options.data, published_hashes())
    try:
        encoder = TextEncoder.load(options.models, options.name, threads=1)
        figures = metrics(encoder, sources, options.out)
    except (SourceError, TextModelError) as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    if options.baselines == "on":
        figures["tfidf"] = tfidf_figures(sources)
        figures["vader"] = vader_figures(sources)
    text = json.dumps(figures, indent=1, allow_nan=False)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.text.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published files")
    parser.add_argument("--out", type=Path, required=True, help="where metrics and plots go")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--name", default="text_en", help="of the model's files")
    parser.add_argument("--baselines", choices=("on", "off"), default="on")
    return parser


def metrics(encoder: TextEncoder, sources: Sources, out: Path) -> dict[str, Any]:
    """Return the model's figures on the test splits, and draw plots of them into `out`.

    BRIGHTER publishes no labels of its English test texts for track A, so that "presence" of
    them is that of track B: a strength above 0. On the train and dev texts these agree.
    """
    emotions, affect = sources.goemotions("test"), sources.emobank("test")
    brighter = sources.brighter("test", "eng")
    said = model_probabilities(encoder, emotions.texts)
    levels = model_probabilities(encoder, brighter.texts)["levels"]
    thresholds = encoder.card.thresholds
    figures = {
        "model": {"name": encoder.card.name, "sha256": encoder.card.sha256},
        **group_figures(emotions, said, lambda name: _bounds(thresholds, name)),
        "affect": affect_figures(affect, model_probabilities(encoder, affect.texts)["affect"]),
        "intensity": intensity_figures(brighter, strengths(levels)),
        "brighter_presence": presence_figures(brighter, levels, thresholds["levels"]),
    }
    out.mkdir(parents=True, exist_ok=True)
    draw_plots(figures, emotions, said, out)
    return figures


def _bounds(thresholds: Mapping[str, Mapping[str, float]], head: str) -> NDArray[np.float64]:
    return np.array([thresholds[head][label] for label in LABELS[head]])


if __name__ == "__main__":
    sys.exit(main())
