"""Visitors in a process of their own, as the benchmark sees them."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.servers import Server
from tests.programs import ROOT

START_LIMIT_S = 120.0
VISIT_LIMIT_S = 5.0
"""What a visit may take on average before all are called stuck."""


@contextmanager
def run_visitors(
    server: Server, sessions: int, options: Sequence[str] = ()
) -> Iterator[tuple[subprocess.Popen[str], Iterator[dict[str, Any]]]]:
    """Start visitors; yields their process and what they report, until they are done."""
    command = [sys.executable, "-m", "benchmarks.visitors", "--url", server.url]
    process = subprocess.Popen(
        [*command, "--sessions", str(sessions), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    limit = threading.Timer(START_LIMIT_S + VISIT_LIMIT_S * sessions, process.kill)
    limit.start()
    assert process.stdout is not None
    try:
        with process.stdout as lines:
            yield process, (json.loads(line) for line in lines)
    finally:
        limit.cancel()
        process.kill()
        process.wait()
