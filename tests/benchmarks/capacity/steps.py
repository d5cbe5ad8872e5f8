"""Steps and figures as a sound measurement gives them."""

from benchmarks.capacity.step import Step, Verdict
from benchmarks.sender.record import LoadFigures


def figures(
    *,
    label_ms: list[float] | None = None,
    expected: int = 20,
    lag_ms: float = 1.0,
    cpu: float = 0.2,
    frames_share: float = 1.0,
) -> LoadFigures:
    return LoadFigures(
        sessions=2,
        label_ms=[30.0] * 20 if label_ms is None else label_ms,
        labels_expected=expected,
        labels_unknown=0,
        frames_share=frames_share,
        loop_lag_p95_ms=lag_ms,
        sender_cpu=cpu,
    )


def step(
    sessions: int,
    *,
    verdict: Verdict = "passed",
    server_cpu: float = 0.4,
    rss_mb: float = 200.0,
    missing_share: float = 0.0,
) -> Step:
    return Step(
        sessions=sessions,
        label_ms={"p50": 30.0, "p95": 10.0 * sessions, "p99": 50.0, "count": 20},
        missing_share=missing_share,
        server_cpu=server_cpu,
        cpu_ms_a_label=40.0,
        rss_mb=rss_mb,
        frames_share=1.0,
        loop_lag_p95_ms=1.0,
        sender_cpu=0.1,
        verdict=verdict,
    )
