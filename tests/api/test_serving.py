"""The server as a process: how it ends, and how it says that it cannot start."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60


@contextmanager
def server(port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "server.py", "--port", str(port), "--face-workers", "1"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(line: str, output: IO[str]) -> None:
    seen = []
    for text in output:
        seen.append(text)
        if line in text:
            return
    raise AssertionError("".join(seen))


def test_signals_in_a_row_end_the_server_once_and_cleanly() -> None:
    with server(0) as process:
        assert process.stderr is not None
        wait_for("serving http://127.0.0.1:", process.stderr)
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
            process.send_signal(number)
        _, errors = process.communicate(timeout=TIMEOUT_S)
    assert (process.returncode, errors) == (0, "")


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with server(port) as process:
            _, errors = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 1
    last = errors.splitlines()[-1]
    assert last.startswith(f"emochat: cannot serve 127.0.0.1, port {port}: ")
    assert "Traceback" not in errors
