"""The clients in a process of their own, as the benchmark sees them."""

import json
import subprocess
import sys
from collections.abc import Sequence

import psutil

from benchmarks.servers import STOP_TIMEOUT_S
from benchmarks.texts.load import Load, Seen
from tests.programs import ROOT, end

LIMIT_S = 300.0


def run_clients(
    url: str,
    key: str,
    loads: Sequence[Load],
    batches: int,
    cores: Sequence[int] | None = None,
) -> Seen:
    """Load a server; see client.measure.

    Raises:
        RuntimeError: the clients failed; they say why on standard error.
        subprocess.TimeoutExpired: they did not end in time.
    """
    command = [sys.executable, "-m", "benchmarks.texts", "--url", url, "--key", key]
    command += ["--batches", str(batches), "--loads", *map(str, loads)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        if cores is not None:
            psutil.Process(process.pid).cpu_affinity(list(cores))
        output, _ = process.communicate(timeout=LIMIT_S)
    finally:
        end(process, STOP_TIMEOUT_S)
    if process.returncode != 0:
        raise RuntimeError(f"the clients ended with {process.returncode}")
    return Seen.from_json(json.loads(output))
