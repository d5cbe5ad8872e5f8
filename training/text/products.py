"""Products in 8 bits that are scaled in the same step, in place of four steps one after the other.

Symptom: a fifth of the time of a batch goes to Cast, Mul and Add behind each MatMulInteger.
Cause: onnxruntime 1.31 joins them only if it computes the product of both scales in the graph;
here both are constants, and it has folded their product before it looks. Remove when it joins
them then, too: https://github.com/microsoft/onnxruntime/pull/4350
"""

from collections.abc import Iterable

import onnx
from onnx import helper, numpy_helper

_DOMAIN = "com.microsoft"


def scale_products(model: onnx.ModelProto) -> None:
    """Replace each MatMulInteger and what scales it, and adds a bias, by one operation.

    Args:
        model: as `onnxruntime.quantization.quantize_dynamic` writes it with symmetric weights;
            changed in place. It answers as before but for the last bit.
    """
    graph = _Graph(model.graph)
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        nodes.append(graph.scaled(node) if node.op_type == "MatMulInteger" else node)
    del model.graph.node[:]
    model.graph.node.extend(_used(nodes, [output.name for output in model.graph.output]))
    read = {name for node in model.graph.node for name in node.input}
    kept = [values for values in model.graph.initializer if values.name in read]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    if all(known.domain != _DOMAIN for known in model.opset_import):
        model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))


class _Graph:
    """Who makes and who reads each tensor."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._makers = {name: node for node in graph.node for name in node.output}
        self._readers: dict[str, list[onnx.NodeProto]] = {}
        for node in graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._constants = {values.name: values for values in graph.initializer}

    def scaled(self, product: onnx.NodeProto) -> onnx.NodeProto:
        """Return one node in place of a product, its scale and its bias if it has one."""
        values, weights, zero, weight_zeros = product.input
        if numpy_helper.to_array(self._constants[weight_zeros]).any():
            raise ValueError(f"{weights}: weights that are not symmetric")
        cast = self._reader(product.output[0], "Cast")
        scaling = self._reader(cast.output[0], "Mul")
        scale = self._makers[_other(scaling, cast.output[0])]
        inputs = [values, weights, *scale.input, zero]
        output = scaling.output[0]
        if bias := self._bias(output):
            inputs += ["", _other(bias, output)]
            output = bias.output[0]
        return helper.make_node("MatMulIntegerToFloat", inputs, [output], domain=_DOMAIN)

    def _reader(self, name: str, op_type: str) -> onnx.NodeProto:
        (reader,) = self._readers[name]
        if reader.op_type != op_type:
            raise ValueError(f"{name}: read by {reader.op_type}, not {op_type}")
        return reader

    def _bias(self, name: str) -> onnx.NodeProto | None:
        readers = self._readers.get(name, [])
        if [reader.op_type for reader in readers] != ["Add"]:
            return None
        added = self._constants.get(_other(readers[0], name))
        return readers[0] if added is not None and len(added.dims) == 1 else None


def _other(node: onnx.NodeProto, name: str) -> str:
    return next(str(given) for given in node.input if given != name)


def _used(nodes: list[onnx.NodeProto], outputs: Iterable[str]) -> list[onnx.NodeProto]:
    """Return the nodes that the outputs need, each tensor made once, in their order."""
    needed, made = set(outputs), set[str]()
    kept: list[onnx.NodeProto] = []
    for node in nodes:
        fresh = not made & set(node.output)
        made |= set(node.output)
        if fresh:
            kept.append(node)
    for node in reversed(kept):
        if needed & set(node.output):
            needed |= set(node.input)
    return [node for node in kept if needed & set(node.output)]
