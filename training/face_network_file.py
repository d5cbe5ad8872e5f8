"""Making an ONNX file free of where it was made."""

import onnx


def without_origin(content: bytes) -> bytes:
    """Leave out what the exporter notes of the machine and the code: paths, stack traces, names."""
    model = onnx.load_from_string(content)
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.initializer, *graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    return bytes(model.SerializeToString())
