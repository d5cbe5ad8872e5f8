"""What lies in models/, as files."""

from pathlib import Path

import numpy as np
import pytest

MODELS = Path(__file__).resolve().parent.parent / "models"
NETWORKS = sorted(MODELS.glob("*.onnx"))
READ_AS_DATA = {".json", ".md", ".npz", ".onnx", ".task", ".toml", ".txt"}
"""Formats whose readers run nothing that a file says; .npz as long as it holds no objects."""


@pytest.mark.parametrize("path", NETWORKS, ids=lambda path: path.name)
def test_a_network_tells_nothing_of_the_machine_that_made_it(path: Path) -> None:
    content = path.read_bytes()
    assert b"site-packages" not in content
    assert b"stack_trace" not in content


def test_every_file_is_of_a_format_that_is_read_and_not_run() -> None:
    assert {path.suffix for path in MODELS.iterdir()} <= READ_AS_DATA


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.npz")), ids=lambda path: path.name)
def test_arrays_hold_no_pickled_object(path: Path) -> None:
    with np.load(path, allow_pickle=False) as arrays:
        assert all(not arrays[name].dtype.hasobject for name in arrays.files)


def test_there_are_networks_to_look_at() -> None:
    assert len(NETWORKS) == 3
