"""What a text costs the model alone, tokenising included, on one thread."""

import statistics
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.texts.sentences import SENTENCES
from text.categories import Language
from text.encoder import TextEncoder

BATCH = 32


def model_figures(models: Path, language: Language, rounds: int) -> dict[str, Any]:
    """Return what one text takes by itself, and in a batch; each round reads all texts.

    Raises:
        TextModelError: the model's files are missing or do not fit.
    """
    encoder = TextEncoder.load(models, f"text_{language}", threads=1)
    texts = SENTENCES[language]
    batch = list(islice(cycle(texts), BATCH))
    encoder.score(batch)
    single_ms: list[float] = []
    batch_ms: list[float] = []
    batch_cpu_ms = 0.0
    for _ in range(rounds):
        single_ms += [_taken_ms(encoder, [text])[0] for text in texts]
        wall_ms, cpu_ms = _taken_ms(encoder, batch)
        batch_ms.append(wall_ms)
        batch_cpu_ms += cpu_ms
    return {
        "language": language,
        "single_ms": round(statistics.median(single_ms), 3),
        "batch": BATCH,
        "batch_ms_a_text": round(statistics.median(batch_ms) / BATCH, 3),
        "batch_texts_per_cpu_s": round(1000 * BATCH * rounds / batch_cpu_ms, 1),
    }


def _taken_ms(encoder: TextEncoder, texts: list[str]) -> tuple[float, float]:
    """Return the time that passed and the CPU time of the whole process."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    encoder.score(texts)
    return 1000 * (time.perf_counter() - wall_s), 1000 * (time.process_time() - cpu_s)
