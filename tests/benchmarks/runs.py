"""Runs as the browser would report them."""

from collections.abc import Sequence

from benchmarks.browser import LabelSeen, Run
from benchmarks.capture_clock import CaptureClock, EncodedFrame

STEADY_MS = 1000.0


def make_run(
    labels: Sequence[LabelSeen],
    frames: Sequence[EncodedFrame],
    capture_clock: CaptureClock | None = None,
) -> Run:
    return Run(
        clicked_ms=0,
        answered_ms=50,
        connected_ms=90,
        steady_ms=STEADY_MS,
        ended_ms=9000,
        frames=list(frames),
        labels=list(labels),
        capture_clock=capture_clock,
        messages=[],
        outbound=None,
    )
