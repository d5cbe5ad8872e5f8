"""The clock in a real process, against the one of this process."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.chaos.shifted_clock import ShiftedClock, shifted_clock

ASK = """
import sys, time
for line in sys.stdin:
    print(time.time(), time.monotonic(), flush=True)
"""
TIMEOUT_S = 60
NEAR_S = 30.0
"""For a busy machine; the shifts are far larger."""


@pytest.fixture
def clock(tmp_path: Path) -> ShiftedClock:
    clock = shifted_clock(tmp_path)
    if clock is None:
        pytest.skip("no C compiler here")
    return clock


def test_a_running_process_sees_its_wall_clock_set_and_its_monotonic_clock_go_on(
    clock: ShiftedClock,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ASK],
        env={**os.environ, **clock.variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for shift_s in (0, 3_600, -3_600, 0):
            clock.set(shift_s)
            print(file=process.stdin, flush=True)
            wall_s, monotonic_s = map(float, process.stdout.readline().split())
            assert abs(wall_s - shift_s - time.time()) < NEAR_S
            assert abs(monotonic_s - time.monotonic()) < NEAR_S
    finally:
        process.communicate(timeout=TIMEOUT_S)
