import numpy as np
import pytest

pytest.importorskip("onnx")

from training.text.activations import Activation  # noqa: E402

EXAMPLES = np.random.default_rng(0).normal(size=(150, 2, 4, 3)).astype(np.float32)


def test_many_examples_add_up_to_what_all_at_once_would_show() -> None:
    activation = Activation()
    for example in EXAMPLES:
        activation.see(example)
    rows = EXAMPLES.reshape(-1, 3)
    np.testing.assert_allclose(activation.moments(), rows.T @ rows, rtol=1e-4, atol=1e-3)
    assert (activation.low, activation.high) == (rows.min(), rows.max())


def test_moments_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no example was seen"):
        Activation().moments()
