from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from training.plots import draw_confusion, save_plot


def test_a_confusion_matrix_shows_each_count_where_it_belongs() -> None:
    axes = Figure().add_subplot()
    draw_confusion(axes, np.array([[3, 1], [0, 0]]), ("happy", "sad"))
    shown = {text.get_position(): text.get_text() for text in axes.texts}
    assert shown == {(0, 0): "3", (1, 0): "1", (0, 1): "0", (1, 1): "0"}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["happy", "sad"]
    (image,) = axes.images
    assert np.asarray(image.get_array()).tolist() == [[0.75, 0.25], [0, 0]]


def test_a_plot_becomes_a_png(tmp_path: Path) -> None:
    path = tmp_path / "confusion.png"
    save_plot(path, partial(draw_confusion, counts=np.eye(2, dtype=int), names=("happy", "sad")))
    assert path.read_bytes().startswith(b"\x89PNG")
