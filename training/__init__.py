import os

# Before any module here loads onnxruntime: see silent_onnxruntime.py.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
