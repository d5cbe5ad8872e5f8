"""ONNX Runtime, kept from reporting to its vendor; everything of ours takes it from here.

Symptom: importing onnxruntime 1.31 makes ~/.cache/Microsoft/DeveloperTools/.onnxruntime with an
identifier of the machine, and events are queued for mobile.events.data.microsoft.com.
Cause: its telemetry (telemetry_1ds.cc) is on by default on Linux, too; only this variable, set
before the library is loaded, keeps it from starting. Remove when it is off by default.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
)
from onnxruntime.capi.onnxruntime_pybind11_state import (
    NotImplemented as NotImplementedByRuntime,
)

LOAD_ERRORS = (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NotImplementedByRuntime)
"""What loading a file raises that is no model of a kind that the runtime knows."""

__all__ = ["LOAD_ERRORS", "InferenceSession", "SessionOptions"]
