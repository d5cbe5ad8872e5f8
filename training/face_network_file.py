"""Making an ONNX file half as large, and free of where it was made."""

import numpy as np
import onnx
from onnx import helper, numpy_helper


def without_origin(content: bytes) -> bytes:
    """Leave out what the exporter notes of the machine and the code: paths, stack traces, names."""
    model = onnx.load_from_string(content)
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.initializer, *graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    return bytes(model.SerializeToString())


def half_precision(content: bytes) -> bytes:
    """Store the float32 weights of an ONNX model as float16, to be widened when it is loaded.

    The runtime folds the added casts away, so that it computes in float32 as before.
    """
    model = onnx.load_from_string(content)
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor).astype(np.float16)
        full_name, tensor_name = tensor.name, f"{tensor.name}_half"
        tensor.CopyFrom(numpy_helper.from_array(values, tensor_name))
        to_full = helper.make_node(
            "Cast", [tensor_name], [full_name], f"{full_name}_widened", to=onnx.TensorProto.FLOAT
        )
        casts.append(to_full)
    for position, cast in enumerate(casts):
        graph.node.insert(position, cast)
    return bytes(model.SerializeToString())
