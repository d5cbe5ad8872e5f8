"""The server as a process: how it ends, and how it says that it cannot start."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from api.serving import Ending

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60


@contextmanager
def server(port: int, folder: Path) -> Iterator[subprocess.Popen[str]]:
    options = ["--port", str(port), "--face-workers", "1", "--data-dir", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "server.py", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
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


def test_signals_in_a_row_end_the_server_once_and_cleanly(tmp_path: Path) -> None:
    with server(0, tmp_path) as process:
        assert process.stderr is not None
        wait_for("serving http://127.0.0.1:", process.stderr)
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
            process.send_signal(number)
        _, errors = process.communicate(timeout=TIMEOUT_S)
    assert (process.returncode, errors) == (0, "")


def test_without_keys_a_key_is_printed_with_the_address_to_open_and_not_logged(
    tmp_path: Path,
) -> None:
    with server(0, tmp_path) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=TIMEOUT_S)
    key = lines[0].rsplit(" ", 1)[1].strip()
    assert len(key) >= 32
    assert re.fullmatch(rf"open http://127\.0\.0\.1:\d+/#key={key}\n", lines[1])
    assert key not in log


def test_a_missing_text_model_is_told_in_one_line(tmp_path: Path) -> None:
    code = (
        "import pathlib, composition.texts, server;"
        "composition.texts.MODELS_DIR = pathlib.Path(%r); server.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code % str(tmp_path), "--port", "0", "--data-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("emochat: ")
    assert "text_en.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with server(port, tmp_path) as process:
            _, errors = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 1
    last = errors.splitlines()[-1]
    assert last.startswith(f"emochat: cannot serve 127.0.0.1, port {port}: ")
    assert "Traceback" not in errors


def test_only_a_signal_that_comes_later_hurries_the_end() -> None:
    times_s = iter([10.0, 10.2, 12.0])
    ending = Ending(lambda: next(times_s))
    ending.on_signal()
    ending.on_signal()
    assert ending.asked.is_set()
    assert not ending.hurry.is_set()
    ending.on_signal()
    assert ending.hurry.is_set()
