"""What a second of speech costs: ``python -m training.voice.timing SOUND.wav``.

SOUND.wav: mono, 16 bits, 16 kHz, of speech. Prints milliseconds of CPU per second of it, on one
thread, for the whole reader and for the speech detector alone.
"""

import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.voice_classifier import VoiceClassifier
from analysis.voice_reader import VoiceReader
from vision.model_file import MODELS_DIR
from voice.activity import SpeechDetector, SpeechModel
from voice.audio import CHUNK_S, CHUNK_SAMPLES, SAMPLE_RATE_HZ, AudioChunk

REPEATS = 5


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    chunks = chunks_of(Path(sys.argv[1]))
    model, speech_model = VoiceClassifier.load(MODELS_DIR), SpeechModel()
    print(f"detector  {cpu_ms(lambda: _detect(chunks, speech_model), chunks):.2f} ms a second")
    reader_ms = cpu_ms(lambda: _read(chunks, model, speech_model), chunks)
    print(f"reader    {reader_ms:.2f} ms a second")


def chunks_of(path: Path) -> list[AudioChunk]:
    """Read a sound file as the chunks that it would come in."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (
            SAMPLE_RATE_HZ,
            1,
            2,
        ):
            sys.exit(f"{path} is not mono, 16 bits, {SAMPLE_RATE_HZ} Hz")
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    rows = samples[: len(samples) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
    return [AudioChunk(row, index * CHUNK_S) for index, row in enumerate(rows)]


def cpu_ms(work: Callable[[], None], chunks: list[AudioChunk]) -> float:
    """Return the least CPU time of REPEATS, in milliseconds a second of sound."""
    times = []
    for _ in range(REPEATS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000 * min(times) / (len(chunks) * CHUNK_S)


def _detect(chunks: list[AudioChunk], speech_model: SpeechModel) -> None:
    detector = SpeechDetector(speech_model)
    for chunk in chunks:
        detector.hear(chunk.samples)


def _read(chunks: list[AudioChunk], model: VoiceClassifier, speech_model: SpeechModel) -> None:
    reader = VoiceReader(model, speech_model)
    for chunk in chunks:
        reader.push(chunk)


if __name__ == "__main__":
    main()
