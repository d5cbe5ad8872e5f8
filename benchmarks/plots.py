"""Figures as PNG files, all of one size and without a display."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

SIZE_INCHES = (8.0, 4.5)
DPI = 120
COLOURS = {
    "emochat": "#1b7837",
    "stock-aiortc": "#d6604d",
    "fastrtc": "#4393c3",
    "base64": "#878787",
}
"""One colour a way of doing it, the same in every figure."""
STAGE_COLOURS = {
    "encode": "#c7c7c7",
    "network": "#7fb0d6",
    "decode": "#f2b56b",
    "wait": "#e07b5a",
    "infer": "#5c8f5c",
    "handover": "#9b7fb8",
    "unsplit": "#8c8c8c",
}


@contextmanager
def figure(path: Path, title: str, x_label: str, y_label: str) -> Iterator[Axes]:
    """Give axes to draw on, and write the picture to `path` afterwards."""
    with mpl.rc_context({"axes.spines.top": False, "axes.spines.right": False}):
        canvas = Figure(figsize=SIZE_INCHES, layout="constrained")
        axes = canvas.subplots()
        axes.set(title=title, xlabel=x_label, ylabel=y_label)
        axes.grid(axis="y", alpha=0.3)
        yield axes
        if axes.get_legend_handles_labels()[0]:
            axes.legend(frameon=False)
        canvas.savefig(path, dpi=DPI)
