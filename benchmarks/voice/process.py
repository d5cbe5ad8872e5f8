"""The speakers in a process of their own, and what the server uses meanwhile."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.servers import STOP_TIMEOUT_S, Server
from benchmarks.voice.load import SpeakerFigures, SpeakerLoad
from tests.programs import ROOT, end

LIMIT_S = 180.0


@dataclass(frozen=True, slots=True)
class Spent:
    """What a server used while a load was measured.

    Attributes:
        cpu_share: of one core, 0 and up.
        rss_mb: resident memory at the end.
    """

    cpu_share: float
    rss_mb: float


class SpeakersError(Exception):
    """The speakers' process failed; it says why on standard error."""


def run_speakers(
    server: Server, load: SpeakerLoad, cores: Sequence[int] | None = None
) -> tuple[SpeakerFigures, Spent]:
    """Run a load in a process of its own.

    Raises:
        SpeakersError: it failed, or did not end in time.
    """
    with _process(load, cores) as lines:
        _expect(lines, "begin")
        cpu_s, begun_s = server.cpu_s(), time.monotonic()
        _expect(lines, "end")
        share = (server.cpu_s() - cpu_s) / (time.monotonic() - begun_s)
        spent = Spent(round(share, 4), round(server.rss_mb(), 1))
        return SpeakerFigures(**_expect(lines, "figures")), spent


@contextmanager
def _process(load: SpeakerLoad, cores: Sequence[int] | None) -> Iterator[Iterator[str]]:
    command = [sys.executable, "-m", "benchmarks.voice", "--url", load.url]
    for name in ("sessions", "packet_ms", "settle_s", "measure_s"):
        command += [f"--{name.replace('_', '-')}", str(getattr(load, name))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(LIMIT_S, process.kill)
    watchdog.start()
    try:
        if cores is not None:
            psutil.Process(process.pid).cpu_affinity(list(cores))
        assert process.stdout is not None
        with process.stdout:
            yield iter(process.stdout)
    finally:
        watchdog.cancel()
        end(process, STOP_TIMEOUT_S)


def _expect(lines: Iterator[str], event: str) -> dict[str, Any]:
    line = next(lines, "")
    fields: dict[str, Any] = json.loads(line or "{}")
    if fields.pop("event", None) != event:
        raise SpeakersError(f"instead of {event}: {line or 'the end of the process'}")
    return fields
