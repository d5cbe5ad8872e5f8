"""Keeping the start-up chatter of MediaPipe's native code out of our log."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

# MediaPipe 1.2.2 writes these lines on file descriptor 2 whenever a landmarker
# is made. They announce defaults, none asks for an action. Its log level is an
# absl flag of the shared library that no environment variable and no exported
# function reaches. Remove when MediaPipe offers a way to set it
# (https://github.com/google-ai-edge/mediapipe/issues/5737).
_CHATTER = (
    b"Logging before InitGoogle() is written to STDERR",
    b"Sets FaceBlendshapesGraph acceleration to xnnpack by default.",
    b"Created TensorFlow Lite XNNPACK delegate for CPU.",
    b"Feedback manager requires a model with a single signature inference.",
)

_STDERR = 2
# File descriptor 2 belongs to the whole process, so its lock does too.
_stderr_lock = threading.Lock()


@contextmanager
def without_native_chatter() -> Iterator[None]:
    """Hold back what is written on file descriptor 2, and pass on all but MediaPipe's chatter.

    Lines of other threads come out late, at the end of the block, never lost.
    """
    with _stderr_lock, tempfile.TemporaryFile() as held_back:
        original = os.dup(_STDERR)
        os.dup2(held_back.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(original, _STDERR)
            os.close(original)
            _pass_on(held_back)


def _pass_on(held_back: IO[bytes]) -> None:
    held_back.seek(0)
    for line in held_back:
        if not any(chatter in line for chatter in _CHATTER):
            os.write(_STDERR, line)
