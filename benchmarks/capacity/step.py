"""One step of a capacity measurement: so many sessions on one server for some seconds."""

import time
from dataclasses import dataclass
from typing import Literal

from benchmarks.capacity.cases import Case
from benchmarks.percentiles import percentiles
from benchmarks.sender.process import SenderProcess
from benchmarks.sender.profile import Load
from benchmarks.sender.record import LoadFigures
from benchmarks.servers import Server

MAX_P95_MS = 150
"""Frame-to-label time that 19 of 20 labels must keep."""

MAX_MISSING_SHARE = 0.02

SENDER_MAX_LAG_MS = 20
SENDER_MAX_CPU = 0.85
SENDER_MIN_FRAMES_SHARE = 0.97

Verdict = Literal["passed", "failed", "sender_saturated"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step measured.

    Attributes:
        label_ms: percentiles of frame-to-label time; None without labels.
        missing_share: labels that did not come, 0..1.
        server_cpu: share of one core while measuring.
        cpu_ms_a_label: the same, divided by the labels that came; None without labels.
        rss_mb: of the server, while the sessions ran.
        verdict: "sender_saturated" if it failed while the senders could not keep up.
    """

    sessions: int
    label_ms: dict[str, float | int] | None
    missing_share: float
    server_cpu: float
    cpu_ms_a_label: float | None
    rss_mb: float
    frames_share: float
    loop_lag_p95_ms: float
    sender_cpu: float
    verdict: Verdict


def judge(figures: LoadFigures) -> Verdict:
    """Say whether a server carried its sessions, and if not whether that is its fault."""
    p95_ms = percentiles(figures.label_ms)["p95"] if figures.label_ms else float("inf")
    if p95_ms < MAX_P95_MS and figures.missing_share <= MAX_MISSING_SHARE:
        return "passed"
    is_saturated = (
        figures.loop_lag_p95_ms > SENDER_MAX_LAG_MS
        or figures.sender_cpu > SENDER_MAX_CPU
        or figures.frames_share < SENDER_MIN_FRAMES_SHARE
    )
    return "sender_saturated" if is_saturated else "failed"


class _Meter:
    """Reads the server's CPU clock when called, and its memory."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._marks: list[tuple[float, float]] = []
        self.rss_mb = 0.0

    def __call__(self) -> None:
        self._marks.append((time.monotonic(), self._server.cpu_s()))
        self.rss_mb = self._server.rss_mb()

    def cpu(self) -> float:
        (begin_s, begin_cpu_s), (end_s, end_cpu_s) = self._marks
        return (end_cpu_s - begin_cpu_s) / (end_s - begin_s)


def run_step(
    case: Case, server: Server, sender: SenderProcess, sessions: int, settle_s: int, measure_s: int
) -> Step:
    """Run so many sessions of a case and measure them.

    Raises:
        SenderError: a session could not join.
    """
    meter = _Meter(server)
    load = Load(case.way, server.url, case.profile, sessions, settle_s, measure_s)
    figures = sender.run(load, meter, meter)
    labels_a_second = sessions * len(figures.label_ms) / figures.labels_expected
    return Step(
        sessions=sessions,
        label_ms=percentiles(figures.label_ms) if figures.label_ms else None,
        missing_share=round(figures.missing_share, 4),
        server_cpu=round(meter.cpu(), 4),
        cpu_ms_a_label=round(1000 * meter.cpu() / labels_a_second, 2) if labels_a_second else None,
        rss_mb=round(meter.rss_mb, 1),
        frames_share=figures.frames_share,
        loop_lag_p95_ms=figures.loop_lag_p95_ms,
        sender_cpu=figures.sender_cpu,
        verdict=judge(figures),
    )
