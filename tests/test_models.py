"""What lies in models/, as files."""

from pathlib import Path

import pytest

MODELS = Path(__file__).resolve().parent.parent / "models"
NETWORKS = sorted(MODELS.glob("*.onnx"))


@pytest.mark.parametrize("path", NETWORKS, ids=lambda path: path.name)
def test_a_network_tells_nothing_of_the_machine_that_made_it(path: Path) -> None:
    content = path.read_bytes()
    assert b"site-packages" not in content
    assert b"stack_trace" not in content


def test_there_are_networks_to_look_at() -> None:
    assert len(NETWORKS) == 3
