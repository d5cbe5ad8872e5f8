"""What the plots of all models share: how one becomes a file, and a confusion matrix."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray


def save_plot(path: Path, draw: Callable[[Axes], None]) -> None:
    """Write a PNG of what `draw` draws."""
    figure = Figure(figsize=(6, 5), layout="constrained")
    FigureCanvasAgg(figure)
    draw(figure.add_subplot())
    figure.savefig(path, dpi=120)


def draw_confusion(axes: Axes, counts: NDArray[np.integer], names: Sequence[str]) -> None:
    """Draw counts, shape (n_names, n_names), each row shaded by its shares."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        ink = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, str(count), ha="center", va="center", color=ink)
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
