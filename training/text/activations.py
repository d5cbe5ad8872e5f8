"""What the layers of a model read, over examples."""

from collections.abc import Iterable, Mapping

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper

Inputs = Mapping[str, NDArray[np.int64]]

_EXAMPLES_AT_ONCE = 64


class Activation:
    """What the examples showed of one tensor.

    Attributes:
        low: its least value, or 0.
        high: its greatest, or 0.
    """

    def __init__(self) -> None:
        self.low = self.high = 0.0
        self._moments: NDArray[np.float64] | None = None
        self._pending: list[NDArray[np.float32]] = []

    def see(self, values: NDArray[np.float32]) -> None:
        """Take the values that one example gives, shape (..., columns)."""
        self.low, self.high = (
            min(self.low, float(values.min())),
            max(self.high, float(values.max())),
        )
        self._pending.append(values.reshape(-1, values.shape[-1]))
        # One by one, the moments of a few rows each cost more to add than to compute.
        if len(self._pending) >= _EXAMPLES_AT_ONCE:
            self._fold()

    def moments(self) -> NDArray[np.float64]:
        """Return the sums of products of two columns, shape (columns, columns)."""
        self._fold()
        if self._moments is None:
            raise ValueError("no example was seen")
        return self._moments

    def _fold(self) -> None:
        if self._pending:
            rows = np.concatenate(self._pending)
            self._pending.clear()
            added = (rows.T @ rows).astype(np.float64)
            self._moments = added if self._moments is None else self._moments + added


Activations = Mapping[str, Activation]
"""By the name of the tensor."""


def activations(content: bytes, names: Iterable[str], examples: Iterable[Inputs]) -> Activations:
    """Return what the named tensors look like over the examples.

    Args:
        content: a float32 ONNX model.
        names: of tensors whose last axis is their columns.
        examples: inputs such as serving gives, one text each.
    """
    exact = onnx.load_from_string(content)
    wanted = sorted(set(names))
    exact.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in wanted
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        exact.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    seen: dict[str, Activation] = {}
    for example in examples:
        for name, values in zip(wanted, session.run(wanted, dict(example)), strict=True):
            seen.setdefault(name, Activation()).see(values)
    return seen
