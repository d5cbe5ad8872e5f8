"""Plots of what the face models answer: one PNG file each."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from analysis.labels import EMOTIONS
from training.face_answers import Answer
from training.face_scores import (
    accuracy_by_measurement,
    confusion_matrix,
    precision_recall,
    reliability,
)
from training.plots import draw_confusion, save_plot

MEASUREMENTS = {
    "face_size_px": "face size (px)",
    "sharpness": "sharpness (blurred is low)",
    "brightness": "brightness (mean luma)",
    "yaw_deg": "yaw (degrees to either side)",
}
"""Fields of FaceQuality against which accuracy is shown, with the titles of their axes."""


def draw_plots(answers: Sequence[Answer], out: Path) -> None:
    """Draw all plots of the seven expressions into `out`; nothing without a labelled read face."""
    read = [a for a in answers if a.expression and a.label >= 0]
    if not read:
        return
    labels = np.array([answer.label for answer in read])
    scores = np.array([answer.expression.scores for answer in read if answer.expression])
    save_plot(out / "confusion.png", partial(_draw_confusion, labels=labels, scores=scores))
    save_plot(out / "reliability.png", partial(_draw_reliability, labels=labels, scores=scores))
    save_plot(out / "precision_recall.png", partial(_draw_precision, labels=labels, scores=scores))
    right = (scores.argmax(axis=1) == labels).tolist()
    for name, title in MEASUREMENTS.items():
        values = [abs(float(getattr(answer.quality, name))) for answer in read]
        bins = accuracy_by_measurement(values, right)
        save_plot(out / f"accuracy_by_{name}.png", partial(_draw_bins, bins=bins, title=title))


def _draw_confusion(axes: Axes, labels: NDArray[np.integer], scores: NDArray[np.floating]) -> None:
    counts = confusion_matrix(labels, scores.argmax(axis=1), len(EMOTIONS))
    draw_confusion(axes, counts, EMOTIONS)
    axes.set(xlabel="answered", ylabel="labelled", title=f"{len(labels)} faces")


def _draw_reliability(
    axes: Axes, labels: NDArray[np.integer], scores: NDArray[np.floating]
) -> None:
    bins = reliability(labels, scores)
    axes.plot((0, 1), (0, 1), color="grey", linestyle=":")
    axes.plot([b.confidence for b in bins], [b.accuracy for b in bins], marker="o")
    for b in bins:
        axes.annotate(str(b.n), (b.confidence, b.accuracy), fontsize=7)
    axes.set(xlabel="score of the answer", ylabel="share right", xlim=(0, 1), ylim=(0, 1))


def _draw_precision(axes: Axes, labels: NDArray[np.integer], scores: NDArray[np.floating]) -> None:
    for index, name in enumerate(EMOTIONS):
        if (labels == index).any():
            precision, recall = precision_recall(labels == index, scores[:, index])
            axes.step(recall, precision, where="pre", label=name)
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="lower left")


def _draw_bins(axes: Axes, bins: Sequence[dict[str, float]], title: str) -> None:
    middles = [(b["low"] + b["high"]) / 2 for b in bins]
    shares = [b["accuracy"] for b in bins]
    below = [share - b["accuracy_low"] for share, b in zip(shares, bins, strict=True)]
    above = [b["accuracy_high"] - share for share, b in zip(shares, bins, strict=True)]
    axes.errorbar(middles, shares, yerr=(below, above), marker="o", capsize=3)
    axes.set(xlabel=title, ylabel="share right, with 95 % interval", ylim=(0, 1))
