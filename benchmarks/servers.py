"""Servers under test, each a process of its own on a free port of loopback."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import psutil

from tests.programs import ROOT, end, own_environment, wait_until_answers

STOP_TIMEOUT_S = 15

Kind = Literal["emochat", "stock-aiortc", "fastrtc"]

FASTRTC_PYTHON = ROOT / ".venv-fastrtc" / "bin" / "python"
"""fastrtc cannot share EmoChat's packages, see rivals/requirements-fastrtc.in."""

OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
"""What keeps the rivals from calling services outside."""

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
        NotReadyError: it did not get ready.
        FileNotFoundError: its Python is not installed; `make bench` does it.
    """
    port = _free_port()
    command = [*_COMMANDS[kind], "--port", str(port), *options]
    environment = own_environment(OFFLINE | dict(variables or {}))
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        handle = psutil.Process(process.pid)
        if cores is not None:
            handle.cpu_affinity(list(cores))
        url = f"http://127.0.0.1:{port}"
        wait_until_answers(url + "/readyz", process)
        yield Server(kind, url, handle)
    finally:
        end(process, STOP_TIMEOUT_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
