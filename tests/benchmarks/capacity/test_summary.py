import json

from benchmarks.capacity.cases import CASES
from benchmarks.capacity.step import Step
from benchmarks.capacity.summary import summarise
from tests.benchmarks.capacity.steps import step


def summary_of(*steps: Step) -> dict[str, object]:
    return summarise(CASES[0], steps, 12, "server")


def test_cpu_a_session_is_read_where_the_server_is_far_from_saturation() -> None:
    summary = summary_of(step(8, server_cpu=0.4), step(12, server_cpu=0.9))
    assert summary["cpu_a_session"] == 0.05


def test_late_labels_still_tell_the_cpu_but_missing_ones_do_not() -> None:
    late = step(8, verdict="failed", server_cpu=0.8)
    assert summary_of(late)["cpu_a_session"] == 0.1
    missing = step(8, verdict="failed", server_cpu=0.8, missing_share=0.5)
    assert summary_of(missing)["cpu_a_session"] is None


def test_memory_a_session_is_the_slope_over_growing_numbers() -> None:
    steps = [
        step(8, rss_mb=180),
        step(16, rss_mb=220),
        step(12, rss_mb=220),  # smaller than before: what it needed was there already
    ]
    assert summary_of(*steps)["rss_mb_a_session"] == 5
    assert summary_of(step(8))["rss_mb_a_session"] is None


def test_a_summary_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(summary_of(step(8))))["steps"][0]["sessions"] == 8
