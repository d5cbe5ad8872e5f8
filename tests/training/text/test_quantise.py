import numpy as np
import pytest

onnx = pytest.importorskip("onnx")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from silent_onnxruntime import InferenceSession  # noqa: E402
from training.text.products import scale_products  # noqa: E402
from training.text.quantise import quantised  # noqa: E402

RNG = np.random.default_rng(0)
STATES = RNG.normal(size=(200, 32)).astype(np.float32)


@pytest.fixture(scope="module")
def exact() -> bytes:
    """Two linear layers of one hidden layer, the second one without a bias."""
    weights = {
        "inner": RNG.normal(0, 0.2, (32, 24)).astype(np.float32),
        "bias": RNG.normal(size=24).astype(np.float32),
        "outer": RNG.normal(0, 0.2, (5, 24)).astype(np.float32),
    }
    nodes = [
        helper.make_node("MatMul", ["states", "inner"], ["product"]),
        helper.make_node("Add", ["bias", "product"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "outer"], ["scores"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "layers",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["n", 32])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 5])],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model.SerializeToString())


@pytest.fixture(scope="module")
def small(exact: bytes) -> bytes:
    return quantised(exact, [{"states": STATES[row : row + 1]} for row in range(100)])  # type: ignore[dict-item]


def answers(content: bytes, states: np.ndarray) -> np.ndarray:
    session = InferenceSession(content, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["scores"], {"states": states})[0])


def test_a_small_model_answers_as_the_exact_one(exact: bytes, small: bytes) -> None:
    wanted, found = answers(exact, STATES), answers(small, STATES)
    assert np.abs(found - wanted).max() < 0.05 * np.ptp(wanted)
    assert np.abs(found - wanted).max() > 0


def test_what_a_row_scores_does_not_depend_on_the_rows_beside_it(small: bytes) -> None:
    alone = np.concatenate([answers(small, STATES[row : row + 1]) for row in range(20)])
    np.testing.assert_array_equal(answers(small, STATES)[:20], alone)


def test_each_product_is_one_operation_with_its_scale_and_its_bias(small: bytes) -> None:
    nodes = onnx.load_from_string(small).graph.node
    kinds = [node.op_type for node in nodes]
    assert kinds == [
        "QuantizeLinear",
        "MatMulIntegerToFloat",
        "Relu",
        "QuantizeLinear",
        "MatMulIntegerToFloat",
    ]
    assert [node.input[-1] == "bias" for node in nodes if "MatMul" in node.op_type] == [True, False]


def test_weights_that_are_not_symmetric_are_refused() -> None:
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["values", "weights", "zero", "zeros"], ["sums"])],
        "product",
        [],
        [],
        [numpy_helper.from_array(np.ones(3, np.int8), "zeros")],
    )
    with pytest.raises(ValueError, match="weights: weights that are not symmetric"):
        scale_products(helper.make_model(graph))
