import numpy as np
import pytest

onnx = pytest.importorskip("onnx")

from text.cli import MODELS_DIR  # noqa: E402
from training.text.rounding import LEVELS  # noqa: E402


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_weight_overflows_on_a_processor_without_vnni(language: str) -> None:
    model = onnx.load(MODELS_DIR / f"text_{language}.onnx")
    weights = [
        onnx.numpy_helper.to_array(values).astype(int)
        for values in model.graph.initializer
        if values.data_type == onnx.TensorProto.INT8 and len(values.dims) == 2
    ]
    assert {int(np.abs(levels).max()) for levels in weights} <= set(range(LEVELS + 1))
    assert len(weights) > 30
