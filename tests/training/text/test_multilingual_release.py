import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from training.text.multilingual_release import steady_thresholds  # noqa: E402


def test_thresholds_part_what_is_there_from_what_is_not() -> None:
    probabilities = np.linspace(0, 1, 40, dtype=np.float32)[:, None]
    targets = (probabilities > 0.6).astype(np.float32)
    (threshold,) = steady_thresholds(targets, probabilities, np.random.default_rng(0))
    assert threshold == pytest.approx(0.6, abs=0.05)


def test_one_odd_text_moves_a_threshold_little() -> None:
    rng = np.random.default_rng(1)
    probabilities = rng.uniform(size=(150, 1)).astype(np.float32)
    targets = (probabilities > 0.5).astype(np.float32)
    odd = targets.copy()
    odd[probabilities.argmin()] = 1
    plain = steady_thresholds(targets, probabilities, np.random.default_rng(0))
    moved = steady_thresholds(odd, probabilities, np.random.default_rng(0))
    assert moved == pytest.approx(plain, abs=0.02)
