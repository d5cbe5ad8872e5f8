"""Accuracy as it was measured elsewhere: on data that no benchmark run has."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.programs import ROOT
from text.model_file import read_card

Keys = tuple[str, ...]
"""Where in a file a figure is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of ours and of TF-IDF with logistic or ridge regression and of VADER."""

    name: str
    emochat: Keys
    tfidf: Keys
    vader: Keys

    @classmethod
    def alike(cls, name: str, *keys: str) -> Self:
        """Return a row of a file that has all ways' figures in the same form."""
        return cls(name, keys, ("tfidf", *keys), ("vader", *keys))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of figures on official test splits.

    Attributes:
        model: whose files they are of.
        path: from the repository's root.
        command: what writes it.
    """

    model: str
    path: str
    command: str
    rows: tuple[Row, ...]


SOURCES = (
    Source(
        "text_en",
        "benchmarks/results/texts_accuracy/metrics.json",
        "make eval-text DATA=folder OUT=benchmarks/results/texts_accuracy",
        (
            Row.alike("GoEmotions, six categories and neutral, macro-F1", "presence", "macro_f1"),
            Row.alike("GoEmotions, Ekman's six and neutral, macro-F1", "ekman", "macro_f1"),
            Row.alike("GoEmotions, sentiment (4), macro-F1", "sentiment", "macro_f1"),
            Row.alike("GoEmotions, 28 labels, macro-F1", "fine", "macro_f1"),
            Row.alike("EmoBank, valence, r", "affect", "valence", "r"),
            Row.alike("EmoBank, arousal, r", "affect", "arousal", "r"),
            Row.alike("BRIGHTER English, strength, mean r", "intensity", "mean_r"),
        ),
    ),
    Source(
        "text_es",
        ".make/text_es/metrics_es.json",
        "make train-text DATA=folder",
        (
            Row(
                "BRIGHTER Spanish, presence, macro-F1",
                emochat=("presence", "macro_f1"),
                tfidf=("tfidf", "macro_f1"),
                vader=("vader", "macro_f1"),
            ),
            Row.alike("BRIGHTER Spanish, strength, mean r", "intensity", "mean_r"),
        ),
    ),
)


def recorded(models: Path, sources: Sequence[Source] = SOURCES, root: Path = ROOT) -> list[Any]:
    """Return for each source its command and its figures, or `missing`: why there are none.

    Figures of another model file than the one in `models` are left out.

    Raises:
        TextModelError: a model's metadata is missing or does not fit.
    """
    return [_recorded(models, source, root / source.path) for source in sources]


def _recorded(models: Path, source: Source, path: Path) -> dict[str, Any]:
    about = {"model": source.model, "command": source.command}
    if not path.exists():
        return {**about, "missing": "not measured here"}
    figures = json.loads(path.read_text(encoding="utf-8"))
    if figures["model"]["sha256"] != read_card(models, source.model).sha256:
        return {**about, "missing": "measured of another model file"}
    return {**about, "rows": [_figures(row, figures) for row in source.rows]}


def _figures(row: Row, figures: Mapping[str, Any]) -> dict[str, Any]:
    ways = {"emochat": row.emochat, "tfidf": row.tfidf, "vader": row.vader}
    return {"name": row.name, **{way: _figure(figures, keys) for way, keys in ways.items()}}


def _figure(figures: Mapping[str, Any], keys: Sequence[str]) -> float | None:
    """Return a figure, or None where it is not in the file: VADER knows no 28 labels."""
    value: Any = figures
    for key in keys:
        if key not in value:
            return None
        value = value[key]
    return float(value)
