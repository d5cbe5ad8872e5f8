"""Tables and plots of the scenarios, from results as they come."""

from pathlib import Path

import pytest

from benchmarks.browser import LabelSeen
from benchmarks.capture_clock import CaptureClock, EncodedFrame
from benchmarks.scenario import Result, Scenario
from benchmarks.scenarios import endurance, join, latency
from benchmarks.servers import Kind
from tests.benchmarks.runs import STEADY_MS, make_run


def latency_cell(kind: Kind, label_ms: float) -> Result:
    frame = EncodedFrame(900, STEADY_MS + 20)
    timing_ms = {"decode": 2.0, "wait": 1.0, "infer": 20.0, "total": 24.0}
    label = LabelSeen(STEADY_MS + 10 + label_ms, None, 900, timing_ms)
    clock = CaptureClock(first_rtp_timestamp=900, first_capture_ms=STEADY_MS + 10)
    return latency._cell("30 fps", kind, [make_run([label], [frame], clock)])


def latency_result() -> Result:
    cells = [latency_cell("emochat", 50), latency_cell("stock-aiortc", 100)]
    return {"seconds": 1, "rounds": 1, "left_out": ["fastrtc"], "cells": cells}


def join_result() -> Result:
    joins = [{"answered": 50, "connected": 90, "first_label": ms} for ms in (900, 200, 300)]
    return {"left_out": [], "ways": [join._summary("emochat", joins)]}


def endurance_result() -> Result:
    held = {"rss_mb": 400.0, "threads": 22, "udp_sockets": 0, "tcp_sockets": 1, "descriptors": 16}
    return {
        "marks": [{"sessions": 10, **held}, {"sessions": 1000, **held, "rss_mb": 412.0}],
        "endings": {"stop": 600, "kill": 400},
        "failures": [],
        "killed_noticed_s": [4.0, 4.2],
        "rss_mb": [(10, 400.0), (1000, 430.0)],
    }


def test_latency_is_shown_beside_the_baseline() -> None:
    table = latency.SCENARIO.table(latency_result())
    assert "| 30 fps: emochat | 1 | 50 | 50 | 50 | 40 | 40 | 40 | 0.50 |" in table
    assert "| 30 fps: stock-aiortc | 1 | 100 | 100 | 100 | 90 | 90 | 90 | 1.00 |" in table
    assert "Not measured in this run: fastrtc." in table
    assert "| 30 fps: emochat | 10.0 | 16.0 | 2.0 | 1.0 | 20.0 | 1.0 | – |" in table


def test_labels_that_match_no_frame_fail_the_latency_scenario() -> None:
    with pytest.raises(RuntimeError, match="no label could be matched"):
        latency._cell("30 fps", "emochat", [make_run([], [])])


def test_a_run_without_capture_times_is_confessed() -> None:
    result = latency_result()
    result["cells"][0]["runs_without_capture_time"] = 1
    table = latency.SCENARIO.table(result)
    assert "emochat, 30 fps: capture times could not be told for sure in 1 of 1 runs." in table


def test_the_first_join_is_kept_apart_from_the_warm_ones() -> None:
    table = join.SCENARIO.table(join_result())
    assert "| emochat | 2 | 50 | 90 | 250 | 295 | 299 | 900 |" in table


def test_endurance_shows_what_is_held_at_each_mark() -> None:
    table = endurance.SCENARIO.table(endurance_result())
    assert "| at rest after | 10 sessions | 1,000 sessions |" in table
    assert "| RSS, MiB | 400 | 412 |" in table
    assert "0 failed" in table
    assert "within 4.2 s (longest of 2)" in table


@pytest.mark.parametrize(
    ("scenario", "result"),
    [
        (latency.SCENARIO, latency_result()),
        (join.SCENARIO, join_result()),
        (endurance.SCENARIO, endurance_result()),
    ],
)
def test_plots_are_pictures_named_after_their_scenario(
    scenario: Scenario, result: Result, tmp_path: Path
) -> None:
    paths = scenario.plot(result, tmp_path)
    assert paths
    for path in paths:
        assert path.name.startswith(scenario.name)
        assert path.read_bytes().startswith(b"\x89PNG")
