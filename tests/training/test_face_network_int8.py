import numpy as np
import pytest
from numpy.typing import NDArray

onnx = pytest.importorskip("onnx")

from onnx import helper, numpy_helper  # noqa: E402

from training.face_network_int8 import quantised  # noqa: E402
from vision.face_network import FaceNetwork  # noqa: E402

RNG = np.random.default_rng(3)
CROPS = RNG.integers(0, 256, (60, 48, 48)).astype(np.uint8)


def network() -> bytes:
    """Two convolutions and a linear layer, as inputs and outputs of the face network are."""
    constants = {
        "kernels_1": RNG.normal(0, 0.3, (16, 1, 5, 5)),
        "levels_1": RNG.normal(0, 0.1, 16),
        "kernels_2": RNG.normal(0, 0.1, (24, 16, 3, 3)),
        "levels_2": RNG.normal(0, 0.1, 24),
        "weights": RNG.normal(0, 0.5, (24, 30)),
    }
    nodes = [
        helper.make_node("Conv", ["crops", "kernels_1", "levels_1"], ["conv_1"], strides=[2, 2]),
        helper.make_node("Relu", ["conv_1"], ["relu_1"]),
        helper.make_node("Conv", ["relu_1", "kernels_2", "levels_2"], ["conv_2"], strides=[2, 2]),
        helper.make_node("Relu", ["conv_2"], ["relu_2"]),
        helper.make_node("GlobalAveragePool", ["relu_2"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["linear"]),
        helper.make_node("Reshape", ["linear", "shape"], ["logits"]),
    ]
    initializers = [
        numpy_helper.from_array(values.astype(np.float32), name)
        for name, values in constants.items()
    ]
    initializers.append(numpy_helper.from_array(np.array([-1, 2, 15]), "shape"))
    graph = helper.make_graph(
        nodes,
        "face",
        [helper.make_tensor_value_info("crops", onnx.TensorProto.FLOAT, ["n", 1, 48, 48])],
        [helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["n", 2, 15])],
        initializers,
    )
    opsets = [helper.make_opsetid("", 17)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString())


@pytest.fixture(scope="module")
def both() -> tuple[bytes, bytes]:
    content = network()
    return content, quantised(content, CROPS)


def test_eight_bits_say_nearly_the_same(both: tuple[bytes, bytes]) -> None:
    full, small = (FaceNetwork(content).logits(CROPS) for content in both)
    assert np.abs(small - full).mean() < 0.05 * full.std()


def test_convolutions_have_seven_bit_weights_and_the_last_layer_all_its_bits(
    both: tuple[bytes, bytes],
) -> None:
    graph = onnx.load_from_string(both[1]).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    kernels: list[NDArray[np.int8]] = [t for t in tensors.values() if t.ndim == 4]
    assert [kernel.dtype for kernel in kernels] == [np.int8, np.int8]
    assert max(np.abs(kernel.astype(int)).max() for kernel in kernels) <= 64
    assert tensors["weights"].dtype == np.float32


def test_the_same_faces_give_the_same_file(both: tuple[bytes, bytes]) -> None:
    assert quantised(both[0], CROPS) == both[1]
