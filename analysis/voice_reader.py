"""One speaker's voice, followed chunk by chunk: what it sounds like, about once a second."""

from analysis.labels import EnergyLevel, VoiceReading
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_smoothing import VoiceSmoother
from voice.activity import SpeechDetector, SpeechModel
from voice.audio import CHUNK_S, AudioChunk
from voice.energy import HIGH_FROM, LOW_BELOW, liveliness
from voice.window import SpeechWindow

HOP_CHUNKS = 31
"""0.992 s from one reading to the next."""

LEAST_SPEECH_S = 1.0
"""Of speech in a window that is read."""

LEAST_NEW_SPEECH_S = 0.3
"""Of speech since the reading before: a pause is not read again and again."""


class VoiceReader:
    """Reads windows of 3 s, one about every second, of one speaker.

    Between readings a chunk costs only the speech detector. Not safe to share between
    threads; the models that it is made with are.
    """

    def __init__(self, model: VoiceClassifier, speech_model: SpeechModel) -> None:
        self._model = model
        self._detector = SpeechDetector(speech_model)
        self._window = SpeechWindow()
        self._baseline = model.baseline()
        self._smoother = VoiceSmoother()
        self._chunks = 0
        """Since the reading before."""
        self._speech_s = 0.0
        """Likewise."""

    def push(self, chunk: AudioChunk) -> VoiceReading | None:
        """Hear the next chunk; return a reading if a window with enough speech ends with it."""
        is_speech = self._detector.hear(chunk.samples)
        self._window.add(chunk, is_speech)
        self._chunks += 1
        self._speech_s += CHUNK_S * is_speech
        if self._chunks < HOP_CHUNKS or self._speech_s < LEAST_NEW_SPEECH_S:
            return None
        if self._window.speech_s < LEAST_SPEECH_S:
            return None
        self._chunks, self._speech_s = 0, 0.0
        return self._read()

    def calibrate(self) -> None:
        """Forget how the speaker speaks otherwise: it is learnt anew from what comes now."""
        self._baseline = self._model.baseline()
        self._smoother = VoiceSmoother()

    def _read(self) -> VoiceReading:
        features = self._window.features()
        self._baseline.add(features)
        normalised = self._baseline.normalise(features)
        named = self._smoother.update(self._model.predict(normalised), self._window.end_s)
        return VoiceReading(
            named.emotion,
            named.confidence,
            _level(liveliness(normalised, self._baseline.windows)),
            self._window.start_s,
            self._window.end_s,
        )


def _level(lively: float) -> EnergyLevel:
    if lively >= HIGH_FROM:
        return EnergyLevel.HIGH
    return EnergyLevel.LOW if lively < LOW_BELOW else EnergyLevel.MEDIUM
