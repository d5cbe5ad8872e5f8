"""Servers under test, each a process of its own on a free port of loopback."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 15

Kind = Literal["emochat", "stock-aiortc", "fastrtc"]

FASTRTC_PYTHON = ROOT / ".venv-fastrtc" / "bin" / "python"
"""fastrtc cannot share EmoChat's packages, see rivals/requirements-fastrtc.in."""

_COMMANDS: dict[Kind, tuple[str, ...]] = {
    "emochat": (sys.executable, "server.py", "--log-level", "WARNING"),
    "stock-aiortc": (sys.executable, "-m", "benchmarks.rivals.stock_aiortc"),
    "fastrtc": (str(FASTRTC_PYTHON), "-m", "benchmarks.rivals.fastrtc_server"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready for sessions.

    Attributes:
        url: without a slash at its end; the offer goes to `{url}/whip`.
    """

    kind: Kind
    url: str
    process: psutil.Process

    def cpu_s(self) -> float:
        """Return the CPU time that the process has used so far, in seconds."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def rss_mb(self) -> float:
        """Return the process's resident memory, in MiB."""
        return float(self.process.memory_info().rss) / 2**20


@contextmanager
def run_server(
    kind: Kind,
    *,
    cores: Sequence[int] | None = None,
    options: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start a server, wait until it is ready and end it afterwards.

    Args:
        kind: which one.
        cores: CPU cores that its threads may use; None allows all.
        options: further options of its command line.
        variables: further variables of its environment.

    Raises:
        RuntimeError: it did not get ready.
        FileNotFoundError: its Python is not installed; `make bench` does it.
    """
    port = _free_port()
    command = [*_COMMANDS[kind], "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, env={**_environment(), **(variables or {})})
    try:
        handle = psutil.Process(process.pid)
        if cores is not None:
            handle.cpu_affinity(list(cores))
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, process)
        yield Server(kind, url, handle)
    finally:
        end(process, STOP_TIMEOUT_S)


def end(process: subprocess.Popen[Any], timeout_s: float) -> None:
    """Terminate a process, and kill it if it does not end in time."""
    process.terminate()
    try:
        process.wait(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    """Return the environment without what would make a server call services outside."""
    own = {name: value for name, value in os.environ.items() if name != "GEMINI_API_KEY"}
    return {**own, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            urllib.request.urlopen(url + "/readyz", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server at {url} did not get ready")
