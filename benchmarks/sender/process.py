"""The benchmark's side of a sender process."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psutil

from benchmarks.sender.profile import Load
from benchmarks.sender.record import LoadFigures
from tests.programs import end

ROOT = Path(__file__).resolve().parent.parent.parent
EVENT_TIMEOUT_S = 120
STOP_TIMEOUT_S = 10


class SenderError(Exception):
    """A load could not be run."""


class SenderProcess:
    """Sends loads to a process of its own, which has cores of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._input = process.stdin
        # A load writes three lines; it ends before the next begins.
        self._lines: queue.Queue[str] = queue.Queue(maxsize=16)
        self._reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._reader.start()

    def run(
        self, load: Load, on_begin: Callable[[], None], on_end: Callable[[], None]
    ) -> LoadFigures:
        """Run a load; see LoadRunner.run.

        Raises:
            SenderError: the load could not be run, or nothing came in time.
        """
        print(json.dumps(load.to_json()), file=self._input, flush=True)
        self._expect("begin")
        on_begin()
        self._expect("end")
        on_end()
        return LoadFigures(**self._expect("figures"))

    def close(self) -> None:
        """Wait for the reader, which ends with the process."""
        self._reader.join(STOP_TIMEOUT_S)

    def _expect(self, event: str) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=EVENT_TIMEOUT_S)
        except queue.Empty as error:
            raise SenderError(f"no {event} from the sender in {EVENT_TIMEOUT_S} s") from error
        fields: dict[str, Any] = json.loads(line or '{"event": "end of the process"}')
        if fields.pop("event") != event:
            raise SenderError(f"instead of {event}: {fields.get('message', line)}")
        return fields

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                self._lines.put(line)
        self._lines.put("")


@contextmanager
def run_sender(cores: Sequence[int] | None = None) -> Iterator[SenderProcess]:
    """Start a sender process and end it afterwards.

    Args:
        cores: CPU cores that its threads may use; None allows all.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sender"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    sender = SenderProcess(process)
    try:
        if cores is not None:
            psutil.Process(process.pid).cpu_affinity(list(cores))
        yield sender
    finally:
        assert process.stdin is not None
        process.stdin.close()
        end(process, STOP_TIMEOUT_S)
        sender.close()
