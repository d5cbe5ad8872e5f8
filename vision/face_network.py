"""The face network: what a small convolutional network says of aligned grey crops."""

from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from silent_onnxruntime import LOAD_ERRORS, InferenceSession, SessionOptions
from vision.face_crop import CROP_SIDE_PX, standardised

# What its outputs stand for: the votes of FER+'s annotators, and the one label that FER2013
# had before, each in its data set's own order.
_FERPLUS = ("neutral", "happy", "surprised", "sad", "angry", "disgusted", "fearful", "contempt")
_FER2013 = ("angry", "disgusted", "fearful", "happy", "sad", "surprised", "neutral")
N_FERPLUS = len(_FERPLUS)

NETWORK_FEATURE_NAMES = (
    *(f"ferplus_{name}" for name in _FERPLUS),
    *(f"fer2013_{name}" for name in _FER2013),
)


class FaceNetworkError(ValueError):
    """The file is no face network that fits this code."""


class FaceNetwork:
    """Runs `models/face_network.onnx` on one thread; may be shared by threads."""

    def __init__(self, model: bytes) -> None:
        """Load the network from the content of an ONNX file.

        The file's one input is float32, shape (n, 1, 48, 48); its one output is float32, shape
        (n, k, 15): logits of k networks for NETWORK_FEATURE_NAMES.

        Raises:
            FaceNetworkError: the content is no such network.
        """
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = _session(model, options)
        self._input = self._session.get_inputs()[0].name
        _require_shapes(self._session)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load the network.

        Raises:
            FaceNetworkError: the file is no such network.
            FileNotFoundError: there is no such file.
        """
        return cls(path.read_bytes())

    def logits(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what each network says of crops of shape (n, 48, 48), shape (n, k, 15).

        Each crop is seen as it is and mirrored, and the two answers are averaged.
        """
        direct = standardised(crops)
        both = np.concatenate([direct, direct[:, :, ::-1]])[:, None]
        answers: Any = self._session.run(None, {self._input: np.ascontiguousarray(both)})[0]
        halves: NDArray[np.float32] = answers.reshape(2, len(crops), *answers.shape[1:])
        mean: NDArray[np.float32] = halves.mean(axis=0)
        return mean

    def features(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return NETWORK_FEATURE_NAMES of crops of shape (n, 48, 48), shape (n, 15)."""
        return network_features(self.logits(crops).mean(axis=1))


def network_features(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log probabilities within each of the two label sets; both of shape (n, 15)."""
    parts = (logits[:, :N_FERPLUS], logits[:, N_FERPLUS:])
    return np.concatenate([_log_softmax(part) for part in parts], axis=1)


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def _session(model: bytes, options: Any) -> Any:
    try:
        return InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except LOAD_ERRORS as error:
        raise FaceNetworkError(f"no readable ONNX network: {error}") from error


def _require_shapes(session: Any) -> None:
    inputs, outputs = session.get_inputs(), session.get_outputs()
    expected_input = [1, CROP_SIDE_PX, CROP_SIDE_PX]
    n_features = len(NETWORK_FEATURE_NAMES)
    if len(inputs) != 1 or inputs[0].shape[1:] != expected_input:
        raise FaceNetworkError(f"takes {[i.shape for i in inputs]}, not (n, 1, 48, 48)")
    if len(outputs) != 1 or outputs[0].shape[-1] != n_features:
        raise FaceNetworkError(f"gives {[o.shape for o in outputs]}, not (n, k, {n_features})")
