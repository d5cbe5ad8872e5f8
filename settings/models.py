"""The models that run here."""

import os
from pathlib import Path

from settings import values
from settings.setting import Setting

MODELS = (
    Setting(
        "face_workers",
        "EMOCHAT_FACE_WORKERS",
        str(os.cpu_count() or 1),
        values.whole_number(1, 256),
        "threads that read faces",
    ),
    Setting(
        "face_landmarker",
        "EMOCHAT_FACE_LANDMARKER",
        None,
        Path,
        "another face_landmarker.task than the one that set-up fetches",
    ),
    Setting(
        "face_network",
        "EMOCHAT_FACE_NETWORK",
        "on",
        values.switch,
        "on or off: read the face's pixels with a small network, beside its landmarks",
    ),
    Setting(
        "voice",
        "EMOCHAT_VOICE",
        "on",
        values.switch,
        "on or off: read how voices sound, of people who agree to it",
    ),
    Setting(
        "text_threads",
        "EMOCHAT_TEXT_THREADS",
        "1",
        values.whole_number(1, 256),
        "threads of each text model",
    ),
    Setting(
        "text_batch",
        "EMOCHAT_TEXT_BATCH",
        "16",
        values.whole_number(1, 256),
        "texts that a text model reads at once; more answer a crowd sooner and a lone text later",
    ),
)
