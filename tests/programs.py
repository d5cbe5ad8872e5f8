"""Programs that run beside a test: their environment, their start and their end."""

import os
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = ("EMOCHAT_", "GEMINI_", "GOOGLE_")
START_TIMEOUT_S = 180.0
END_TIMEOUT_S = 60.0
REQUEST_TIMEOUT_S = 5.0
POLL_S = 0.1


class NotReadyError(Exception):
    """A program ended, or did not answer in time."""


def own_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return `variables` and this process's environment without a developer's own settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return own | dict(variables)


@contextmanager
def program(
    command: Sequence[str],
    log_path: Path,
    environment: Mapping[str, str] | None = None,
    *,
    cwd: Path = ROOT,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program which writes to `log_path`, and end it.

    It leads a session of its own, so that Ctrl-C ends it in our order.
    """
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[Any], timeout_s: float = END_TIMEOUT_S) -> int:
    """Terminate a process, kill it if it does not end in time, and return its status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_until_answers(
    url: str,
    process: subprocess.Popen[Any],
    log_path: Path | None = None,
    *,
    context: ssl.SSLContext | None = None,
    timeout_s: float = START_TIMEOUT_S,
) -> None:
    """Wait until a GET of `url` is answered with 2xx.

    Args:
        url: of the program.
        process: that answers it.
        log_path: what it wrote, for the error.
        context: of TLS.
        timeout_s: for all tries together.

    Raises:
        NotReadyError: the program ended, or the time did.
    """
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=REQUEST_TIMEOUT_S, context=context).close()
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_S)
        else:
            return
    wrote = "" if log_path is None else f":\n{log_path.read_text()}"
    raise NotReadyError(f"{url} does not answer{wrote}")
