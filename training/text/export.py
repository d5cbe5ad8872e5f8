"""Writing a trained network as ONNX. Needs PyTorch."""

import io
import warnings

import torch

from training.text.heads import HEADS
from training.text.network import TextNetwork

# The opset that quantize_dynamic knows best; the network needs nothing newer.
_OPSET = 17


def exported(network: TextNetwork) -> bytes:
    """Return a float32 ONNX model: "ids" and "mask" in, an output for each of HEADS.

    It is traced: what torch.export makes of this encoder (torch 2.13, transformers 5.23)
    answers up to 0.28 beside PyTorch. Change to `dynamo=True` when a test run of both agrees.
    """
    tokens = torch.ones(2, 8, dtype=torch.int64)
    axes = {0: "n", 1: "length"}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.float().eval(),
            (tokens, tokens),
            buffer,
            input_names=["ids", "mask"],
            output_names=[head.name for head in HEADS],
            dynamic_axes={"ids": axes, "mask": axes},
            opset_version=_OPSET,
            dynamo=False,
        )
    return buffer.getvalue()
