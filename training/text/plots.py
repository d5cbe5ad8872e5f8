"""Plots of what a text model answers: one PNG file each."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from text.categories import PRESENCES
from training.plots import draw_confusion, save_plot
from training.text.corpus import Corpus
from training.text.measures import reliability


def draw_plots(
    figures: Mapping[str, Any],
    corpus: Corpus,
    said: Mapping[str, NDArray[np.floating]],
    out: Path,
) -> None:
    """Draw all plots into `out`.

    Args:
        figures: as evaluate.metrics returns them.
        corpus: GoEmotions' test split.
        said: the model's probabilities on it, by head.
        out: an existing folder.
    """
    for head in ("presence", "fine"):
        save_plot(out / f"f1_{head}.png", partial(_draw_f1, labels=figures[head]["labels"]))
    is_there = corpus.targets["presence"] > 0.5
    save_plot(
        out / "reliability.png",
        partial(_draw_reliability, is_there=is_there, said=said["presence"]),
    )
    save_plot(
        out / "confusion.png",
        partial(_draw_confusion, is_there=is_there, said=said["presence"]),
    )


def _draw_f1(axes: Axes, labels: Mapping[str, Mapping[str, float]]) -> None:
    names = sorted(labels, key=lambda name: labels[name]["f1"])
    axes.barh(names, [labels[name]["f1"] for name in names])
    for row, name in enumerate(names):
        axes.text(0.005, row, str(labels[name]["texts"]), va="center", fontsize=6, color="white")
    axes.tick_params(axis="y", labelsize=7)
    axes.set(xlabel="F1, with the number of texts", xlim=(0, 1))


def _draw_reliability(axes: Axes, is_there: NDArray[np.bool_], said: NDArray[np.floating]) -> None:
    bins = reliability(is_there, said)
    axes.plot((0, 1), (0, 1), color="grey", linestyle=":")
    axes.plot([said for said, _, _ in bins], [true for _, true, _ in bins], marker="o")
    for said_share, true_share, n in bins:
        axes.annotate(str(n), (said_share, true_share), fontsize=7)
    axes.set(xlabel="probability of a presence", ylabel="share there", xlim=(0, 1), ylim=(0, 1))


def _draw_confusion(axes: Axes, is_there: NDArray[np.bool_], said: NDArray[np.floating]) -> None:
    single = is_there.sum(axis=1) == 1
    labels, answers = is_there[single].argmax(axis=1), said[single].argmax(axis=1)
    counts = np.zeros((len(PRESENCES), len(PRESENCES)), int)
    np.add.at(counts, (labels, answers), 1)
    draw_confusion(axes, counts, [str(name) for name in PRESENCES])
    axes.set(xlabel="strongest", ylabel="labelled", title=f"{len(labels)} texts with one label")
